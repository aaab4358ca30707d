/** Reads all lines of a file of events, as texts, for tests. */

import { type Oddity, readChunks } from '../../src/files/index.js';

/** The lines without their line feeds; otherwise as `readChunks`. */
export async function linesIn(path: string, onOddity?: (oddity: Oddity) => void): Promise<string[]> {
  const lines: string[] = [];
  for await (const chunk of readChunks(path, onOddity)) lines.push(...chunk.toString().replace(/\n$/, '').split('\n'));
  return lines;
}
