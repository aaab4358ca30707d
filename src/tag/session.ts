/** What is decided for one subject on this page, by the core's gates and the page's own. */

import {
  type Context,
  decide,
  type Experiment,
  hasSoundHoldouts,
  holdoutsFor,
  isSound,
  type Manifest,
  namespaces,
  type Question,
  readsPage,
} from '../core/index.js';
import { attempt } from './guard.js';
import { createContext } from './page.js';
import { forcedKey } from './preview.js';
import { barOf } from './redirect.js';
import type { PageVerdict, Session } from './state.js';

/** What rules read. */
export const contextOf = ({ _site: site, _visitor: visitor }: Session): Context =>
  createContext(site._context, visitor.made, site._visit);

/** What the core is asked with. */
export const questionOf = (session: Session, experiment: Experiment): Question & { readonly context: Context } => {
  const { _manifest: manifest, _options: options } = session._site;
  return {
    subject: session._subject,
    context: contextOf(session),
    // What another tool gave this visitor counts where fx gave nothing.
    sticky: session._sticky._get(experiment) ?? attempt(() => options.recall?.(experiment)) ?? null,
    enabled: manifest?.enabled,
    holdouts: manifest && holdoutsFor(manifest, experiment),
    forced: forcedKey(session._preview, experiment),
  };
};

/** Decides for an experiment of the manifest. */
export const judge = (session: Session, experiment: Experiment): PageVerdict => {
  const { _bar: bar, _runs: runs, _site: site } = session;
  const { audience, id } = experiment;
  // What runs was looked at before.
  const isKnown = runs.get(id)?._experiment === experiment || isSound(experiment, site._functions);
  if (!isKnown || !hasSoundHoldouts(site._manifest as Manifest)) return out('invalid');
  const subject = questionOf(session, experiment);
  if (bar && subject.forced === null) return out(bar);
  // A rule that cannot be read yet counts as false; sticky subjects pass it all the same, unless it reads the page, too.
  const isBlind = !namespaces(audience?.rule ?? 0).every((name) => name in subject.context);
  const given = isBlind
    ? { ...experiment, audience: { ...audience, rule: readsPage(audience?.rule) && NEVER_HERE } }
    : experiment;
  let verdict: PageVerdict = decide(given, subject);
  if (isBlind && verdict.reason === 'rule') return out('context');
  if (/^(sample|sticky|assigned)$/.test(verdict.reason)) {
    const key = attempt(() => site._options.decide?.(experiment, subject.subject, verdict));
    // Decided as for one who has that variant already: only the gate of its recipe is left.
    if (typeof key === 'string')
      verdict = decide({ ...experiment, audience: {}, sticky: true }, { ...subject, sticky: key });
    else if (key === null) return out('sample');
  }
  const { variant } = verdict;
  const isStale = (): boolean => !session._preview && (forcedKey(site._rendered, experiment) ?? variant) !== variant;
  const why = variant !== null && (barOf(experiment) || (isStale() && 'stale'));
  if (why) return out(why);
  // Asked last: a probe that a page forbids costs its owner a report.
  return variant === null || site._capability._allows(experiment) ? verdict : out('csp');
};

/** False, and asked of sticky subjects, as it reads the page. */
const NEVER_HERE = { and: [false, { var: 'page' }] };

const out = (reason: string): PageVerdict => ({ variant: null, recipe: false, exposure: false, reason });
