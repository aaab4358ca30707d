/**
 * Tests `fx import-growthbook`, `-variantlab` and `-contractspec`: what they write stays, what they say is all that
 * became of a file.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setup as importContractSpec } from '../../src/cli/commands/import-contractspec.js';
import { setup as importGrowthBook } from '../../src/cli/commands/import-growthbook.js';
import { setup as importVariantLab } from '../../src/cli/commands/import-variantlab.js';
import { folder, run } from './fx.js';

const growthbook = (coverage: number): string =>
  JSON.stringify({
    features: { grid: { rules: [{ key: 'grid', variations: [3, 4], coverage }, { variations: [1] }] } },
  });
const variantlab = JSON.stringify({
  experiments: [{ id: 'cta', name: 'CTA', assignment: 'random', default: 'a', variants: [{ id: 'a' }, { id: 'b' }] }],
});

test('writes what it can, says why the rest is left out, and ends with 1', async () => {
  const root = folder({ 'gb.json': growthbook(1) });
  const go = (...args: readonly string[]) =>
    run(importGrowthBook, [join(root, 'gb.json'), '--out', join(root, 'out'), ...args]);
  const { code, out, err } = await go();
  expect([code, readdirSync(join(root, 'out'))]).toEqual([1, ['grid.yaml']]);
  expect(out).toContain('grid (grid) → grid');
  expect(out).toMatch(/needs a person {2}\S*gb\.json:1 it has fewer than two variations/);
  expect(err).toContain('import again, or write it with: fx create');
  expect(err).toContain('recallGrowthBook');
  // Again, and nothing is different.
  expect((await go()).err).not.toContain('Nothing was written');
});

test('a module is read, its types taken out, and not run', async () => {
  const code = `const spec: ExperimentSpec = { meta: { key: 'plain' } as Meta, controlVariant: 'a', variants: [{ id: 'a' }, { id: 'b' }], allocation: { type: 'random' } };\nthrow new Error('run');`;
  const root = folder({ 'a.ts': code, 'b.ts': 'const {' });
  const { code: ended, out } = await run(importContractSpec, [join(root, 'a.ts'), '--out', join(root, 'out')]);
  expect([ended, out]).toEqual([0, expect.stringContaining('plain → plain')]);
  expect((await run(importContractSpec, [join(root, 'b.ts')])).err).toContain('is no TypeScript');
});

test('a file that differs stays, but for --force', async () => {
  const root = folder({ 'vl.json': variantlab, 'out/cta.yaml': 'id: cta\n' });
  const go = (...args: readonly string[]) =>
    run(importVariantLab, [join(root, 'vl.json'), '--out', join(root, 'out'), ...args]);
  expect(await go()).toMatchObject({ code: 1, err: expect.stringContaining('Nothing was written') });
  expect((await go('--force')).code).toBe(0);
});

test.each(['no JSON', ''])('%j is refused in a sentence', async (text) => {
  const root = folder({ 'a.json': text });
  expect((await run(importVariantLab, [join(root, 'a.json')])).err).toContain('is no JSON');
  expect((await run(importVariantLab, [join(root, 'b.json')])).err).toContain('is not there');
});

test.each([
  [importGrowthBook, '{}', 'an empty object', 'features'],
  [importGrowthBook, '{"features": {"grid": {"defaultValue": 3}, "cta": {}}}', '2 features', 'rules with variations'],
  [importGrowthBook, '[1, 2]', 'a list of 2', 'features'],
  [importGrowthBook, 'null', 'null', 'features'],
  [importVariantLab, '{}', 'an empty object', 'experiments.json'],
  [importVariantLab, '{"experiments": [], "version": 1}', 'experiments, version', 'experiments.json'],
  [importContractSpec, '', 'nothing', 'allocation'],
  [importContractSpec, 'export const a = 1;', 'code', 'allocation'],
])('says what a file without an experiment holds, and where one would be: %#', async (command, text, found, wanted) => {
  const root = folder({ 'a.json': text });
  const { code, out, err } = await run(command, [join(root, 'a.json'), '--out', join(root, 'out')]);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(`holds ${found}, and no experiment. `);
  expect(err).toContain(wanted);
  expect(readdirSync(root)).toEqual(['a.json']);
});

test('counts the features beside its experiments, as they are not imported', async () => {
  const rules = [{ key: 'grid', variations: [3, 4] }];
  const root = folder({ 'gb.json': JSON.stringify({ features: { grid: { rules }, plain: { defaultValue: 1 } } }) });
  const { code, err } = await run(importGrowthBook, [join(root, 'gb.json'), '--out', join(root, 'out')]);
  expect([code, err]).toEqual([0, expect.stringContaining('1 feature without an experiment left aside.')]);
});
