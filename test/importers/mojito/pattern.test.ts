/** Checks that a translated comparison holds on exactly the addresses on which the code that it came from is true. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TriggerSpec } from '../../../src/authoring/trigger.js';
import { readCode } from '../../../src/importers/mojito/code.js';
import { toTrigger } from '../../../src/importers/mojito/trigger.js';

const RUNS = process.env.FX_LONG ? 20_000 : 400;

type Address = Readonly<Record<'href' | 'pathname' | 'search' | 'hash', string>>;

/** What the tag does with a `urlMatch`. */
function holds(trigger: TriggerSpec, address: Address): boolean {
  if (trigger.kind === 'all') return trigger.of.every((one) => holds(one, address));
  if (trigger.kind === 'any') return trigger.of.some((one) => holds(one, address));
  if (trigger.kind !== 'urlMatch') return trigger.kind === 'auto';
  const { on = /^\^?http/.test(trigger.pattern) ? 'url' : 'path', pattern, regex } = trigger;
  const text = on === 'url' ? address.href : address.pathname + address.search + address.hash;
  return regex ? new RegExp(pattern).test(text) : text.includes(pattern);
}

/** What the code says. */
function runs(condition: string, address: Address): boolean {
  return Boolean(new Function('location', `return ${condition}`)(address));
}

const word = fc.constantFrom(
  'a',
  'b',
  'sale',
  'cart',
  'A',
  'x=1',
  '/',
  '?',
  '#',
  '&',
  '.',
  '-',
  '%20',
  '1',
  'http',
  'é',
);
const text = fc.array(word, { maxLength: 5 }).map((words) => words.join(''));
const address = fc.tuple(text, text, text).map(([path, query, hash]): Address => {
  const url = new URL(`https://shop.example/${path.replace(/[?#]/g, '')}?${query.replace(/#/g, '')}#${hash}`);
  const { href, pathname, search, hash: fragment } = url;
  return { href, pathname, search, hash: fragment };
});
const part = fc.constantFrom('pathname', 'search', 'hash', 'href');
const quoted = text.map((value) => JSON.stringify(value));
const atom = fc.constantFrom(
  'a',
  'sale',
  '\\/',
  '.',
  '[^/]',
  '[?&]',
  '[ab]',
  '\\d',
  '\\S',
  '#',
  '\\?',
  '(a|b)',
  '(?:b|\\/)',
  '-',
  '=',
  '[a-c]',
);
const quantifier = fc.constantFrom('', '', '', '+', '*', '?');
const source = fc
  .tuple(
    fc.constantFrom('', '^', '^\\/', '^\\?', '^#'),
    fc.array(fc.tuple(atom, quantifier), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '$', '|b', '|^a'),
  )
  .map(([begin, atoms, end]) => `${begin}${atoms.map(([one, times]) => one + times).join('')}${end}`);

const condition = fc.oneof(
  fc.tuple(part, quoted).map(([of, value]) => `location.${of} === ${value}`),
  fc
    .tuple(part, quoted, fc.constantFrom('> -1', '!== -1', '=== 0', '>= 0'))
    .map(([of, value, end]) => `location.${of}.indexOf(${value}) ${end}`),
  fc
    .tuple(part, quoted, fc.constantFrom('includes', 'startsWith', 'endsWith'))
    .map(([of, value, name]) => `location.${of}.${name}(${value})`),
  fc
    .tuple(part, source, fc.constantFrom('', 'i', 'g'))
    .map(([of, regex, flags]) => `/${regex}/${flags}.test(location.${of})`),
  fc.tuple(part, source).map(([of, regex]) => `location.${of}.match(/${regex}/)`),
);

describe('a translated condition is true where the code is', () => {
  test.each([
    ['one comparison', condition],
    [
      'two of them',
      fc
        .tuple(condition, fc.constantFrom('&&', '||'), condition)
        .map(([one, sign, other]) => `(${one}) ${sign} (${other})`),
    ],
  ])(
    '%s',
    (_, conditions) => {
      let translated = 0;
      fc.assert(
        fc.property(conditions, fc.array(address, { minLength: 12, maxLength: 12 }), (code, addresses) => {
          const read = readCode(`function (test) { if (${code}) test.activate(); }`, 'trigger.js');
          const trigger = 'reason' in read ? undefined : toTrigger(read);
          if (!trigger) return;
          translated++;
          for (const one of addresses)
            expect([code, one.href, holds(trigger, one)]).toEqual([code, one.href, runs(code, one)]);
        }),
        { numRuns: RUNS, seed: 20260101 },
      );
      // enough of them are translated, or nothing was shown
      expect(translated).toBeGreaterThan(RUNS / 8);
    },
    600_000,
  );
});
