/** One subject on this page: who it is, what keeps it out of everything, and what is decided for it. */

import { type Context, decide, type Experiment, namespaces, type Subject } from '../core/index.js';
import { attempt, hasOwn } from './guard.js';
import { createContext } from './page.js';
import { isPrerendered } from './paint.js';
import { forcedKey, type Preview } from './preview.js';
import type { Page, Session, Verdict } from './state.js';
import { createSticky } from './sticky.js';
import { findVisitor, makeVisitor, storeVisitor } from './visitor.js';

export const createSession = (page: Page, preview: Preview): Session => {
  const { _hasConsent: hasConsent, _subject: given } = page;
  // CUBOT makes phones; `navigator.webdriver` is quality assurance
  const isBot = /(?:^|[^u])bot|crawl|spider/i.test(navigator.userAgent);
  const canStore = hasConsent && !isBot && !preview && !isPrerendered();
  const found = (hasConsent && findVisitor()) || makeVisitor();
  const visitor = canStore ? store(page, found) : found;
  const subject = given ?? visitor._id;
  const held = { _visitor: visitor, _canStore: canStore };
  return Object.assign(held, {
    _preview: preview,
    _subject: subject,
    _bar: isBot
      ? 'bot'
      : !hasConsent
        ? 'consent'
        : canStore && !visitor._isStored && given === undefined
          ? 'storage'
          : '',
    _sticky: createSticky(subject, held, () => page._manifest?.experiments ?? []),
  });
};

/** Stores what had to wait: the page is looked at now. */
export const show = (page: Page, session: Session): void => {
  if (session._canStore || session._preview || session._bar) return;
  session._canStore = true;
  session._visitor = store(page, session._visitor);
  session._sticky._renew();
};

const store = (page: Page, visitor: Session['_visitor']): Session['_visitor'] =>
  visitor._isStored ? visitor : storeVisitor(visitor, page._options.cookieDomain);

/** What the core is asked with. */
export const subjectOf = (
  page: Page,
  session: Session,
  experiment: Experiment,
): Subject & { readonly context: Context } => ({
  subject: session._subject,
  context: createContext(page._context, session._visitor._made),
  // what another tool gave this visitor counts where fx gave nothing
  sticky: session._sticky._get(experiment) ?? attempt(() => page._options.recall?.(experiment)) ?? null,
  enabled: page._manifest?.enabled !== false,
  forced: forcedKey(session._preview, experiment),
});

/** Decides for an experiment of the manifest that is sound. */
export const judge = (page: Page, session: Session, experiment: Experiment): Verdict => {
  const { audience } = experiment;
  const { decide: ask } = page._options;
  const subject = subjectOf(page, session, experiment);
  if (subject.forced === null && session._bar) return out(session._bar);
  const isBlind =
    audience?.rule !== undefined && !namespaces(audience.rule).every((name) => hasOwn(subject.context, name));
  // a rule that cannot be read yet is no rule that was read: sticky subjects pass it all the same
  let verdict: Verdict = decide(
    isBlind ? { ...experiment, audience: { ...audience, rule: false } } : experiment,
    subject,
  );
  if (isBlind && verdict.reason === 'rule') return out('context');
  if (ask && /^(sample|sticky|assigned)$/.test(verdict.reason)) {
    const key = attempt(() => ask(experiment, subject.subject, verdict));
    if (key === null) verdict = out('sample');
    // as one who has that variant already: only the gate of its recipe is left to pass
    else if (typeof key === 'string')
      verdict = decide({ ...experiment, audience: {}, sticky: true }, { ...subject, sticky: key });
  }
  // last, since a probe that a page forbids costs its owner a report
  return verdict.variant !== null && !page._capability._allows(experiment) ? out('csp') : verdict;
};

const out = (reason: string): Verdict => ({ variant: null, recipe: false, exposure: false, reason });
