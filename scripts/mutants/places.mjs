/** Finds the places of a file where one swap breaks what it does. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is found in a line, and what takes its place. */
const SWAPS = [
  [/ === /g, ' !== '],
  [/ !== /g, ' === '],
  [/ && /g, ' || '],
  [/ \|\| /g, ' && '],
  [/ < /g, ' <= '],
  [/ > /g, ' >= '],
  [/ <= /g, ' < '],
  [/ >= /g, ' > '],
  [/ \+ (?=\d)/g, ' - '],
  [/ - (?=\d)/g, ' + '],
  [/\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
  [/ \? \[\] : /g, ' ? ["mutant"] : '],
  [/\breturn null;/g, 'return undefined;'],
  [/\bcontinue;/g, 'break;'],
];

/** Lines in which a swap changes no behaviour: comments, imports, types. */
const IDLE = /^\s*(\/\/|\/?\*|\): |import\b|export (type|interface)\b|type\b|interface\b|readonly\b|\| )/;

/**
 * Every place where a swap may be made.
 *
 * @param {string} root the checkout
 * @param {string} file a path in it
 */
export function placesIn(root, file) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, row) =>
    IDLE.test(line)
      ? []
      : SWAPS.flatMap(([from, to]) =>
          [...line.matchAll(from)]
            .filter(({ index }) => !isInText(line, index))
            .map(({ 0: found, index }) => ({ file, row, index, found, to, line: line.trim() })),
        ),
  );
}

/** The text of a file, broken in one place. */
export function brokenAt(text, { row, index, found, to }) {
  const lines = text.split('\n');
  lines[row] = lines[row].slice(0, index) + to + lines[row].slice(index + found.length);
  return lines.join('\n');
}

/** Whether a place of a line is inside of quotes, a pattern or a comment. */
function isInText(line, index) {
  const before = line.slice(0, index);
  return (
    before.includes('//') ||
    ["'", '"', '`'].some((quote) => (before.split(quote).length - 1) % 2 === 1) ||
    /\/[^/ ]*$/.test(before)
  );
}

/** The sources of a room. */
export function sources(root, room) {
  return readdirSync(join(root, 'src', room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => `src/${room}/${name.replaceAll('\\', '/')}`)
    .sort();
}

/** Some of all, by chance, each once. */
export function* shuffled(places, random) {
  const left = [...places];
  while (left.length) yield left.splice(Math.floor(random() * left.length), 1)[0];
}
