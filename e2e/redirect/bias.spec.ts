/**
 * Checks that both arms of a redirect lose the same visitors to a bad collector: of those who come back none, of the
 * others as many in either arm.
 */

import type { BrowserContext, Page } from '@playwright/test';
import { type Experiment, parseVisitor, VISITOR_COOKIE } from '../../src/core/index.js';
import type { Behaviour, Collector } from '../harness/collector.js';
import { expect, isLong, manifestOf, test } from '../harness/index.js';

const VISITS = Number(process.env.FX_VISITS ?? (isLong ? 2000 : 16));
/** Chi-squared of one degree of freedom, at 0.1%. */
const LIMIT = 10.83;

const split: Experiment = {
  id: 'price',
  name: 'Another page of prices',
  trigger: { kind: 'urlMatch', pattern: '^/pricing$', regex: true },
  variants: [
    { key: 'control', name: 'Control', weight: 5000 },
    { key: 'treatment', name: 'Treatment', weight: 5000, redirect: '/pricing-b' },
  ],
};

/**
 * How the collector is while somebody is there; what is blocked is refused by the page's own policy, as blockers do it.
 */
const MODES: Readonly<Record<string, readonly [Behaviour, headers?: Readonly<Record<string, string>>]>> = {
  fast: ['accept'],
  slow: ['hang'],
  down: ['drop'],
  failing: [503],
  blocked: ['accept', { 'content-security-policy': "connect-src 'self'" }],
};

interface Visitor {
  readonly arm: string;
  readonly subject: string;
  readonly isBack: boolean;
}

for (const [mode, [behaviour, headers = {}]] of Object.entries(MODES)) {
  test(`a collector that is ${mode} loses no more visitors of one arm than of the other, and none who come back`, async ({
    browser,
    collector,
    publish,
  }) => {
    test.setTimeout(60_000 + VISITS * 10_000);
    const attributes = { 'data-collect': collector.url };
    const manifest = manifestOf(split);
    const [there, here] = ['/pricing-b', '/pricing'].map((path) =>
      publish({ feature: 'redirect', path, manifest, attributes, headers }),
    ) as [string, string];
    const next = publish({ feature: 'redirect', path: '/next', manifest, attributes });
    const visitors: Visitor[] = [];
    for (let visit = 0; visit < VISITS; visit++) {
      const context = await browser.newContext();
      const page = await context.newPage();
      collector.behave(behaviour);
      await arrive(page, here);
      const arm = page.url() === there ? 'treatment' : 'control';
      const visitor = { arm, subject: await subjectOf(context), isBack: visit % 2 > 0 };
      visitors.push(visitor);
      // They leave before anything was confirmed; every other one comes back once the collector is well.
      await page.goto('about:blank');
      if (visitor.isBack) {
        collector.behave('accept');
        await page.goto(next);
        await collector.until(() => heard(collector).some(([subject]) => subject === visitor.subject));
      }
      await context.close();
    }
    const told = heard(collector);
    const armsOf = (list: readonly Visitor[]): string[] => list.map(({ arm, subject }) => `${subject} ${arm}`).sort();
    const back = visitors.filter(({ isBack }) => isBack);
    const gone = visitors.filter(({ isBack }) => !isBack);
    const known = new Set(told.map(([subject]) => subject));
    const ofBack = told.filter(([subject]) => back.some((one) => one.subject === subject));
    expect(ofBack.map(([subject, variant]) => `${subject} ${variant}`).sort()).toEqual(armsOf(back));
    expect(new Set(visitors.map(({ arm }) => arm)).size).toBe(2);
    const counts = ['control', 'treatment'].map((arm) => {
      const ofArm = gone.filter((one) => one.arm === arm);
      return [ofArm.filter(({ subject }) => known.has(subject)).length, ofArm.length] as const;
    });
    const said = counts.map((of) => of.join(' of ')).join(', ');
    expect(chiSquared(counts), `told of those who never came back: ${said}`).toBeLessThan(LIMIT);
    const sizes = ['control', 'treatment'].map((arm) => visitors.filter((one) => one.arm === arm).length);
    const half = VISITS / 2;
    expect(sizes.reduce((sum, size) => sum + (size - half) ** 2 / half, 0)).toBeLessThan(LIMIT);
  });
}

const arrive = async (page: Page, url: string): Promise<void> => {
  await page.goto(url).catch(() => null);
  await expect
    .poll(() => page.evaluate(() => 'fx' in window && document.readyState).catch(() => ''), { intervals: [20] })
    .toBe('complete');
};

const subjectOf = async (context: BrowserContext): Promise<string> =>
  parseVisitor((await context.cookies()).find(({ name }) => name === VISITOR_COOKIE)?.value ?? '')?.id ?? '';

/** Subject and variant of each exposure that a collector took; what it cut or refused was told to nobody. */
const heard = (collector: Collector): [subject: string, variant: string][] => {
  const taken = collector.requests.filter(({ behaviour }) => behaviour === 'accept' || behaviour === 'hang');
  const events = new Map(taken.flatMap(({ events }) => events.map((event) => [event.id, event])));
  return [...events.values()].flatMap((event) =>
    event.type === 'exposure' ? [[event.subject, event.variant] as [string, string]] : [],
  );
};

/** Of a table of hits and tries, whether the share of hits is the same in each row. */
const chiSquared = (rows: readonly (readonly [hits: number, tries: number])[]): number => {
  const [hits, tries] = [0, 1].map((at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0)) as [number, number];
  const parts = rows.flatMap(([hit, all]) => [
    [hit, (all * hits) / tries],
    [all - hit, (all * (tries - hits)) / tries],
  ]) as [number, number][];
  return parts.reduce((sum, [seen, wanted]) => sum + (wanted ? (seen - wanted) ** 2 / wanted : 0), 0);
};
