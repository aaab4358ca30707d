/** Makes up plays: any ops of three experiments, any order of what a framework renders, and of what begins and ends. */

import type { Page } from '@playwright/test';
import fc from 'fast-check';
import type { Keep, Manifest, Op } from '../../src/core/index.js';
import { manifestOf, withOps } from './manifest.js';
import type { Outcome, Play, Step } from './play.js';
import type { Scene } from './scene.js';

export const IDS = ['a', 'b', 'c'] as const;

/** Elements of one text, of several children, of a list, and one that is all that its component renders. */
const SELECTORS = ['#target', '#mixed', '#swap', '#item-b', '#badge', '.before', '.pair', 'li'] as const;

const PLACES = ['beforebegin', 'afterbegin', 'beforeend', 'afterend'] as const;

const opOf = (id: string, isBeyond: (op: Op) => boolean, keep: Keep): fc.Arbitrary<Op> => {
  const any = fc.constantFrom(...SELECTORS);
  const ops: fc.Arbitrary<Op>[] = [
    any.map((selector) => ({ op: 'replaceText', selector, value: `text ${id}` })),
    any.map((selector) => ({ op: 'replaceHTML', selector, value: `<u class="put">html</u> ${id}` })),
    any.map((selector) => ({ op: 'setAttr', selector, name: 'title', value: `title ${id}` })),
    any.map((selector) => ({ op: 'addClass', selector, value: `new new-${id}` })),
    any.map((selector) => ({ op: 'removeClass', selector, value: 'old big' })),
    any.map((selector) => ({ op: 'setStyle', selector, name: 'color', value: `rgb(${id.charCodeAt(0)}, 0, 0)` })),
    any.map((selector) => ({ op: 'remove', selector })),
    fc.constant({ op: 'remove', selector: '#hero' }),
    fc.constant({ op: 'addClass', selector: '#hero', value: `hero-${id}` }),
    fc.tuple(any, fc.constantFrom(...PLACES)).map(([selector, position]) => ({
      op: 'injectHTML',
      selector,
      position,
      value: `<s class="put">${id}</s>`,
    })),
  ];
  // ids name one element, whatever comes and goes; of a class and a list every match is meant
  return fc
    .oneof(...ops)
    .filter((op) => !isBeyond(op))
    .map((op) => ({
      ...op,
      keep,
      ...(!('selector' in op && op.selector[0] === '#') && { all: true }),
      waitForMs: 1e6,
    }));
};

/** A part of the page that is rendered anew. */
const change: fc.Arbitrary<Partial<Scene>> = fc.oneof(
  fc.boolean().map((main) => ({ main })),
  fc.boolean().map((hero) => ({ hero })),
  fc.nat(2).map((target) => ({ target })),
  fc.boolean().map((before) => ({ before })),
  fc.boolean().map((after) => ({ after })),
  fc.constantFrom('Headline', 'Rendered', 'Rendered again').map((text) => ({ text })),
  // what fx takes out stays in: of a class that goes while it is out nobody can tell
  fc.constantFrom('big old', 'small big old', 'old wide big').map((className) => ({ className })),
  fc.constantFrom('a title', 'another', null).map((title) => ({ title })),
  fc.constantFrom('rgb(9, 9, 9)', 'rgb(8, 8, 8)', null).map((color) => ({ color })),
  fc.constantFrom('Ada', 'Grace').map((name) => ({ name })),
  fc.boolean().map((extra) => ({ extra })),
  fc.boolean().map((plain) => ({ plain })),
  fc.boolean().map((lone) => ({ lone })),
  fc.boolean().map((badge) => ({ badge })),
  fc.boolean().map((pair) => ({ pair })),
  fc.constantFrom('abc', 'cab', 'bca', 'ab', 'cb', 'bdac', 'ca', '').map((items) => ({ items })),
);

/** Two parts at once. */
export const anyChange: fc.Arbitrary<Partial<Scene>> = fc
  .tuple(change, change)
  .map((both) => Object.assign({}, ...both));

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(true, false, false, false), anyChange)
      .map(([brief, render]) => ({ brief, render })),
  },
  { weight: 1, arbitrary: fc.subarray([...IDS]).map((on) => ({ on })) },
);

/** Three experiments of any ops, each where the address has its id. */
export const anyExperiments = (isBeyond: (op: Op) => boolean, keep: Keep): fc.Arbitrary<Manifest> =>
  fc
    .tuple(
      ...IDS.map((id) =>
        fc.array(opOf(id, isBeyond, keep), { minLength: 1, maxLength: 2 }).map((ops) => withOps(id, ...ops)),
      ),
    )
    .map((experiments) =>
      manifestOf(
        ...experiments.map((one) => ({ ...one, trigger: { kind: 'urlMatch', pattern: `-${one.id}-` } }) as const),
      ),
    );

const playsWithout = (isBeyond: (op: Op) => boolean): fc.Arbitrary<Play> =>
  fc
    .tuple(
      anyExperiments(isBeyond, 'always'),
      fc.subarray([...IDS], { minLength: 1 }),
      fc.array(step, { minLength: 3, maxLength: 6 }),
    )
    .map(([manifest, on, steps]) => ({ manifest, steps: [{ on }, ...steps] }));

/** A play that went wrong. */
export type Wrong = Outcome & { readonly play: string };

/** Plays so many on a page; returns those that went wrong, the shortest first. */
export const playMany = (page: Page, count: number, seed: number, isBeyond: (op: Op) => boolean): Promise<Wrong[]> =>
  playAll(page, fc.sample(playsWithout(isBeyond), { numRuns: count, seed }));

export const playAll = (page: Page, all: readonly Play[]): Promise<Wrong[]> =>
  runPlays(page, all, (given) => window.play(given as Play[]));

/** Runs plays by a function of the page. */
export async function runPlays(
  page: Page,
  all: readonly Described[],
  run: (given: unknown) => Promise<Outcome[]>,
): Promise<Wrong[]> {
  await page.evaluate(async () => {
    const path = '/dist/index.js';
    window.createClient = (await import(path)).createClient;
  });
  const outcomes = await page.evaluate(run, all as unknown);
  return outcomes
    .map((outcome, index) => ({ ...outcome, play: describe(all[index]) }))
    .filter(({ difference, failures }) => difference || failures.length)
    .sort((one, other) => one.play.length - other.play.length);
}

interface Described {
  readonly manifest: Manifest;
  readonly steps: readonly object[];
}

/** The ops of each experiment, and the steps. */
const describe = (play: Described | undefined): string =>
  JSON.stringify([
    ...(play?.manifest.experiments ?? []).map(({ id, variants }) => [id, ...(variants[1]?.domOps ?? [])]),
    ...(play?.steps ?? []),
  ]).replaceAll('"', '');
