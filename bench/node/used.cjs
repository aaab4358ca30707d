/** Loaded into every process of a read-out: adds what it used to the file that FX_BENCH_USED names. */

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require('node:fs').appendFileSync(
    process.env.FX_BENCH_USED,
    `${JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, memoryKb: maxRSS })}\n`,
  );
});
