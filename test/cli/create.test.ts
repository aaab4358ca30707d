/** Tests `fx create`: what it writes validates, and nothing is overwritten. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { compile } from '../../src/authoring/compile.js';
import { toYaml } from '../../src/cli/answers.js';
import { setup as create } from '../../src/cli/commands/create.js';
import { experiment, folder, fx, run } from './fx.js';

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');

const FULL = [
  ...['--id', 'my-cta', '--name', 'CTA: the "new" one', '--description', '- [ ] # no comment'],
  ...['--variant', 'control:2500=Now', '--variant', 'green:7500=Green # one'],
  ...['--sample-rate', '20%', '--url', '/cart', '--rule', '{"==":[{"var":"user.plan"},"pro"]}'],
  ...['--metric', 'signup', '--metric', 'revenue:sum:purchase', '--status', 'running'],
];

test('every answer can be an option, and the file holds them all', async () => {
  const dir = folder({});
  const { code, out } = await run(create, [join(dir, 'experiments'), ...FULL]);
  expect([code, out.trim().endsWith('experiments/my-cta.yaml')]).toEqual([0, true]);
  expect(parse(read(dir, 'experiments/my-cta.yaml'))).toEqual({
    id: 'my-cta',
    name: 'CTA: the "new" one',
    description: '- [ ] # no comment',
    status: 'running',
    audience: { sampleRate: 0.2, rule: { '==': [{ var: 'user.plan' }, 'pro'] } },
    trigger: { kind: 'urlMatch', pattern: '/cart' },
    variants: [
      { key: 'control', name: 'Now', weight: 2500 },
      { key: 'green', name: 'Green # one', weight: 7500 },
    ],
    metrics: [
      { key: 'signup', name: 'Signup', kind: 'conversion', eventName: 'signup', isPrimary: true },
      { key: 'revenue', name: 'Revenue', kind: 'sum', eventName: 'purchase' },
    ],
  });
});

test('weights may be percents, and words that name an event make a key', async () => {
  const dir = folder({});
  const variants = ['--variant', 'control:12.5%', '--variant', 'green:87.5%=Green'];
  const { code } = await run(create, [dir, '--id', 'a', '--name', 'A', ...variants, '--metric', 'Add to cart']);
  expect(code).toBe(0);
  expect(parse(read(dir, 'a.yaml'))).toMatchObject({
    variants: [{ weight: 1250 }, { weight: 8750 }],
    metrics: [{ key: 'add-to-cart', name: 'Add to cart', kind: 'conversion', eventName: 'Add to cart' }],
  });
});

test('id and name are enough: a draft with two variants, with comments', async () => {
  const dir = folder({});
  expect((await run(create, [dir, '--id', 'a', '--name', 'A'])).code).toBe(0);
  const text = read(dir, 'a.yaml');
  expect(text).toMatch(/^# draft: only previews show it\./m);
  expect(text).toMatch(/^# What a variant changes stands below its name/m);
  expect(parse(text)).toMatchObject({ status: 'draft', variants: [{ key: 'control' }, { key: 'treatment' }] });
});

test('a name where the directory stands makes no directory, and is told where it goes', async () => {
  const dir = folder({});
  const { code, err } = await fx(['create', 'Pricing headline', '--id', 'a', '--name', 'A'], dir);
  expect([code, readdirSync(dir)]).toEqual([1, []]);
  expect(err).toContain(`Is it the experiment's name? Then: fx create --name "Pricing headline"`);
  expect((await fx(['create', './more', '--id', 'a', '--name', 'A'], dir)).code).toBe(0);
  expect(readdirSync(dir)).toEqual(['more']);
});

test('/ is the home page, another text a part of the address', async () => {
  const dir = folder({});
  await run(create, [dir, '--id', 'front', '--name', 'Front', '--url', '/']);
  await run(create, [dir, '--id', 'cart', '--name', 'Cart', '--url', '/cart']);
  const triggerOf = (file: string): unknown => (parse(read(dir, file)) as { trigger?: unknown }).trigger;
  expect(triggerOf('front.yaml')).toEqual({ kind: 'urlMatch', pattern: '^/(index\\.html)?$', regex: true });
  expect(triggerOf('cart.yaml')).toEqual({ kind: 'urlMatch', pattern: '/cart' });
});

test('text that looks like YAML stays text, and the file still validates', async () => {
  const texts = [
    'no',
    '1e3',
    'a: b',
    '- x',
    '# y',
    '"',
    "'",
    '&a',
    '*a',
    '!t',
    'line\nstatus: running',
    '\u00e9\u{1f600}',
    ' x ',
  ];
  for (const name of texts) {
    const text = toYaml({ id: 'a', name, description: name, metrics: [] }, null);
    const { sources, problems } = await compile([{ path: 'a.yaml', text }]);
    expect(problems).toEqual([]);
    expect(sources.get('a')?.raw).toMatchObject({ name, description: name, status: 'draft' });
  }
});

test('a file that is there stays, but with --force', async () => {
  const dir = folder({ 'a.yaml': experiment('a') });
  const { code, err } = await run(create, [dir, '--id', 'a', '--name', 'A']);
  expect(code).toBe(1);
  expect(err).toContain('is there already: choose another --id, or add --force.');
  expect(read(dir, 'a.yaml')).toBe(experiment('a'));
  expect((await run(create, [dir, '--id', 'a', '--name', 'A', '--force'])).code).toBe(0);
  expect(read(dir, 'a.yaml')).toContain('status: draft');
});

test.each([
  ['an id that another file has', ['--id', 'taken', '--name', 'A']],
  ['an id that is none', ['--id', 'No_Id', '--name', 'A']],
  ['one variant', ['--id', 'a', '--name', 'A', '--variant', 'control']],
  ['weights that do not sum to 10000', ['--id', 'a', '--name', 'A', '--variant', 'a:1', '--variant', 'b:2']],
  ['a metric of an unknown kind', ['--id', 'a', '--name', 'A', '--metric', 'x:mean']],
  ['a status that is none', ['--id', 'a', '--name', 'A', '--status', 'live']],
  ['a rule with an operator that is none', ['--id', 'a', '--name', 'A', '--rule', '{"like":[1,2]}']],
  ['a rule that is not JSON', ['--id', 'a', '--name', 'A', '--rule', '{']],
  ['a share over 1', ['--id', 'a', '--name', 'A', '--sample-rate', '20']],
  ['a variant with a weight that is none', ['--id', 'a', '--name', 'A', '--variant', 'a:half=A']],
])('%s is refused, and nothing is written', async (_, args) => {
  const dir = folder({ 'other.yaml': experiment('taken') });
  const { code, out, err } = await run(create, [dir, ...args]);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/✗ .+/);
  expect(readdirSync(dir)).toEqual(['other.yaml']);
});

test('an id with a path in it writes nowhere', async () => {
  const dir = folder({ 'experiments/other.yaml': experiment('other') });
  expect((await run(create, [join(dir, 'experiments'), '--id', '../up', '--name', 'A'])).code).toBe(1);
  expect(existsSync(join(dir, 'up.yaml'))).toBe(false);
});

test('where nobody can be asked, it names what is missing and fails', async () => {
  const { code, err } = await fx(['create', '--id', 'a'], folder({}));
  expect(code).toBe(1);
  expect(err).toBe('✗ Nobody can be asked here: add --name, as in fx create --id my-test --name "My test".\n');
});

test('says what to do next: where to look, and that nothing is counted yet', async () => {
  const root = folder({ 'public/index.html': '<h1>x</h1>' });
  const { err } = await fx(['create', '--id', 'a', '--name', 'A'], root);
  expect(err).toContain('Say below treatment what changes, or click it together: fx dev public');
  expect(err).toContain('Nothing is counted yet');
  const counted = [
    'create',
    '--id',
    'b',
    '--name',
    'B',
    '--metric',
    'signup',
    '--variant',
    'now',
    '--variant',
    'x',
    '--variant',
    'y',
  ];
  expect((await fx(counted, root)).err).toBe(
    '✓ Written. Say below x and y what changes, or click it together: fx dev public\n',
  );
});

test('names no folder where fx dev would serve the home page that is here', async () => {
  const { err } = await fx(['create', '--id', 'a', '--name', 'A'], folder({ 'index.html': '', 'public/logo.svg': '' }));
  expect(err).toContain('or click it together: fx dev\n');
});
