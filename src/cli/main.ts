#!/usr/bin/env node
/** `fx`: the command line as a process. */

import { run } from './run.js';

// whoever reads the output may have seen enough
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
process.exitCode = await run(process.argv.slice(2), process);
