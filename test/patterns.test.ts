/** Holds fx's own regular expressions to the rule that fx holds those of experiments to. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { full } from 'acorn-walk';
import { expect, test } from 'vitest';
import { createJudge } from '../dist/esm/authoring/redos.js';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));
const EMITTED = fileURLToPath(new URL('../dist/esm', import.meta.url));

/** Every literal of what is built, with the files that it stands in. */
function patterns(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of readdirSync(EMITTED, { recursive: true, encoding: 'utf8' })) {
    // What a file that is gone left behind is not built any more.
    if (!file.endsWith('.js') || !existsSync(join(SOURCES, file.replace(/\.js$/, '.ts')))) continue;
    const text = readFileSync(join(EMITTED, file), 'utf8');
    full(parse(text, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true }), (node) => {
      const regex = 'regex' in node ? (node.regex as { readonly pattern: string } | undefined) : undefined;
      if (regex) found.set(regex.pattern, [...(found.get(regex.pattern) ?? []), file.replace(/\.js$/, '.ts')]);
    });
  }
  return found;
}

test('no pattern of fx takes more than a quadratic time, whatever text it is given', async () => {
  const found = patterns();
  expect(found.size).toBeGreaterThan(100);
  const judge = createJudge({ totalMs: 600_000, fuzzMs: process.env.FX_LONG ? 500 : 50 });
  const slow: string[] = [];
  for (const [pattern, files] of found) {
    const speed = await judge(pattern);
    if (speed.verdict === 'slow') slow.push(`${files.join(', ')}: /${pattern}/ is ${speed.growth}`);
  }
  expect(slow).toEqual([]);
}, 600_000);
