/** One subject on this page: who it is, what was stored for it, and what keeps it out of everything. */

import { type Context, decide, type Experiment, type Manifest, type Subject } from '../core/index.js';
import type { Capability } from './capability.js';
import { get } from './dom.js';
import { isWaiting, type Verdict } from './experiments.js';
import { attempt } from './guard.js';
import { createContext } from './page.js';
import { forcedKey, type Preview } from './preview.js';
import { createSticky, type Sticky } from './sticky.js';
import { findVisitor, makeVisitor, storeVisitor, type Visitor } from './visitor.js';

/** What the host has said. */
export interface Facts {
  readonly _subject?: string | undefined;
  readonly _context: Context;
  /** Asked after the gates and before storing: a key, null for out, undefined to leave it. */
  readonly _decide?: ((experiment: Experiment, subject: string, verdict: object) => unknown) | undefined;
  readonly _cookieDomain?: string | undefined;
}

export interface Session {
  readonly _subject: string;
  /** The `_fx` id, where the host gave the subject. */
  readonly _visitorId: string | undefined;
  readonly _preview: Preview | null;
  /** Why nobody like this is in any experiment, '' where nothing says so. */
  readonly _bar: string;
  readonly _sticky: Sticky;
  _visitor(): Visitor;
  _decide(experiment: Experiment, manifest: Manifest, host: Facts): Verdict;
  /** What the core is asked with. */
  _input(experiment: Experiment, manifest: Manifest, host: Facts): Subject & { readonly context: Context };
  /** Stores what had to wait: the page is looked at now. */
  _show(): void;
}

/** CUBOT makes phones; `navigator.webdriver` is quality assurance. */
const isBot = (): boolean => /(?:^|[^u])bot|crawl|spider/i.test(navigator.userAgent);

/** Whether the page is being rendered before anybody asked for it. */
export const isPrerendered = (): boolean => !!get(document as Document & { prerendering?: boolean }, 'prerendering');

/**
 * @param hasConsent whether anything may be stored
 * @param experiments of the manifest, for a sticky cookie that is full
 */
export const createSession = (
  facts: Facts,
  preview: Preview | null,
  hasConsent: boolean,
  capability: Capability,
  experiments: () => readonly Experiment[],
): Session => {
  const { _subject: given, _cookieDomain: domain } = facts;
  const bot = isBot();
  const mayStore = hasConsent && !bot && !preview;
  let canStore = mayStore && !isPrerendered();
  let visitor = (hasConsent && findVisitor()) || makeVisitor();
  const store = (): void => {
    if (!visitor._isStored) visitor = storeVisitor(visitor, domain);
  };
  if (canStore) store();
  const isKept = visitor._isStored || given !== undefined || !canStore;
  const subject = given ?? visitor._id;
  const sticky = createSticky(
    subject,
    () => visitor,
    () => canStore,
    experiments,
  );
  const bar = bot ? 'bot' : !hasConsent ? 'consent' : isKept ? '' : 'storage';

  const toInput: Session['_input'] = (experiment, manifest, host) => ({
    subject,
    context: createContext(host._context, visitor._made),
    sticky: sticky._get(experiment),
    enabled: manifest.enabled,
    forced: forcedKey(preview, experiment),
  });

  return {
    _input: toInput,
    _subject: subject,
    _visitorId: given === undefined ? undefined : visitor._id,
    _preview: preview,
    _bar: bar,
    _sticky: sticky,
    _visitor: () => visitor,
    _show() {
      if (!mayStore || canStore) return;
      canStore = true;
      store();
      sticky._renew();
    },
    _decide(experiment, manifest, host) {
      const input = toInput(experiment, manifest, host);
      if (input.forced === null && bar) return out(bar);
      const isBlind = isWaiting(experiment, input.context);
      let verdict: Verdict = decide(isBlind ? closed(experiment) : experiment, input);
      if (isBlind && verdict.reason === 'rule') verdict = out('context');
      const ask = host._decide;
      if (ask && /^(sample|sticky|assigned)$/.test(verdict.reason)) {
        const key = attempt(() => ask(experiment, subject, { ...verdict }));
        if (key === null) verdict = out('sample');
        // as one who has that variant already: only the gate of its recipe is left to pass
        else if (typeof key === 'string') verdict = decide({ ...experiment, audience: {} }, { ...input, sticky: key });
      }
      // last, since a probe that a page forbids costs its owner a report
      return verdict.variant !== null && !capability._allows(experiment) ? out('csp') : verdict;
    },
  };
};

const closed = (experiment: Experiment): Experiment => ({
  ...experiment,
  audience: { ...experiment.audience, rule: false },
});

const out = (reason: string): Verdict => ({ variant: null, recipe: false, exposure: false, reason });
