#!/usr/bin/env node
/** Starts `fx`, the command line, as a process. */

import { programName } from './program.js';
import { run } from './run.js';

// A reader of the output, such as head, may close it early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
const { stdin, stdout, stderr, env } = process;
const program = programName(process.argv[1] ?? '', process.cwd());
process.exitCode = await run(process.argv.slice(2), { stdin, stdout, stderr, env, program });
