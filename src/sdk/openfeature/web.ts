/** Makes the provider for OpenFeature's web SDK, over the tag of the page or an engine. */

import type { Context, Experiment } from '../../core/index.js';
import { createNews, createProviderEmitter, toldBy } from './emitter.js';
import { evaluate, type FlagAnswer, type FlagKind } from './evaluate.js';

/** A gate of `explain`. */
interface SeenGate {
  readonly gate: string;
  readonly saw: { readonly context?: Context };
}

/** What a tag and an engine have in common. */
export interface WebSource {
  readonly experiments: readonly Experiment[];
  /** Which published manifest decides. */
  readonly revision?: string | undefined;
  readonly ready: Promise<unknown>;
  variant(id: string): string | undefined;
  on(type: 'change', listener: () => void): () => void;
  expose(id: string): boolean;
  track(name: string, value?: number, options?: { readonly key?: string | number }): void;
  identify(subject: string | number | null | undefined): void;
  /** A tag says why with every gate, and what that saw. */
  explain?(id: string): { readonly reason: string; readonly gates: readonly SeenGate[] } | undefined;
  setContext?(context: Context): void;
  /** An engine says it in a word. */
  reason?(id: string): string | undefined;
  updateContext?(context: Context): void;
  /** An engine says how things stood after its last event. */
  at?(index: number): { readonly context: Context } | undefined;
  /** An engine tells of the manifests that it fetches. */
  subscribe?(listener: (event: { readonly type: string; readonly reason?: string }) => void): () => void;
}

export interface WebProviderOptions {
  /** Whether an evaluation counts as an exposure. Default false: `expose` does, or whatever shows the variant. */
  readonly expose?: boolean;
}

/** What is known of the evaluation. */
type EvaluationFacts = Readonly<Record<string, unknown>>;

/**
 * A provider for `@openfeature/web-sdk`: evaluations are synchronous.
 *
 * @param source `window.fx`, a client of `fx-tag`, or an engine
 * @example
 * await OpenFeature.setProviderAndWait(createWebProvider(engine));
 */
export function createWebProvider(source: WebSource, { expose = false }: WebProviderOptions = {}) {
  const events = createProviderEmitter();
  const news = createNews(events);
  const stops: (() => void)[] = [];
  const own: Record<string, unknown> = {};
  let given: Context = {};
  let subject: unknown;
  const ask = (id: string): FlagAnswer | undefined => {
    const experiment = source.experiments.find((one) => one.id === id);
    const reason = (source.explain?.(id)?.reason ?? source.reason?.(id)) || 'rule';
    return experiment && { experiment, reason, variant: source.variant(id) ?? null };
  };
  const resolve =
    <T>(kind: FlagKind) =>
    (key: string, fallback: T) => {
      const resolution = evaluate(key, kind, fallback, ask, false, `${source.revision ?? ''}`);
      const id = resolution.flagMetadata?.experiment;
      if (expose && typeof id === 'string' && resolution.variant) source.expose(id);
      return resolution;
    };
  const give = ({ targetingKey, ...facts }: EvaluationFacts = {}): void => {
    // A subject that the host gave itself stays.
    if (targetingKey || subject) source.identify(targetingKey as string | undefined);
    subject = targetingKey;
    // What rules read now, as far as a source shows it.
    const id = source.experiments[0]?.id as string;
    const before =
      (source.at?.(-1) ?? source.explain?.(id)?.gates.find((one) => one.gate === 'rule')?.saw)?.context ?? {};
    // Of nobody nothing is said, so that what the host gave fx itself stays.
    const next = Object.keys(facts).length ? withUser(facts) : {};
    // Sources merge facts, where another context of OpenFeature takes the place of the one before.
    const context: Record<string, unknown> = { ...given, ...next };
    for (const name in context) {
      // What stands there and was not given here is the host's own, and comes back.
      if (before[name] !== given[name]) own[name] = before[name];
      if (!(name in next)) context[name] = own[name];
    }
    given = next;
    source.setContext?.(context);
    source.updateContext?.(context);
  };
  return {
    metadata: { name: 'fx' },
    runsOn: 'client' as const,
    events: events as never,
    async initialize(context?: EvaluationFacts) {
      await source.ready;
      give(context);
      let { revision } = source;
      const follow: Parameters<NonNullable<WebSource['subscribe']>>[0] = ({ type, reason }) => {
        if (type === 'error' && reason === 'fetch') news.stale();
        if (type !== 'configLoaded') return;
        news.fresh();
        // Whoever polls gets the same one most of the time.
        if (source.revision !== revision) news.changed();
        revision = source.revision;
      };
      stops.push(source.on('change', news.changed));
      if (source.subscribe) stops.push(source.subscribe(follow));
    },
    async onClose() {
      for (const stop of stops.splice(0)) stop();
    },
    ...toldBy(news),
    async onContextChange(_old: EvaluationFacts, context: EvaluationFacts) {
      give(context);
    },
    track(name: string, _context: EvaluationFacts, details: { readonly value?: number; readonly key?: unknown } = {}) {
      source.track(name, details.value, onceKeyOf(details.key));
    },
    resolveBooleanEvaluation: resolve<boolean>('boolean'),
    resolveStringEvaluation: resolve<string>('string'),
    resolveNumberEvaluation: resolve<number>('number'),
    resolveObjectEvaluation: <T>(key: string, fallback: T) => resolve<T>('object')(key, fallback),
  };
}

/** The facts as they were given, and under `user` too, as rules of sites read them. */
export const withUser = (facts: EvaluationFacts): Context => {
  const { user } = facts;
  return { ...facts, user: typeof user === 'object' && user ? { ...facts, ...user } : facts };
};

export const onceKeyOf = (key: unknown): { readonly key?: string | number } =>
  typeof key === 'string' || typeof key === 'number' ? { key } : {};
