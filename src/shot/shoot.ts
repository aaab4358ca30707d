/** Takes the pictures of experiments: each variant at two sizes, with one browser for all of them. */

import type { Experiment, Trigger } from '../core/index.js';
import { type PictureState, takePicture, type Unopened, type View } from './camera.js';
import { type Chromium, startChromium } from './chromium.js';
import { findChromium } from './find.js';
import { shotAddress } from './pages.js';
import { SHOT_SIZES, type ShotSize } from './places.js';
import { openWayOut, siteOf, type WayOut } from './wayout.js';

/** One experiment and the page on which it is to be seen. */
export interface Sitting {
  readonly experiment: Experiment;
  readonly page: URL;
}

/** What it takes. */
export interface ShootOptions {
  readonly sittings: readonly Sitting[];
  /** Of drafts; null where there is none. */
  readonly token: string | null;
  /** What other experiments of the pages show, as `<id>:<key>`: their controls. */
  readonly beside: readonly string[];
  /** Sites besides those of the pages that may be in a private network, as `host:port`. */
  readonly allowed?: readonly string[];
  /** Hears what is about to be done. */
  readonly onStep?: (step: ShotStep) => void;
  /** Hears of each picture; what it returns is waited for. */
  readonly onShot: (shot: Shot) => Promise<void> | void;
  /** How long a page may take to answer, and to load. Default 20 s. */
  readonly patienceMs?: number;
  /** The browser. Default: the one that is found. */
  readonly chromium?: string;
}

const PATIENCE_MS = 20_000;

/** A picture that is about to be taken. */
export interface ShotStep {
  readonly experiment: string;
  readonly variant: string;
  readonly size: ShotSize;
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** One picture, or why there is none. */
export interface Shot extends Pick<ShotStep, 'experiment' | 'variant' | 'size'> {
  readonly address: string;
  /** The page itself, without what shows a variant. */
  readonly page: string;
  /** Null where the page could not be opened. */
  readonly bytes: Buffer | null;
  readonly state: PictureState | 'unopened';
  /** A machine's word for why it could not be opened, its status, or where it led; null where the state says all. */
  readonly why: string | null;
  /** The variant that an earlier picture of the same bytes shows, at this size; null where it looks like none. */
  readonly like: string | null;
}

/**
 * Takes them one by one.
 *
 * @returns what pages asked for and did not get, as `host:port`, as it lies in a private network
 * @throws Refusal where there is no browser, or it ended
 */
export async function shoot(options: ShootOptions): Promise<readonly string[]> {
  const { sittings, allowed = [] } = options;
  const path = options.chromium ?? (await findChromium());
  const gate: WayOut = await openWayOut({ sites: new Set([...sittings.map(({ page }) => siteOf(page)), ...allowed]) });
  let browser: Chromium | null = null;
  try {
    browser = await startChromium(path, gate.address);
    await takeAll(browser, gate, options);
    return [...gate.refused];
  } finally {
    await browser?.close();
    await gate.close();
  }
}

/** Why a page was given up that the network says nothing of. */
const OWN_WORDS = /^(slow|endless|stuck)$/;

async function takeAll(
  browser: Chromium,
  { failed, refused }: WayOut,
  { sittings, onStep, onShot, patienceMs = PATIENCE_MS, ...how }: ShootOptions,
): Promise<void> {
  const wanted = sittings.flatMap((sitting) => viewsOf(sitting, how));
  const gaveUp = new Map<string, Unopened>();
  const seen = new Map<string, string>();
  const whyOf = ({ at, unopened }: Unopened): string => {
    if (OWN_WORDS.test(unopened)) return unopened;
    const site = siteOf(new URL(at));
    return refused.has(site) ? 'private' : (failed.get(site) ?? unopened);
  };
  for (const [index, view] of wanted.entries()) {
    const { experiment, page, size, url: address, variant } = view;
    onStep?.({ experiment, variant, size, number: index + 1, of: wanted.length });
    // Whoever gave no answer gives none to the next question either, and it would be waited for as long.
    const taken =
      gaveUp.get(page) ?? gaveUp.get(`${page} ${variant}`) ?? (await takePicture(browser, { ...view, patienceMs }));
    const shot = { experiment, variant, size, address, page, like: null };
    if ('unopened' in taken) {
      if (OWN_WORDS.test(taken.unopened)) gaveUp.set(taken.unopened === 'stuck' ? `${page} ${variant}` : page, taken);
      await onShot({ ...shot, bytes: null, state: 'unopened', why: whyOf(taken) });
      continue;
    }
    const picture = `${experiment} ${size} ${taken.bytes.toString('base64')}`;
    const like = taken.state === 'shown' ? (seen.get(picture) ?? null) : null;
    if (taken.state === 'shown' && like === null) seen.set(picture, variant);
    await onShot({ ...shot, ...taken, like });
  }
}

interface Seat extends Omit<View, 'patienceMs'> {
  readonly page: string;
}

function viewsOf({ experiment, page }: Sitting, how: Pick<ShootOptions, 'token' | 'beside'>): readonly Seat[] {
  const selectors = selectorsOf(experiment);
  const triggers = partsOf(experiment.trigger);
  return experiment.variants.flatMap(({ key, redirect }) =>
    SHOT_SIZES.map((size) => ({
      url: shotAddress(page, { experiment, variant: key, ...how }),
      page: page.href,
      size,
      experiment: experiment.id,
      variant: key,
      selectors,
      isManual: triggers.some(({ kind }) => kind === 'manual'),
      events: triggers.flatMap((trigger) => (trigger.kind === 'event' ? [trigger.name] : [])),
      isElsewhere: redirect !== undefined,
    })),
  );
}

/** What any of its variants changes: the control is looked at in the same place. */
const selectorsOf = ({ variants }: Experiment): readonly string[] =>
  variants.flatMap(({ domOps = [] }) => domOps.flatMap((op) => ('selector' in op ? [op.selector] : [])));

const partsOf = (trigger: Trigger | undefined): readonly Trigger[] =>
  trigger === undefined ? [] : 'of' in trigger ? trigger.of.flatMap(partsOf) : [trigger];
