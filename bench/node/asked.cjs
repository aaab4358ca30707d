/** Loaded into a server that is measured: tells what it has used so far, whenever it is asked. */

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ cpuMs: (user + system) / 1000, memoryKb: process.resourceUsage().maxRSS });
});
// The channel alone must not keep a server alive that is to end.
process.channel?.unref();
