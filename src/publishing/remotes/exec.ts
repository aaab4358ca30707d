/**
 * Publishes to a target to which any command of yours carries each file: what it holds is remembered here, as it
 * cannot be asked.
 */

import { join } from 'node:path';
import { listNames, makeDirectory, readBytes, readText, writeAtomic } from '../../files/index.js';
import { hashOf } from '../release.js';
import { cacheOf, cannotReach, isOwnName, type Remote, typeOf } from './remote.js';
import { runProgram } from './run.js';
import { shelfFolder } from './shelf.js';

const TIMEOUT_MS = 10 * 60_000;

/** @param address `exec:` and a line for the shell, which finds the file in `FX_FILE` and its name in `FX_NAME` */
export function createExec(address: string): Remote {
  const command = address.slice('exec:'.length).trim();
  const own = shelfFolder(command);
  const folder = join(own, 'files');
  const [record, next] = [join(own, 'sent.json'), join(own, 'next')];
  const sentNow = async (): Promise<Map<string, string>> =>
    new Map(Object.entries(JSON.parse((await readText(record)) ?? '{}') as Record<string, string>));
  return {
    address,
    kept: folder,
    async pull() {
      makeDirectory(folder);
      const sent = await sentNow();
      const files = new Map<string, { bytes: Buffer; version: string }>();
      for (const name of (await listNames(folder)).filter(isOwnName)) {
        const bytes = await readBytes(join(folder, name));
        if (bytes) files.set(name, { bytes, version: hashOf(bytes) });
      }
      const isSame = sent.size === files.size && [...files].every(([name, { version }]) => sent.get(name) === version);
      return { files, isBehind: !isSame };
    },
    knock: async () => 'unasked',
    async push(steps) {
      const sent = await sentNow();
      for (const { name, bytes } of steps) {
        // The bytes of this very step: what the copy holds may be of a later one.
        if (bytes !== null) writeAtomic(next, bytes);
        const env = {
          ...{ FX_ACTION: bytes === null ? 'delete' : 'put', FX_NAME: name, FX_TYPE: typeOf(name) },
          ...{ FX_CACHE: cacheOf(name), FX_FILE: bytes === null ? '' : next },
        };
        const ran = await runProgram(command, [], { isShell: true, timeoutMs: TIMEOUT_MS, env });
        if (ran.code !== 0) throw cannotReach(address, `for ${name} ${ran.why}`);
        if (bytes === null) sent.delete(name);
        else sent.set(name, hashOf(bytes));
        writeAtomic(record, JSON.stringify(Object.fromEntries(sent)));
      }
    },
  };
}
