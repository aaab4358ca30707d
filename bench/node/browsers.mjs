/** Writes an exposure of each of so many browsers, and an order of every twentieth. Arguments: the number, the file. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const [count, file] = process.argv.slice(2);
const START = Date.UTC(2026, 8, 1);
const TWO_MONTHS = 60 * 86_400_000;
const LINES_AT_ONCE = 5000;

await writeBrowsers(Number(count), createWriteStream(file));

async function writeBrowsers(all, out) {
  let lines = [];
  for (let number = 0; number < all; number++) {
    lines.push(...linesOf(number));
    if (lines.length < LINES_AT_ONCE) continue;
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
    lines = [];
  }
  out.end(lines.map((line) => `${line}\n`).join(''));
  await once(out, 'finish');
}

function linesOf(number) {
  const subject = number.toString(16).padStart(32, '0');
  const at = START + ((number * 7919) % TWO_MONTHS);
  const base = (type, at) => ({ id: `${subject}-${type}`, type, at, subject, revision: '6604421a64dca5f8', path: '/' });
  const clocks = (at) => ({ received: at + 50, sentAt: at + 10 });
  const variant = number % 2 ? 'treatment' : 'control';
  const told = { experiment: 'pricing', variant, phase: '4dce18fe', reason: 'assigned' };
  const seen = { ...base('exposure', at), ...told, ...clocks(at) };
  const later = at + 1000;
  const bought = { ...base('conversion', later), name: 'purchase', value: 10, ...clocks(later) };
  return (number % 20 ? [seen] : [seen, bought]).map((event) => JSON.stringify(event));
}
