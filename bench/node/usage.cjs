/** Loaded into a command that is measured: writes what it used into the file that FX_BENCH_USAGE names. */

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require('node:fs').writeFileSync(
    process.env.FX_BENCH_USAGE,
    JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, memoryKb: maxRSS }),
  );
});
