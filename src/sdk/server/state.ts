/** Describes the state that all visits of one server share. */

import type { Experiment, ExperimentNames, KnownDecision, Manifest, prepareKnown } from '../../core/index.js';
import type { ServerOptions } from './api.js';
import type { ServerDelivery } from './delivery.js';
import type { FactReader } from './facts.js';

/** An experiment of the manifest that is used, made ready for many questions. */
export interface Ready {
  readonly experiment: Experiment;
  /** Undefined where it is malformed. */
  readonly _decide: ReturnType<typeof prepareKnown> | undefined;
  /** The kinds of facts that its rule asks for: working out others costs more than most decisions. */
  readonly _needs: readonly string[];
  /** What stands in the cookie for each of its variants, as far as that was asked for. */
  readonly _marks: Map<string, string>;
}

/** What an experiment is asked with. */
export type KnownQuestion = Parameters<ReturnType<typeof prepareKnown>>[0];

/** What all visits of a server have in common. */
export interface ServerSite {
  readonly options: ServerOptions;
  readonly _delivery: ServerDelivery;
  readonly _facts: FactReader;
  readonly manifest: Manifest | undefined;
  readonly _ready: ReadonlyMap<string, Ready>;
  /** `namesOf` the experiments of the manifest. */
  _known(): ExperimentNames;
  _tell(code: 'event', detail: string): void;
}

/** A decision, with the reasons of a request. */
export type ServerVerdict = Omit<KnownDecision, 'reason'> & { readonly reason: string };
