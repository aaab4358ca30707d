/** Tests the shared cases: all of them through the built core in a browser, and a hundred through the whole tag. */

import { readFileSync } from 'node:fs';
import { type Context, type Decision, type Experiment, hash, namespaces, type Question } from '../../src/core/index.js';
import { client, expect, manifestOf, test } from '../harness/index.js';

interface Case extends Question {
  readonly experiment: Experiment;
  readonly context: Context;
  readonly now: number;
  readonly expected: Decision;
}

const feature = 'conformance';
const CASES = 100;

test('the built core answers every shared case as everywhere', async ({ page, site }) => {
  await page.goto(`${site.origin}/e2e/conformance/`);
  await expect.poll(() => page.evaluate(() => 'result' in window)).toBe(true);
  const result = await page.evaluate(() => (window as unknown as { result: unknown }).result);
  expect(result).toEqual({ count: 2466, differences: [] });
});

/** A case that can happen on a page: with a subject that the tag takes, and facts for what its rule reads. */
const isPossible = ({ subject, experiment, context }: Case): boolean =>
  !/^\s*(|undefined|null|NaN|true|false|0|\[object Object\])\s*$/.test(subject) &&
  namespaces(experiment.audience?.rule ?? null).every((name) => name in context);

/** As many of each reason as there is room for, always the same ones. */
function pick(all: readonly Case[], count: number): Case[] {
  const reasons = [...new Set(all.map(({ expected }) => expected.reason))];
  const byReason = reasons.map((reason) => all.filter(({ expected }) => expected.reason === reason));
  const longest = Math.max(...byReason.map(({ length }) => length));
  const rounds = Array.from({ length: longest }, (_, round) => byReason.flatMap((cases) => cases[round] ?? []));
  return rounds.flat().slice(0, count);
}

/** The low bytes of a number, most significant first, as base64url. */
function encode(value: number, bytes: number): string {
  const all = Buffer.alloc(4);
  all.writeUInt32BE(value);
  return all.subarray(4 - bytes).toString('base64url');
}

/** What an earlier visit would have left in the cookie `_fx_s`. */
const cookieOf = ({ experiment: { id, salt = id }, subject, sticky }: Case): string =>
  `1.${encode(hash(subject), 4)}.${encode(hash(`${id}:${salt}`), 4)}${encode(hash(sticky ?? ''), 3)}`;

const read = (name: string): Case[] =>
  JSON.parse(readFileSync(new URL(`../../test/fixtures/${name}.json`, import.meta.url), 'utf8'));

/** The second list has layers and holdouts; where the page is, the tag finds out by itself. */
const cases = [
  ...pick(read('decide').filter(isPossible), CASES - 30),
  ...pick(
    read('decide-2').filter(
      (one) => isPossible(one) && !namespaces(one.experiment.audience?.rule ?? null).includes('page'),
    ),
    30,
  ),
];

for (let from = 0; from < CASES; from += 10) {
  test(`the whole tag decides shared cases ${from + 1} to ${from + 10} as the core does`, async ({
    context,
    page,
    site,
    visit,
  }) => {
    for (const one of cases.slice(from, from + 10)) {
      const { experiment, subject, forced, sticky, enabled = true, expected } = one;
      // a page that is left writes what it has to say
      await page.goto('about:blank');
      await context.clearCookies();
      if (sticky != null) await context.addCookies([{ name: '_fx_s', value: cookieOf(one), url: site.origin }]);
      const facts = JSON.stringify(one.context).replaceAll('<', '\\u003c');
      await visit({
        feature,
        html: '<!doctype html><script type="application/json" id="fx-manifest">null</script><script src="../../dist/fx.js"></script>',
        manifest: { ...manifestOf(experiment), enabled, holdouts: one.holdouts ?? [] },
        query: forced == null ? '' : `?fx=${experiment.id}:${forced}`,
        attributes: { 'data-subject': subject },
        before: `<script>Date.now = () => ${one.now}; localStorage.clear(); sessionStorage.clear(); fx = [['setContext', ${facts}]]</script>`,
      });
      const { id } = experiment;
      const actual = await (await client(page)).evaluate((fx, name) => {
        let exposure = false;
        // A holdout has exposures of its own.
        fx.on('exposure', (event) => {
          if (event.experiment === name) exposure = true;
        });
        return {
          variant: fx.assignment(name) ?? null,
          recipe: fx.isActive(name),
          exposure,
          reason: fx.explain(name)?.reason,
        };
      }, id);
      expect(actual, JSON.stringify(one)).toEqual(expected);
    }
  });
}
