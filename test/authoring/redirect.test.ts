/** Tests variants that lead to another address: what is refused, and that the rest is published. */

import { expect, test } from 'vitest';
import { compile } from '../../src/authoring/compile.js';

const file = (
  redirect: string,
  { trigger = "{kind: urlMatch, pattern: '^/pricing$', regex: true}", more = '' } = {},
) => [
  {
    path: 'a.yaml',
    text: `id: price
name: Price
trigger: ${trigger}
variants:
  - {key: control, name: Control}
  - key: treatment
    name: Treatment
    redirect: ${redirect}
${more}`,
  },
];

const problemsOf = async (
  files: ReturnType<typeof file>,
  redirectOrigins: readonly string[] = [],
): Promise<string[]> => {
  const { problems } = await compile(files, { redirectOrigins });
  return problems.map(({ path, message }) => `${path} ${message}`);
};

test.each(['/pricing-b', '/pricing-b?plan=team#faq', '?plan=b', 'pricing-b.html'])(
  '%s is published',
  async (target) => {
    const { manifest, problems } = await compile(file(`'${target}'`));
    expect(problems).toEqual([]);
    expect(manifest?.experiments[0]?.variants[1]?.redirect).toBe(target);
  },
);

test('another site is published where the configuration names it, and refused elsewhere', async () => {
  expect(await problemsOf(file('https://shop.example/b'), ['https://shop.example'])).toEqual([]);
  expect(await problemsOf(file('https://shop.example/b'))).toEqual([
    expect.stringContaining("name it in fx.config.yaml, redirectOrigins: ['https://shop.example']"),
  ]);
});

test.each(['javascript:alert(1)', '//evil.example/b', 'data:text/html,x', "'/a b'", 'mailto:a@b.c'])(
  '%s is refused as no address',
  async (target) => {
    expect(await problemsOf(file(target))).toEqual([expect.stringContaining('must be a path such as /pricing-b')]);
  },
);

test('a target that its own trigger matches is refused', async () => {
  expect(await problemsOf(file('/pricing/b', { trigger: '{kind: urlMatch, pattern: /pricing}' }))).toEqual([
    expect.stringContaining('nobody is sent in circles'),
  ]);
});

test('a trigger that looks at more than the address is refused', async () => {
  expect(await problemsOf(file('/b', { trigger: '{kind: auto}' }))).toEqual([
    expect.stringContaining('trigger must be urlMatch'),
  ]);
});

test('nothing else of a variant stands beside its redirect', async () => {
  expect(await problemsOf(file('/b', { more: '    css: "a { top: 0 }"\n' }))).toEqual([
    expect.stringContaining('cannot stand beside redirect'),
  ]);
});
