/** Makes the provider for OpenFeature's server SDK, over what decides for any subject. */

import type { Context, Manifest } from '../../core/index.js';
import { createNews, createProviderEmitter, toldBy } from './emitter.js';
import { evaluate, type FlagAnswer, type FlagKind } from './evaluate.js';
import { onceKeyOf, withUser } from './web.js';

/** `createServer` of `fx-tag/server` is one. */
export interface DecidingServer {
  readonly manifest: Manifest | undefined;
  readonly ready?: Promise<unknown>;
  decide(
    id: string,
    question: { readonly subject: string | number; readonly context?: Context },
  ): { readonly variant: string | null; readonly recipe: boolean; readonly reason: string } | undefined;
}

export interface ServerProviderOptions {
  /** Counts conversions: a server's decisions have no visit to count them for. Default: they are not counted. */
  readonly track?: (
    subject: string,
    name: string,
    value?: number,
    options?: { readonly key?: string | number },
  ) => void;
  /** Called with each evaluation that gave a variant. Default: evaluations count nothing. */
  readonly expose?: (subject: string, id: string, variant: string) => void;
}

type EvaluationFacts = Readonly<Record<string, unknown>>;

/**
 * A provider for `@openfeature/server-sdk`: each evaluation has a context of its own, whose `targetingKey` is the
 * subject.
 *
 * @example
 * await OpenFeature.setProviderAndWait(createServerProvider(createServer({ manifest })));
 */
export function createServerProvider(server: DecidingServer, options: ServerProviderOptions = {}) {
  const events = createProviderEmitter();
  const resolve =
    <T>(kind: FlagKind) =>
    async (key: string, fallback: T, facts: EvaluationFacts = {}) => {
      const { manifest } = server;
      const { targetingKey, ...rest } = facts;
      const subject = typeof targetingKey === 'string' ? targetingKey : '';
      const context = withUser(rest);
      const ask = (id: string): FlagAnswer | undefined => {
        const experiment = manifest?.experiments.find((one) => one.id === id);
        const decision = experiment && server.decide(id, { subject: subject || 'anonymous', context });
        return decision && { experiment, reason: decision.reason, variant: decision.recipe ? decision.variant : null };
      };
      const resolution = evaluate(key, kind, fallback, ask, subject === '', `${manifest?.revision ?? ''}`);
      const id = resolution.flagMetadata?.experiment;
      if (typeof id === 'string' && resolution.variant) options.expose?.(subject, id, resolution.variant);
      return resolution;
    };
  return {
    metadata: { name: 'fx' },
    runsOn: 'server' as const,
    events: events as never,
    initialize: async () => {
      await server.ready;
    },
    ...toldBy(createNews(events)),
    track(name: string, context: EvaluationFacts, details: { readonly value?: number; readonly key?: unknown } = {}) {
      if (typeof context.targetingKey === 'string')
        options.track?.(context.targetingKey, name, details.value, onceKeyOf(details.key));
    },
    resolveBooleanEvaluation: resolve<boolean>('boolean'),
    resolveStringEvaluation: resolve<string>('string'),
    resolveNumberEvaluation: resolve<number>('number'),
    resolveObjectEvaluation: <T>(key: string, fallback: T, facts: EvaluationFacts) =>
      resolve<T>('object')(key, fallback, facts),
  };
}
