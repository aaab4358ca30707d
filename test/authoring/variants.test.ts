/** Tests every field of a variant and of its ops, and every one of its limits: what is refused, and in which words. */

import { describe, expect, test } from 'vitest';
import { KEY_WORDS, problemsOf, withVariant } from './compiling.js';

const OPS = 'replaceText, replaceHTML, setAttr, addClass, removeClass, setStyle, remove, injectCSS, injectHTML';

describe('a field of a variant is refused', () => {
  const pair = (first: string, second: string): string => `id: a\nname: A\nvariants:\n  - ${first}\n  - ${second}\n`;
  const CONTROL = '{key: c, name: C}';

  test.each([
    ['variants: []', '3:11 variants must have at least 2 variants: one of them, the control, leaves the page as it is'],
    [
      `variants: [${CONTROL}]`,
      '3:11 variants must have at least 2 variants: one of them, the control, leaves the page as it is',
    ],
    [
      'variants: 2',
      '3:11 variants must be a list (lines that begin with -): write - key: control, and name: below key',
    ],
  ])('%j', async (variants, problem) => {
    expect(await problemsOf(`id: a\nname: A\n${variants}\n`)).toEqual([problem]);
  });

  test('where there are more than 100 variants', async () => {
    const variants = Array.from({ length: 101 }, (_, index) => `  - {key: v${index}, name: V}\n`).join('');
    expect(await problemsOf(`id: a\nname: A\nvariants:\n${variants}`)).toEqual([
      '4:3 variants must have at most 100 variants',
    ]);
  });

  test.each([
    ['{name: V}', '5:5 variants[1].key is required'],
    ['{key: v}', '5:5 variants[].v.name is required'],
    ['{key: v, name: ""}', '5:20 variants[].v.name must not be empty'],
    ['{key: V, name: V}', `5:11 variants[1].key ${KEY_WORDS}`],
    ['{key: a b, name: V}', `5:11 variants[1].key ${KEY_WORDS}`],
    [`{key: ${'v'.repeat(33)}, name: V}`, `5:11 variants[1].key ${KEY_WORDS}`],
    ['{key: c, name: V}', '5:11 variants[1].key must be unique: the same key c is at variants[0]'],
    ['text', '5:5 variants[1] must be an object (key: value)'],
    ['{key: v, name: V, recipeSampleRate: -0.5}', '5:41 variants[].v.recipeSampleRate must be >= 0'],
    ['{key: v, name: V, recipeSampleRate: 2}', '5:41 variants[].v.recipeSampleRate must be <= 1'],
    ['{key: v, name: V, js: 1}', '5:27 variants[].v.js must be a string: put it in quotes'],
    ['{key: v, name: V, css: {}}', '5:28 variants[].v.css must be a string'],
    ['{key: v, name: V, payload: 1}', '5:32 variants[].v.payload must be an object (key: value)'],
    ['{key: v, name: V, payload: [1]}', '5:32 variants[].v.payload must be an object (key: value)'],
    ['{key: v, name: V, domOps: {}}', '5:31 variants[].v.domOps must be a list (lines that begin with -)'],
    ['{key: v, name: V, image: ""}', '5:30 variants[].v.image must not be empty'],
    ['{key: v, name: V, colour: 1}', '5:23 variants[].v.colour is not a known field'],
    ['{key: v, name: V, domops: []}', '5:23 variants[].v.domops is not a known field; did you mean domOps?'],
  ])('%j', async (variant, problem) => {
    expect(await problemsOf(pair(CONTROL, variant))).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    ['5000', '-1', '5:31 variants[].v.weight must be >= 0'],
    ['5000', '10001', '5:31 variants[].v.weight must be <= 10000'],
    ['5000', '0.5', '5:31 variants[].v.weight must be a whole number: weights are ten-thousandths'],
    ['5000', '"5000"', '5:31 variants[].v.weight must be a number: write it without quotes'],
    [
      '50',
      '50',
      '4:3 variants must have weights that sum to 10000, not 100: weights are ten-thousandths, so write 5000, 5000',
    ],
    ['5000', '50%', '5:31 variants[].v.weight must be a number: write 5000'],
    ['5000', '4999', '4:3 variants must have weights that sum to 10000, not 9999'],
    ['0', '0', '4:3 variants must have weights that sum to 10000, not 0'],
  ])('weights %s and %s', async (first, second, problem) => {
    const text = pair(`{key: c, name: C, weight: ${first}}`, `{key: v, name: V, weight: ${second}}`);
    expect(await problemsOf(text)).toContainEqual(expect.stringContaining(problem));
  });

  test('where only some variants have a weight', async () => {
    expect(await problemsOf(pair('{key: c, name: C, weight: 10000}', '{key: v, name: V}'))).toEqual([
      '4:3 variants must give weight to all or none: it is missing in v',
    ]);
  });
});

describe('an op is refused', () => {
  const fields = { selector: 'selector: a', value: 'value: red', name: 'name: color', position: 'position: beforeend' };
  const needs: readonly (readonly [string, readonly (keyof typeof fields)[]])[] = [
    ['replaceText', ['selector', 'value']],
    ['replaceHTML', ['selector', 'value']],
    ['setAttr', ['selector', 'name', 'value']],
    ['addClass', ['selector', 'value']],
    ['removeClass', ['selector', 'value']],
    ['setStyle', ['selector', 'name', 'value']],
    ['remove', ['selector']],
    ['injectHTML', ['selector', 'position', 'value']],
  ];
  const write = (op: string, names: readonly (keyof typeof fields)[]): string =>
    withVariant(`domOps: [{op: ${op}, ${names.map((name) => fields[name]).join(', ')}}]`);

  test.each(needs)('%s with any of its fields missing or too many', async (op, names) => {
    expect(await problemsOf(write(op, names))).toEqual([]);
    for (const name of names) {
      const rest = names.filter((other) => other !== name);
      const [problem, ...others] = await problemsOf(write(op, rest));
      expect(problem).toContain(`8:14 variants[].treatment.domOps[0].${name} is required`);
      expect(others).toEqual([]);
    }
    for (const name of Object.keys(fields) as (keyof typeof fields)[]) {
      if (names.includes(name)) continue;
      const [problem, ...others] = await problemsOf(write(op, [...names, name]));
      expect(problem).toContain(`domOps[0].${name} does not belong to the op ${op}, which takes op, `);
      expect(others).toEqual([]);
    }
  });

  test.each([
    ['{op: injectCSS}', '8:14 variants[].treatment.domOps[0].value is required'],
    ['{op: injectCSS, value: "a{top:0}", selector: a}', 'does not belong to the op injectCSS, which takes op, value'],
    ['{op: injectCSS, value: "a{top:0}", waitForMs: 1}', 'does not belong to the op injectCSS, which takes op, value'],
    ['{op: remove, selector: a, waitForMs: -1}', 'domOps[0].waitForMs must be >= 0'],
    ['{op: remove, selector: a, waitForMs: soon}', 'domOps[0].waitForMs must be a number'],
    ['{op: remove, selector: a, all: 1}', 'domOps[0].all must be true or false'],
    ['{op: remove, selector: ""}', 'domOps[0].selector must not be empty'],
    ['{op: remove, selector: "#1"}', 'domOps[0].selector must be a valid CSS selector: '],
    ['{op: replaceText, selector: a, value: 1}', 'domOps[0].value must be a string: put it in quotes'],
    [
      '{op: injectHTML, selector: a, value: x, position: inside}',
      'must be one of beforebegin, afterbegin, beforeend, afterend',
    ],
    ['{op: hide, selector: a}', `domOps[0].op must be one of ${OPS}`],
    ['{selector: a}', 'domOps[0].op is required'],
    ['text', 'domOps[0] must be an object'],
    ['{op: remove, selector: a, keep: yes}', 'domOps[0].keep must be one of render, always, once'],
    ['{op: replaceText, selector: a, value: x, was: 1}', 'domOps[0].was must be a string: put it in quotes'],
    ['{op: addClass, selector: a, value: x, was: y}', 'domOps[0].was does not belong to the op addClass'],
    ['{op: injectCSS, value: "a{top:0}", keep: once}', 'domOps[0].keep does not belong to the op injectCSS'],
  ])('%s', async (op, problem) => {
    const problems = await problemsOf(withVariant(`domOps: [${op}]`));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });
});
