/** Counts exposures and conversions, each exposure once. */

import { type EventDetail, type Experiment, holdoutExposures } from '../../core/index.js';
import type { EngineVerdict } from './decider.js';
import { makeId } from './host.js';
import type { Keeper } from './keeper.js';
import type { Ledger } from './ledger.js';
import { eventOf, failureOf, isCountable } from './telemetry.js';
import type { EngineOptions } from './types.js';

export interface Counting {
  /** Tells and stores that a variant was given. */
  _assign(experiment: Experiment, verdict: EngineVerdict): void;
  expose(experiment: Experiment, verdict: EngineVerdict): boolean;
  track(name: string, value: number, key: string | number | undefined): void;
  fail(experiment: string, variant: string, error: unknown): void;
  /** Whether it is the first time for this subject. */
  _isFirst(...what: readonly string[]): boolean;
}

export function createCounting(ledger: Ledger, keeper: Keeper, options: EngineOptions): Counting {
  const { telemetry, createId = makeId } = options;
  const told = new Set<string>();
  const isFirst = (...what: readonly string[]): boolean => {
    const mark = JSON.stringify([ledger.state.subject, ...what]);
    return !told.has(mark) && !!told.add(mark);
  };
  const report = (detail: EventDetail): void => {
    if (telemetry && keeper._isCounted)
      ledger._attempt(() => telemetry.track(eventOf(ledger.state, detail, createId(), ledger.now(), keeper.visitor)));
  };
  const assign = (experiment: Experiment, verdict: EngineVerdict): void => {
    const { variant, reason } = verdict;
    keeper._keep(experiment, verdict);
    if (variant && isFirst('assignment', experiment.id, variant, reason))
      ledger._emit({ type: 'assignment', experiment: experiment.id, variant, reason });
  };
  const exposeHoldouts = (experiment: Experiment, reason: string): void => {
    const { manifest, subject } = ledger.state;
    for (const exposure of holdoutExposures(manifest, experiment, reason, subject, ledger.now()))
      if (isFirst('holdout', exposure.experiment)) report(exposure);
  };
  return {
    _isFirst: isFirst,
    _assign: assign,
    expose(experiment, verdict) {
      const { id, phase } = experiment;
      const { variant, recipe, reason } = verdict;
      if (!keeper._isCounted) return false;
      exposeHoldouts(experiment, reason);
      if (!variant || !recipe || !/^(assigned|sticky|divert)$/.test(reason)) return false;
      assign(experiment, verdict);
      if (!isFirst('exposure', id, variant)) return false;
      ledger._emit({ type: 'exposure', experiment: id, variant, reason });
      report({ type: 'exposure', experiment: id, variant, reason, ...(phase === undefined ? {} : { phase }) });
      return true;
    },
    track(name, value, key) {
      const text = key === undefined ? undefined : `${key}`;
      if (!isCountable(name, value, text)) {
        ledger.fail(new TypeError('A conversion has a name of 1 to 256 characters and a finite value'), 'track');
        return;
      }
      if (!keeper._isCounted || (text !== undefined && !isFirst('conversion', name, text))) return;
      ledger._emit({ type: 'conversion', name, value, reason: text ?? '' });
      report({ type: 'conversion', name, value, ...(text === undefined ? {} : { key: text }) });
    },
    fail: (experiment, variant, error) => report(failureOf(experiment, variant, error)),
  };
}
