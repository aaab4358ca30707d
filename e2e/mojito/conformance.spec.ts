/**
 * Checks that the same people get the same recipes: 1,500 decisions of Mojito's own library with the hash of its
 * documentation.
 */

import { readFileSync } from 'node:fs';
import type { Experiment } from '../../src/core/index.js';
import type { Client } from '../../src/tag/api.js';
import { expect, manifestOf, test } from '../harness/index.js';
import { feature, loading } from './waves.js';

interface Wave {
  readonly id: string;
  readonly sampleRate: number;
  readonly excludeSampleRate?: number;
  readonly recipes: Readonly<Record<string, { readonly name: string; readonly sampleRate?: number }>>;
}

interface Row {
  readonly wave: string;
  readonly userId: string;
  readonly md5: string;
  readonly inTest: boolean;
  readonly recipe: string | null;
}

interface TestObject {
  inTest(): boolean | null;
  getRecipe(): string | null;
  activate(): void;
}

interface Page {
  readonly fx: Client;
  readonly Mojito: {
    readonly options: { userId: string };
    readonly utils: { md5(text: string): string };
    addTest(config: object): TestObject;
  };
}

const { rows, waves } = JSON.parse(
  readFileSync(new URL('../../test/fixtures/mojito.json', import.meta.url), 'utf8'),
) as { rows: Row[]; waves: Wave[] };

/** The decisionAdapter of Mojito's documentation, in words of our own. */
const HASHING = `
  Mojito.options.decisionAdapter = (test) => {
    const { options } = test;
    options.digest = options.digest || Mojito.utils.md5(Mojito.options.userId + options.id);
    const number = parseInt(options.digest.substr(options.decisionIdx * 8, 8), 16) / 0xffffffff;
    return options.decisionIdx === 0 && number < options.excludeSampleRate ? 2 : number;
  };`;

const html =
  '<!doctype html><script type="application/json" id="fx-manifest">null</script><script src="../../dist/fx.js"></script>';

/** As an import writes it: even splits in ten-thousandths, the first ones one more. */
const toExperiment = ({ id, sampleRate, excludeSampleRate = 0, recipes }: Wave): Experiment => {
  const all = Object.entries(recipes);
  const even = (at: number): number => Math.floor(10000 / all.length) + (at < 10000 % all.length ? 1 : 0);
  return {
    id,
    name: id,
    mojitoId: id,
    audience: { sampleRate, excludeRate: excludeSampleRate },
    variants: all.map(([key, { name, sampleRate: rate }], at) => ({
      key,
      name,
      weight: rate === undefined ? even(at) : Math.round(rate * 10000),
    })),
  };
};

test('every decision holds for tests that are added at run time', async ({ page, visit }) => {
  await visit({ feature, html, manifest: manifestOf(), before: loading(HASHING) });
  const wrong = await page.evaluate(
    ([all, tests]) => {
      const { Mojito } = window as unknown as Page;
      return all.filter((row) => {
        Mojito.options.userId = row.userId;
        const config = structuredClone(tests.find(({ id }) => id === row.wave));
        const one = Mojito.addTest({
          ...config,
          state: 'live',
          options: { cookieDuration: -1 },
          trigger: (each: TestObject) => each.activate(),
        });
        const recipe = one.inTest() ? one.getRecipe() : null;
        const digest = Mojito.utils.md5(row.userId + row.wave);
        return one.inTest() !== row.inTest || recipe !== row.recipe || digest !== row.md5;
      });
    },
    [rows, waves] as const,
  );
  expect(wrong).toEqual([]);
});

test('every decision holds for waves that were imported, in a container', async ({ page, visit }) => {
  const manifest = manifestOf(...waves.map(toExperiment));
  await visit({ feature, mode: 'container', html, manifest, before: loading(HASHING) });
  const wrong = await page.evaluate((all) => {
    const { fx, Mojito } = window as unknown as Page;
    return all.filter(({ recipe, userId, wave }) => {
      if (Mojito.options.userId !== userId) {
        Mojito.options.userId = userId;
        fx.identify(`visitor ${userId}`);
      }
      return (fx.assignment(wave) ?? null) !== recipe;
    });
  }, rows);
  expect(wrong).toEqual([]);
});
