/** Reads the lines of a file, many at a time. */

import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { codeOf, Refusal, shown } from './refusal.js';

/**
 * The lines of a file, many at a time, `.gz` unpacked, or of standard input for `-`.
 *
 * @throws Refusal, at the first line, where it is not there or cannot be read
 */
export async function* readLines(path: string): AsyncGenerator<string[]> {
  try {
    const bytes = path === '-' ? process.stdin : (await open(path)).createReadStream();
    // as a pipeline, for which an error of the file is one of what unpacks it
    const text = path.endsWith('.gz') ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
    let rest = '';
    for await (const part of text.setEncoding('utf8')) {
      const lines = (rest + part).split('\n');
      rest = lines.pop() ?? '';
      yield lines;
    }
    if (rest) yield [rest];
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new Refusal(`There is no file ${shown(path)}.`, 'no-file');
    throw new Refusal(`${shown(path)} cannot be read (${codeOf(error)}): name a file of lines.`, 'unreadable');
  }
}
