/** What is decided for one subject on this page, by the core's gates and the page's own. */

import { type Context, decide, type Experiment, namespaces, type Subject } from '../core/index.js';
import { attempt } from './guard.js';
import { createContext } from './page.js';
import { forcedKey } from './preview.js';
import { isSound } from './shape.js';
import type { Page, Verdict } from './state.js';

/** What the core is asked with. */
export const subjectOf = (page: Page, experiment: Experiment): Subject & { readonly context: Context } => ({
  subject: page._subject,
  context: createContext(page._context, page._visitor._made),
  // what another tool gave this visitor counts where fx gave nothing
  sticky: page._sticky._get(experiment) ?? attempt(() => page._options.recall?.(experiment)) ?? null,
  enabled: page._manifest?.enabled,
  forced: forcedKey(page._preview, experiment),
});

/** Decides for an experiment of the manifest. */
export const judge = (page: Page, experiment: Experiment): Verdict => {
  const { _bar: bar, _options: options } = page;
  const { audience, id } = experiment;
  // what runs was looked at before
  if (page._runs.get(id)?._experiment !== experiment && !isSound(experiment, page._functions)) return out('invalid');
  const subject = subjectOf(page, experiment);
  if (bar && subject.forced === null) return out(bar);
  // a rule that cannot be read yet is no rule that was read: sticky subjects pass it all the same
  const isBlind = !namespaces(audience?.rule ?? 0).every((name) => name in subject.context);
  const given = isBlind ? { ...experiment, audience: { ...audience, rule: false } } : experiment;
  let verdict: Verdict = decide(given, subject);
  if (isBlind && verdict.reason === 'rule') return out('context');
  if (/^(sample|sticky|assigned)$/.test(verdict.reason)) {
    const key = attempt(() => options.decide?.(experiment, subject.subject, verdict));
    // as one who has that variant already: only the gate of its recipe is left to pass
    if (typeof key === 'string')
      verdict = decide({ ...experiment, audience: {}, sticky: true }, { ...subject, sticky: key });
    else if (key === null) return out('sample');
  }
  // last, since a probe that a page forbids costs its owner a report
  return verdict.variant === null || page._capability._allows(experiment) ? verdict : out('csp');
};

const out = (reason: string): Verdict => ({ variant: null, recipe: false, exposure: false, reason });
