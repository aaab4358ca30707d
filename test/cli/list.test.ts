/** Tests `fx list`: what it shows of each experiment, and the links that show a variant. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setup } from '../../src/cli/commands/list.js';
import { experiment, folder, fx, run } from './fx.js';

const WEIGHTED = `id: cart-bar
name: Bar in the cart
owners: [shop-team, ann]
tags: [cart]
trigger:
  kind: urlMatch
  pattern: /cart
variants:
  - key: control
    name: Control
    weight: 2500
  - key: bar
    name: Bar
    weight: 7500
`;
const dir = folder({
  'experiments/a.yaml': WEIGHTED,
  'experiments/b.yaml': experiment('sketch', 'status: draft\ntags: [cart, home]\n'),
  'experiments/c.yaml': experiment('old', 'status: archived\nowners: [ann]\n'),
  'experiments/d.yaml': experiment('idle', 'status: paused\n'),
  'fx.config.yaml': "previewToken: '0123456789abcdef'\n",
});
const list = (...args: string[]) => run(setup, [`${dir}/experiments`, ...args]);

interface Data {
  readonly schema: string;
  readonly experiments: readonly {
    readonly id: string;
    readonly trigger: string | null;
    readonly variants: readonly { readonly key: string; readonly preview: string | null }[];
  }[];
}
const data = async (...args: string[]): Promise<Data> => JSON.parse((await list(...args, '--json')).out);

test('an experiment has its status, shares, trigger in words and preview links', async () => {
  const { code, out } = await list('--site', 'https://shop.example/', '--tag', 'cart', '--status', 'running');
  expect(code).toBe(0);
  expect(out).toMatch(
    /^cart-bar {2}running {2}Bar in the cart {2}.*experiments\/a\.yaml\n {2}where the address has \/cart; all visitors\n/,
  );
  expect(out).toMatch(/control +25\.00% +https:\/\/shop\.example\/cart\?fx=cart-bar:control\n/);
  expect(out).toMatch(/bar +75\.00% +https:\/\/shop\.example\/cart\?fx=cart-bar:bar\n/);
});

test('links to a draft carry the token of the configuration, others never do', async () => {
  const links = (await data()).experiments.flatMap(({ variants }) => variants.map(({ preview }) => preview));
  expect(links).toContain('/?fx=sketch:treatment&fxp=0123456789abcdef');
  expect(links.filter((link) => link?.includes('fxp='))).toHaveLength(2);
});

test('without a token a draft has no link, and an archived experiment never has one', async () => {
  const bare = folder({ 'b.yaml': experiment('sketch', 'status: draft\n') });
  expect((await run(setup, [bare])).out).toContain('no preview');
  const old = (await data('--status', 'archived')).experiments[0];
  expect([old?.trigger, old?.variants[0]?.preview]).toEqual([null, null]);
});

test.each([
  [
    ['--owner', 'ann'],
    ['cart-bar', 'old'],
  ],
  [['--tag', 'home'], ['sketch']],
  [['--status', 'paused'], ['idle']],
  [['--owner', 'ann', '--status', 'running'], ['cart-bar']],
  [['--tag', 'none'], []],
  [[], ['cart-bar', 'idle', 'old', 'sketch']],
])('%j lists %j', async (args, ids) => {
  const { experiments, schema } = await data(...args);
  expect(schema).toBe('fx.list/1');
  expect(experiments.map(({ id }) => id)).toEqual(ids);
});

test('it runs from the bin, with data on stdout and the rest on stderr', async () => {
  const { code, out, err } = await fx(['list', '--status', 'paused'], dir);
  expect(code).toBe(0);
  expect(out).toMatch(/^idle {2}paused/);
  expect(err).toContain('1 experiment.');
});

test('dates, share, rule, layer and what is published are said, and a test that begins later is not running', async () => {
  const fields = `startAt: 2999-01-04T00:00:00Z
layer: { name: checkout, from: 0, to: 0.5 }
audience: { sampleRate: 0.2, rule: { '==': [{ var: user.plan }, pro] } }
`;
  const root = folder({
    'experiments/a.yaml': experiment('later', fields),
    'experiments/b.yaml': experiment('now'),
    'fx.config.yaml': "previewToken: '0123456789abcdef'\ntargets: {live: public/fx}\n",
  });
  const before = await fx(['list'], root);
  expect(before.out).toMatch(/^later {2}scheduled {2}/m);
  expect(before.out).toContain(
    'on every page; 10% of visitors that its rule lets in, layer checkout, 0% to 50%, starts 4 Jan 2999; not published',
  );
  const plan = await fx(['plan'], root);
  expect(plan.out).toContain('Visitors come into it from 2999-01-04T00:00:00Z on.');
  await fx(['apply', '--yes'], root);
  expect((await fx(['list'], root)).out.match(/published, the same as the file/g)).toHaveLength(2);
  writeFileSync(join(root, 'experiments/b.yaml'), experiment('now', 'sampleRate: 0.5\n'));
  expect((await fx(['list'], root)).out).toContain('50% of visitors; published, but it differs from the file');
});

test('no text of a file begins a line of its own: its path, a name, a layer, a pattern and a link keep theirs', async () => {
  const forged = (text: string): string => `"${text}\\n  ✓ forged"`;
  const file = experiment('cta', `trigger: { kind: urlMatch, pattern: ${forged('/x')} }\n`);
  const own = folder({
    'experiments/a\n  ✓ forged.yaml': `${file.replace(/^name: .*$/m, `name: ${forged('A')}`)}layer: { name: ${forged('L')}, from: 0, to: 1 }\n`,
  });
  const { out } = await run(setup, [`${own}/experiments`]);
  expect(out).toContain('a\\n  ✓ forged.yaml');
  expect(out).toContain('layer L\\n  ✓ forged');
  expect(out).toContain('A\\n  ✓ forged');
  expect(out).toContain('/x\\n  ✓ forged?fx=cta:control');
  expect(out).not.toMatch(/^ *✓ forged/m);
});
