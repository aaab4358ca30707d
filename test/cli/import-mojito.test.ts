/** Tests `fx import-mojito`: what it writes validates and stays, what it says is all that became of the waves. */

import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { setup as importMojito } from '../../src/cli/commands/import-mojito.js';
import { setup as validate } from '../../src/cli/commands/validate.js';
import { experiment, folder, fx, run } from './fx.js';

const DEMO = fileURLToPath(new URL('../../demo/mojito/waves', import.meta.url));

const config = (id: string, more = ''): string =>
  `id: ${id}\nname: ${id}\nstate: live\nsampleRate: 1\ntrigger: trigger.js\n${more}recipes:\n  '0': {name: A}\n  '1': {name: B}\n`;
const wave = (id: string, more?: string): Readonly<Record<string, string>> => ({
  [`waves/${id}/config.yml`]: config(id, more),
  [`waves/${id}/trigger.js`]: 'function (test) { test.activate(); }',
});
const filesOf = (root: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(join(root, 'out')).map((name) => [name, readFileSync(join(root, 'out', name), 'utf8')]),
  );
const go = (root: string, ...args: readonly string[]) =>
  run(importMojito, [join(root, 'waves'), '--out', join(root, 'out'), ...args]);

test('the waves of the demo become experiments that validate without a warning', async () => {
  const root = folder({});
  const { code, err, out } = await run(importMojito, [DEMO, '--out', join(root, 'out')]);
  expect([code, Object.keys(filesOf(root))]).toEqual([
    0,
    ['aa3.yaml', 'w12.yaml', 'w15.yaml', 'w19.yaml', 'w20.yaml', 'w21.yaml'],
  ]);
  expect(out).toContain('demo/mojito/waves/W21/trigger.js:1 trigger');
  expect(err).toContain(
    'Load fx.mojito.js before fx: it keeps the recipes that visitors have, and the code of 3 experiments needs it.',
  );
  expect((await run(validate, [join(root, 'out'), '--strict'])).code).toBe(0);
});

test('a second run writes nothing and leaves every byte', async () => {
  const root = folder({ ...wave('a'), ...wave('b') });
  await go(root);
  const before = filesOf(root);
  const { code, err } = await go(root);
  expect([code, filesOf(root)]).toEqual([0, before]);
  expect(err).toMatch(/^✓ 2 experiments as before\./m);
});

test('a file that differs is not overwritten, and then nothing is; with --force it is', async () => {
  const root = folder({ ...wave('a'), ...wave('b'), 'out/b.yaml': experiment('b') });
  const { code, err, out } = await go(root);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(
    /Nothing was written: .*out\/b\.yaml is there already and differs\. Add --force to overwrite, or name another --out\./,
  );
  expect(filesOf(root)).toEqual({ 'b.yaml': experiment('b') });
  expect((await go(root, '--force')).code).toBe(0);
  expect(filesOf(root)['b.yaml']).toContain('x-mojito-id: b');
});

test('an id that another file has is refused, and nothing is written', async () => {
  const root = folder({ ...wave('a'), 'out/other.yaml': experiment('a') });
  const { code, err } = await go(root);
  expect(code).toBe(1);
  expect(err).toMatch(
    /Nothing was written: .*id must be unique: the same id a is at .*\. Take the other file away, or name another --out\./,
  );
  expect(Object.keys(filesOf(root))).toEqual(['other.yaml']);
});

test('a wave that is left out ends with 1; the others are written', async () => {
  const root = folder({ ...wave('a'), ...wave('b', 'js: gone.js\n') });
  const { code, err, out } = await go(root);
  expect([code, Object.keys(filesOf(root))]).toEqual([1, ['a.yaml']]);
  expect(out).toMatch(/^b {5}left out/m);
  expect(out).toMatch(/waves\/b\/config\.yml:6 js is gone\.js, which is not there\./);
  expect(err).toContain('✗ 1 wave left out: the report says why.');
});

test('where every wave is left out nothing is made', async () => {
  const root = folder({ 'waves/a/config.yml': '' });
  const { code, err } = await go(root);
  expect([code, existsSync(join(root, 'out'))]).toEqual([1, false]);
  expect(err).not.toContain('✓');
});

test('--json has a schema, no times, and the same bytes each time', async () => {
  const root = folder({ ...wave('W1', "divertTo: '1'\n"), ...wave('b'), 'waves/none/1.js': '', 'waves/README.md': '' });
  const first = await go(root, '--json');
  const again = await go(root, '--json');
  const data = JSON.parse(first.out) as { schema: string; files: unknown; waves: object[]; others: string[] };
  expect(data.schema).toBe('fx.import-mojito/1');
  expect(data.files).toMatchObject([{ written: true }, { written: true }]);
  expect(data.others).toEqual([expect.stringMatching(/waves\/none$/)]);
  expect(data.waves[0]).toMatchObject({
    id: 'w1',
    mojitoId: 'W1',
    status: 'running',
    translated: [
      { what: 'id', before: 'W1', after: 'w1' },
      { what: 'trigger.js', after: 'auto' },
    ],
    scripts: [],
    needs: [],
  });
  expect(again.out).toBe(first.out.replaceAll('"written": true', '"written": false'));
});

test('one wave can be named itself', async () => {
  const root = folder(wave('a'));
  expect((await run(importMojito, [join(root, 'waves/a'), '--out', join(root, 'out')])).code).toBe(0);
  expect(Object.keys(filesOf(root))).toEqual(['a.yaml']);
});

test('deeper directories are left aside, as Mojito does, and links out of the waves are not followed', async () => {
  const root = folder({
    ...wave('a', 'js: link.js\n'),
    'waves/old/b/config.yml': config('b'),
    'secret.js': 'function () { secret(); }',
  });
  symlinkSync(join(root, 'secret.js'), join(root, 'waves/a/link.js'));
  symlinkSync(join(root, 'waves'), join(root, 'waves/a/round'));
  const { code, err, out } = await go(root);
  expect(code).toBe(1);
  expect(out).toContain('js is link.js, which is not there.');
  expect(err).toMatch(/waves\/old holds no config\.yml or test-object\.js, and was left aside\./);
  expect(existsSync(join(root, 'out'))).toBe(false);
});

test.each([
  ['a directory that is not there', 'gone', 'There is no directory'],
  ['a file', 'file', 'There is no directory'],
  [
    'a directory without waves',
    'empty',
    'holds no directory with a config.yml or test-object.js: name the one that holds the waves, such as lib/waves.',
  ],
])('%s is refused', async (_, name, expected) => {
  const root = folder({ file: '', 'empty/x/readme.md': '' });
  const { code, err, out } = await run(importMojito, [join(root, name), '--out', join(root, 'out')]);
  expect([code, out, existsSync(join(root, 'out'))]).toEqual([1, '', false]);
  expect(err).toContain(expected);
});

test('without a directory it says what it takes', async () => {
  const { code, err } = await fx(['import-mojito'], folder({}));
  expect(code).toBe(1);
  expect(err).toContain("Missing required argument 'waves'");
});

test('an output that is a file is refused', async () => {
  const root = folder(wave('a'));
  mkdirSync(join(root, 'x'));
  writeFileSync(join(root, 'out'), '');
  const { code, err } = await go(root);
  expect(code).toBe(1);
  expect(err).toMatch(/out.* cannot be written: a file .* in the way\./);
});
