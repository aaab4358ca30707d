/** Reads the state of experiments from a tag or an engine for a panel, and forces variants there. */

import { type Experiment, mayFireAt, readAddress } from '../../core/index.js';
import type { FxSource } from './source.js';

/** What tags and engines have for a panel, each in its own way. */
export interface DebugSource extends FxSource {
  /** A tag shows every gate. */
  explain?(id: string):
    | {
        readonly variant: string | null;
        readonly reason: string;
        readonly gates: readonly { readonly gate: string; readonly pass: boolean }[];
      }
    | undefined;
  /** An engine names the gate that decided, and forces without leaving. */
  reason?(id: string): string | undefined;
  setVariant?(id: string, key: string): void;
  clearVariant?(id: string): void;
  resetAll?(): void;
  getExperiments?(route?: string): readonly Experiment[];
  subscribe?(listener: () => void): () => void;
}

/** An experiment as it stands now. */
export interface DebugState {
  readonly experiment: Experiment;
  /** Null for whoever is out. */
  readonly variant: string | null;
  readonly isForced: boolean;
  /** A sentence without its subject. */
  readonly why: string;
}

/** The experiments that may be met on a route, else on the address of the page. */
export function debugStates(source: DebugSource, route: string | undefined): DebugState[] {
  const here = source.getExperiments ? source.getExperiments(route) : onPage(source.experiments, route);
  return here.map((experiment) => {
    const { id } = experiment;
    const told = source.explain?.(id);
    const reason = told?.reason ?? source.reason?.(id) ?? 'waiting';
    const stop = told?.gates.find(({ gate, pass }) => gate === 'trigger' && !pass);
    const words = REASONS.get(reason) ?? reason;
    return {
      experiment,
      variant: source.variant(id) ?? told?.variant ?? null,
      isForced: reason === 'preview',
      why: stop ? `${words}; waits for its trigger` : words,
    };
  });
}

/**
 * Forces a variant: in an engine at once, on a page by the link of a preview. Undefined lets the experiment decide
 * again.
 */
export function forceVariant(source: DebugSource, { id }: Experiment, key: string | undefined): void {
  if (!source.setVariant) revisit({ ...previewed(source), [id]: key });
  else if (key === undefined) source.clearVariant?.(id);
  else source.setVariant(id, key);
}

/** Ends everything that is forced. */
export function endForcing(source: DebugSource): void {
  if (source.resetAll) source.resetAll();
  else revisit({});
}

function onPage(experiments: readonly Experiment[], route: string | undefined): readonly Experiment[] {
  const address = readAddress(new URL(route ?? '', location.href));
  return experiments.filter(({ trigger }) => mayFireAt(trigger, address));
}

function previewed(source: DebugSource): Readonly<Record<string, string | undefined>> {
  const told = source.experiments.map(({ id }) => [id, source.explain?.(id)] as const);
  return Object.fromEntries(told.flatMap(([id, one]) => (one?.reason === 'preview' ? [[id, one.variant ?? '']] : [])));
}

/** Goes to this page again, as the link of a preview does. */
function revisit(forced: Readonly<Record<string, string | undefined>>): void {
  const url = new URL(location.href);
  const wishes = Object.entries(forced).flatMap(([id, key]) => (key === undefined ? [] : [`${id}:${key}`]));
  url.searchParams.set('fx', wishes.join() || 'off');
  location.assign(url.href);
}

/** What each reason means. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['assigned', 'by chance'],
  ['sticky', 'as it was given before'],
  ['divert', 'its rule sends everybody there'],
  ['preview', 'forced'],
  ['disabled', 'everything is switched off'],
  ['draft', 'it is a draft'],
  ['paused', 'it is paused'],
  ['schedule', 'its time has not come, or is over'],
  ['rule', 'its rule does not hold'],
  ['sample', 'kept out by its shares'],
  ['layer', 'another slice of its layer'],
  ['holdout', 'held out'],
  ['context', 'a fact that its rule reads is not known yet'],
  ['removed', 'the variant that was given is no more'],
  ['rollback', 'taken back after a failure'],
  ['invalid', 'it is malformed'],
  ['stale', 'the server has shown another variant'],
  ['consent', 'no consent'],
  ['bot', 'a crawler'],
  ['csp', 'the policy of this page forbids it'],
  ['storage', 'nothing can be stored here'],
  ['waiting', 'not decided yet'],
]);
