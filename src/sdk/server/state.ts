/** Holds what all visits of one server share. */

import {
  type Experiment,
  type ExperimentNames,
  explain,
  hasSoundHoldouts,
  isSound,
  type KnownDecision,
  type Manifest,
  markAssignment,
  namesOf,
  namespaces,
  prepareKnown,
} from '../../core/index.js';
import type { ServerExplanation, ServerOptions } from './api.js';
import type { ServerDelivery } from './delivery.js';
import type { FactReader } from './facts.js';

/** An experiment of the manifest that is used, made ready for many questions. */
export interface Ready {
  readonly experiment: Experiment;
  /** Undefined where it is malformed. */
  readonly _decide: ReturnType<typeof prepareKnown> | undefined;
  /** The kinds of facts that its rule asks for: working out others costs more than most decisions. */
  readonly _needs: readonly string[];
  /** What stands in the cookie for each of its variants: hashing costs more than deciding does. */
  readonly _marks: readonly string[];
}

/** What an experiment is asked with. */
export type KnownQuestion = Parameters<ReturnType<typeof prepareKnown>>[0];

/** What visits ask of a manifest. */
export interface ReadyManifest {
  readonly manifest: Manifest | undefined;
  /** Where several have one id, the sound one runs. */
  readonly _ready: ReadonlyMap<string, Ready>;
  /** `namesOf` the experiments of the manifest. */
  _known(): ExperimentNames;
}

/** What all visits of a server have in common. */
export interface ServerSite extends ReadyManifest {
  readonly options: ServerOptions;
  readonly _delivery: ServerDelivery;
  readonly _facts: FactReader;
  _tell(code: 'event', detail: string): void;
}

/** A decision, with the reasons of a request. */
export type ServerVerdict = Omit<KnownDecision, 'reason'> & { readonly reason: string };

export function makeReady(manifest: Manifest | undefined): ReadyManifest {
  const { experiments = [] } = manifest ?? {};
  const ready = new Map<string, Ready>();
  const canDecide = manifest && hasSoundHoldouts(manifest);
  for (const experiment of experiments) {
    const isReady = canDecide && isSound(experiment);
    if (!ready.get(experiment.id)?._decide)
      ready.set(experiment.id, {
        experiment,
        _decide: isReady ? prepareKnown(experiment) : undefined,
        _needs: isReady ? namespaces(experiment.audience?.rule ?? 0) : [],
        _marks: isReady ? experiment.variants.map(({ key }) => markAssignment(experiment, key)) : [],
      });
  }
  return { manifest, _ready: ready, _known: namesOf(experiments) };
}

/** A verdict with every gate, none for an experiment that is malformed. */
export function explanationOf(
  { experiment, _decide: decide }: Ready,
  { reason, variant }: ServerVerdict,
  question: () => KnownQuestion,
): ServerExplanation {
  return { id: experiment.id, variant, reason, gates: decide ? explain(experiment, question()) : [] };
}

/** Why nobody is in. */
export function out(reason: string): ServerVerdict {
  return { variant: null, recipe: false, exposure: false, reason };
}
