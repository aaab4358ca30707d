/**
 * Tests files that nobody wrote: mutated, huge, hostile. None makes the compiler throw, hang or forget to say where.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seeded } from '../../scripts/seeded.mjs';
import { serialize } from '../../src/authoring/index.js';
import { compile, NOW, VARIANTS, withFields } from './compiling.js';

const COUNT = process.env.FX_LONG ? 20_000 : 6_000;

const SEED = 20260101;

const folder = new URL('../fixtures/reference/', import.meta.url);
const EXAMPLES = readdirSync(folder)
  // Its pattern would keep the checker of regular expressions busy for hours.
  .filter((name) => name !== 'pro-onboarding.yaml')
  .sort()
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));
const BASES = [
  ...EXAMPLES.map((text) =>
    /^id:/m.test(text) ? text : `id: example\nname: Example\n${text}${/^variants:/m.test(text) ? '' : VARIANTS}`,
  ),
  `${withFields('audience: {rule: {and: [{"==": [{var: user.a}, 1]}, {not: {in: [{var: page.path}, [a, b]]}}]}}')}---\nid: b\nname: B\n${VARIANTS}`,
  withFields(
    'startAt: 2026-01-01T00:00:00Z\nx-a: &a {b: [1, 2]}\nmetadata: *a\nmetrics:\n- {key: m, name: M, kind: sum, eventName: e}',
  ),
];

const TOKENS = [
  ...[
    '\t',
    ': ',
    '- ',
    '&a ',
    '*a',
    '!x ',
    '!!binary ',
    '<<: ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '|\n',
    '>-\n',
    '%',
    '---\n',
    '...\n',
  ],
  ...[
    '\0',
    '\uFEFF',
    '\r',
    '\r\n',
    '#',
    '?',
    ',',
    '\\',
    '\u2028',
    '🎉',
    '\ud800',
    '.nan',
    '1e999',
    'null',
    '~',
    '-1',
    '99999999999999999999',
  ],
  ...[
    '__proto__: ',
    'constructor: ',
    'id: a\n',
    'op: ',
    'kind: all\n',
    'of: ',
    '${',
    '</script>',
    '(',
    ')*',
    '\n',
    ' ',
  ],
];

/** The same numbers at every run. */
function createRandom(seed: number): (limit: number) => number {
  const random = seeded(seed);
  return (limit) => Math.floor(random() * limit);
}

function mutate(random: (limit: number) => number): string | Uint8Array {
  const pick = <Item>(items: readonly Item[], fallback: Item): Item => items[random(items.length)] ?? fallback;
  let text = pick(BASES, '');
  for (let times = 1 + random(4); times > 0; times--) {
    const from = random(text.length + 1);
    const to = Math.min(text.length, from + 1 + random(12));
    const lines = text.split('\n');
    const other = pick(BASES, '');
    switch (random(7)) {
      case 0:
        text = text.slice(0, from) + text.slice(to);
        break;
      case 1:
        text = text.slice(0, from) + pick(TOKENS, '') + text.slice(from);
        break;
      case 2:
        text = text.slice(0, from) + pick(TOKENS, '') + text.slice(to);
        break;
      case 3:
        lines.splice(random(lines.length), 1);
        text = lines.join('\n');
        break;
      case 4:
        lines.splice(random(lines.length), 0, pick(lines, ''));
        text = lines.join('\n');
        break;
      case 5:
        text = text.slice(0, from) + other.slice(random(other.length));
        break;
      default:
        lines.splice(random(lines.length), 1, ' '.repeat(random(9)) + pick(lines, '').trim());
        text = lines.join('\n');
    }
  }
  if (random(20)) return text;
  const bytes = new TextEncoder().encode(text);
  bytes[random(bytes.length)] = random(256);
  return bytes;
}

test(`${COUNT} mutated files: every problem has a file, a line and a sentence; every manifest is whole`, async () => {
  const random = createRandom(SEED);
  let refused = 0;
  for (let index = 0; index < COUNT; index++) {
    const text = mutate(random);
    const { problems, manifest, preview } = await compile([{ path: 'fuzz.yaml', text }], { now: NOW });
    const lines = (typeof text === 'string' ? text : new TextDecoder().decode(text)).split('\n').length;
    for (const { file, line, column, message, path, code } of problems) {
      const isPlaced = file === 'fuzz.yaml' && line >= 1 && line <= lines && column >= 1 && Number.isInteger(column);
      if (!isPlaced || message === '' || code === undefined || path.includes('undefined')) {
        expect.fail(`file ${index}, ${JSON.stringify({ line, column, message, path, text: String(text) })}`);
      }
    }
    const isBroken = problems.some(({ severity }) => severity === 'error');
    if (isBroken !== (manifest === null) || isBroken !== (preview === null))
      expect.fail(`file ${index} is half refused`);
    if (manifest) expect(JSON.stringify(JSON.parse(serialize(manifest)))).toBe(JSON.stringify(manifest));
    else refused++;
  }
  // Both kinds must occur, or the mutations prove nothing.
  expect(refused).toBeGreaterThan(COUNT / 4);
  expect(refused).toBeLessThan(COUNT);
}, 600_000);

describe('a file of 1 MB is answered in time', () => {
  const MB = 2 ** 20;
  const fill = (piece: string): string => piece.repeat(Math.floor((MB - 2000) / piece.length));

  test.each([
    ['one long text', withFields(`description: ${fill('x')}`)],
    ['one long script', `${withFields('')}    js: |\n${fill(`      go(${'x'.repeat(80)});\n`)}`],
    ['a list of objects', withFields(`metadata:\n  list:\n${fill('    - {x: 1, y: "abc def"}\n')}`)],
    ['a flat list', withFields(`metadata: {list: [${fill('1,')}]}`)],
    ['many keys', withFields(`metadata:\n${Array.from({ length: 45000 }, (_, key) => `  key${key}: 1\n`).join('')}`)],
    ['many unknown keys', withFields(Array.from({ length: 50000 }, (_, key) => `key${key}: 1\n`).join(''))],
    ['one key again and again', fill('a: 1\n')],
    ['many documents', fill('---\na: 1\n')],
    ['many experiments', Array.from({ length: 8000 }, (_, id) => `---\nid: e${id}\nname: E\n${VARIANTS}`).join('')],
    ['many aliases', withFields(`metadata:\n  a: &a 1\n  b:\n${fill('    - *a\n')}`)],
    ['many anchors', withFields(`metadata:\n  b:\n${fill('    - &a 1\n')}`)],
    ['many tags', withFields(`metadata:\n  b:\n${fill('    - !x y\n')}`)],
    ['bad escapes', `a: "${fill('\\q')}"`],
    ['closing brackets', fill('}]')],
    ['opening brackets', fill('[')],
    ['commas', `[${fill(',')}`],
    ['colons', fill(': ')],
    ['questions', fill('? ')],
    ['dashes', fill('-\n')],
    ['tabs', fill('\t')],
    ['comments', fill('#\n')],
    ['a quote that never ends', `a: "${fill('x\n')}`],
    ['many variants', `id: a\nname: A\nvariants:\n${fill('  - {key: a, name: A}\n')}`],
    ['many ops', `${withFields('')}    domOps:\n${fill('    - {op: remove, selector: a}\n')}`],
    ['a rule without end', withFields(`audience:\n  rule:\n    and:\n${fill("    - '!=': [{var: user.a}, 1]\n")}`)],
    ['a long selector', `${withFields('')}    domOps: [{op: remove, selector: "${fill(':not(')}"}]\n`],
    ['a long pattern', withFields(`trigger: {kind: urlMatch, regex: true, pattern: '${fill('(a|b)')}'}`)],
    ['a long CSS', `${withFields('')}    css: |\n${fill('      .a { color: red }\n')}`],
    ['a long id', `id: ${fill('a-')}`],
    ['a long date', withFields(`startAt: "${fill('2026-')}"`)],
    [
      'a long attribute',
      `${withFields('')}    domOps: [{op: setAttr, selector: a, name: href, value: "${fill(' \\t')}"}]\n`,
    ],
  ])(
    '%s',
    async (_, text) => {
      const start = process.cpuUsage();
      const { problems } = await compile([{ path: 'big.yaml', text }], { now: NOW });
      const { user, system } = process.cpuUsage(start);
      // Of processor time, as the machine may have other things to do; twice the goal, as it may be slow, too.
      expect((user + system) / 1000).toBeLessThan(4000);
      expect(problems.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true);
    },
    60_000,
  );
});
