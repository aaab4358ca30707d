/** Decides for one subject on this page, by the core's gates and the page's own. */

import {
  type Context,
  type Experiment,
  forcedKey,
  hasSoundHoldouts,
  holdoutsFor,
  isSound,
  type Manifest,
  matches,
  prepareKnown,
  type Question,
  readsPage,
} from '../core/index.js';
import { attempt } from './guard.js';
import { createContext } from './page.js';
import { barOf } from './redirect.js';
import type { PageVerdict, Run, Session, Site } from './state.js';

/** What rules read. */
export const contextOf = ({ _site: site, _visitor: visitor }: Session): Context =>
  createContext(site._context, visitor.made, site._visit);

/** What the core is asked with. */
export const questionOf = (session: Session, experiment: Experiment): Question & { readonly context: Context } => {
  const { _manifest: manifest } = session._site;
  return {
    subject: session._subject,
    context: contextOf(session),
    // What another tool gave this visitor counts where fx gave nothing.
    sticky: session._sticky._get(experiment) ?? recalled(session._site, experiment),
    enabled: manifest?.enabled,
    holdouts: manifest && holdoutsFor(manifest, experiment),
    forced: forcedIn(session, experiment),
  };
};

/** Decides for an experiment of the manifest. */
export const judge = (session: Session, experiment: Experiment): PageVerdict => {
  const { _bar: bar, _runs: runs, _site: site } = session;
  const { id } = experiment;
  // What runs was looked at before.
  const isKnown = runs.get(id)?._experiment === experiment || isSound(experiment, site._functions);
  if (!isKnown || !hasSoundHoldouts(site._manifest as Manifest)) return out('invalid');
  const question = questionOf(session, experiment);
  if (bar && question.forced === null) return out(bar);
  const verdict: PageVerdict = prepareKnown(experiment)(question, (said) =>
    overruled(site, experiment, question.subject, said),
  );
  const { variant } = verdict;
  const why = variant !== null && (barOf(experiment) || (isStale(session, experiment, variant) && 'stale'));
  if (why) return out(why);
  // Asked last: a probe that a page forbids costs its owner a report.
  return variant === null || isAllowed(site, experiment) ? verdict : out('csp');
};

/** The key that a preview forces. */
export const forcedIn = ({ _preview: preview }: Session, experiment: Experiment): string | null =>
  forcedKey(preview, experiment);

/** Whether a server has put another variant into this page. */
export const isStale = (
  { _preview: preview, _site: site }: Session,
  experiment: Experiment,
  variant: string,
): boolean => !preview && (forcedKey(site._rendered, experiment) ?? variant) !== variant;

/** Whether the page's policies let all of an experiment run. */
export const isAllowed = ({ _capability: capability }: Site, experiment: Experiment): boolean =>
  capability._allows(experiment);

/** Keeps the facts about the person that a rule was decided by, where it reads the page, too. */
export const noteFacts = (run: Run): void => {
  const { _experiment: experiment, _session: session } = run;
  if (readsPage(experiment.audience?.rule)) run._facts = { ...questionOf(session, experiment).context };
};

/** Notes whether a rule that reads the page is false on this view. */
export const lookAround = (run: Run): void => {
  const { _experiment: experiment, _facts: facts } = run;
  const { rule = true } = experiment.audience ?? {};
  if (facts) run._isElsewhere = !matches(rule, { ...facts, page: createContext({}, 0)['page'] });
};

/** The key that another tool gave this visitor. */
export const recalled = ({ _options: options }: Site, experiment: Experiment): string | null =>
  attempt(() => options.recall?.(experiment)) ?? null;

/** What the page's own function says to a verdict. */
export const overruled = (
  { _options: options }: Site,
  experiment: Experiment,
  subject: string,
  verdict: PageVerdict,
): string | null | undefined => attempt(() => options.decide?.(experiment, subject, verdict));

const out = (reason: string): PageVerdict => ({ variant: null, recipe: false, exposure: false, reason });
