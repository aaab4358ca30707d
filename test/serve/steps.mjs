/**
 * Kills the process that loads it before a write: before that of the number FX_STEP, counted from the line of the
 * record that says that FX_OF is about to be done, or before the first since then that puts a file where FX_ONTO ends.
 * A call of git is a write, too.
 */

import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { FX_STEP: last, FX_OF: what, FX_ONTO: onto } = process.env;
let isCounting = false;
let step = 0;

/** Lets a function count before it does its work. */
function count(owner, name) {
  const real = owner[name];
  owner[name] = (...given) => {
    const [, text] = given;
    isCounting ||=
      name === 'writeSync' && `${text}`.includes(`"what":"${what}"`) && `${text}`.includes('"state":"open"');
    const isOnto = onto !== undefined && `${text}`.endsWith(onto);
    if (isCounting && (++step === Number(last) || isOnto)) process.kill(process.pid, 'SIGKILL');
    return real(...given);
  };
}

for (const name of ['writeSync', 'writeFileSync', 'renameSync', 'unlinkSync', 'rmSync', 'fsyncSync', 'fdatasyncSync'])
  count(fs, name);
for (const name of ['linkSync', 'copyFileSync', 'mkdirSync', 'openSync', 'appendFileSync', 'ftruncateSync'])
  count(fs, name);
for (const name of ['writeFile', 'copyFile', 'link', 'rename', 'rm', 'unlink', 'open', 'mkdir'])
  count(fs.promises, name);
count(childProcess, 'execFile');
syncBuiltinESMExports();
