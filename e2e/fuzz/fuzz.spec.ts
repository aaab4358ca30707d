/**
 * Tests a manifest of any JSON whatever: nothing is thrown, nothing malformed is applied, and what is well-formed
 * beside it is.
 */

import fc from 'fast-check';
import { expect, isLong, test } from '../harness/index.js';
import { good, type Mutant, mutants } from './mutate.js';

const COUNT = isLong ? 100_000 : 4_000;
/** Manifests to a page: a client that is disposed of still listens to a few things. */
const BATCH = 125;
const TESTS = 4;

type Outcome = { readonly marks: readonly string[] } | { readonly thrown: string };

/** What went otherwise than it should. */
const wrong = ({ text, untouched, malformed }: Mutant, outcome: Outcome): string | null => {
  if ('thrown' in outcome) return `threw ${outcome.thrown}: ${text}`;
  const { marks } = outcome;
  const missing = untouched.filter((id) => !marks.includes(id));
  const applied = malformed.filter((id) => marks.includes(id));
  if (applied.length) return `applied ${applied}, which is malformed: ${text}`;
  return missing.length ? `did not apply ${missing}: ${text}` : null;
};

const run = (texts: readonly string[]) =>
  (window as unknown as { run: (all: readonly string[]) => Outcome[] }).run(texts);

test('the good manifest leaves every mark', async ({ page, site }) => {
  await page.goto(`${site.origin}/e2e/fuzz/`);
  expect(await page.evaluate(run, [JSON.stringify(good)])).toEqual([{ marks: ['a', 'b', 'c', 'd'] }]);
});

for (let part = 0; part < TESTS; part++) {
  test(`${COUNT / TESTS} changed manifests never throw, nor apply what is malformed, nor keep from what is not: part ${part + 1}`, async ({
    page,
    problems,
    site,
  }) => {
    test.setTimeout(isLong ? 3_600_000 : 300_000);
    const seed = isLong ? Date.now() : 7;
    const found: string[] = [];
    const kinds = { untouched: 0, malformed: 0 };
    for (let done = 0; done < COUNT / TESTS && !found.length; done += BATCH) {
      const batch = fc.sample(mutants, { numRuns: BATCH, seed: seed + part * COUNT + done });
      await page.goto(`${site.origin}/e2e/fuzz/`);
      const outcomes = await page.evaluate(
        run,
        batch.map(({ text }) => text),
      );
      for (const [index, mutant] of batch.entries()) {
        const outcome = outcomes[index];
        const trouble = outcome ? wrong(mutant, outcome) : 'no outcome';
        if (trouble) found.push(trouble);
        if (mutant.untouched.length) kinds.untouched++;
        if (mutant.malformed.length) kinds.malformed++;
      }
    }
    expect(found.slice(0, 5), `seed ${seed}`).toEqual([]);
    expect(problems.errors).toEqual([]);
    // the changes are of both kinds, so that both promises were put to the test
    expect(kinds.untouched).toBeGreaterThan(COUNT / TESTS / 3);
    expect(kinds.malformed).toBeGreaterThan(COUNT / TESTS / 3);
  });
}
