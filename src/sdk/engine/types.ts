/** Declares the types of `fx-tag/engine`. */

import type { Context, Experiment, FxEvent, JsonManifest, Manifest } from '../../core/index.js';
import type { ExperimentId, PayloadOf, VariantOf } from '../../tag/typed.js';
import type { VerifySignature } from '../signature/index.js';

/**
 * Where an engine keeps what has to last: the subject's id, what it was given, what was taken back. May answer later.
 */
export interface EngineStorage {
  getItem(key: string): string | null | undefined | Promise<string | null | undefined>;
  setItem(key: string, value: string): unknown;
  removeItem?(key: string): unknown;
}

/** A manifest as it was signed: byte for byte, with what lies beside it in `manifest.json.sig`. */
export interface SignedManifest {
  readonly manifest: string;
  readonly signature: string;
}

/** Brings manifests from elsewhere. */
export interface Fetcher {
  /** May reject: the engine then goes on with what it has. */
  fetch(): Promise<Manifest | JsonManifest | string | SignedManifest>;
  /** Milliseconds between two calls. Default 0: once. */
  readonly pollInterval?: number;
}

/** Takes exposures, conversions and failures as fx's collectors read them. */
export interface Telemetry {
  track(event: FxEvent): void;
}

/** After how many crashes a variant is taken back. An experiment's `metadata.rollback` wins. */
export interface Rollback {
  /** Default 3. */
  readonly threshold?: number;
  /** Within so many milliseconds. Default 60000. */
  readonly windowMs?: number;
  /** Whether it stays so at the next start. Default false. */
  readonly persistent?: boolean;
}

export interface EngineOptions {
  /** Default: memory, which forgets at the end of the program. */
  readonly storage?: EngineStorage | undefined;
  /** The host's user id. Default: an id that is made and kept in the storage. */
  readonly subject?: string | number | null | undefined;
  /** Facts for rules, such as `{app: {version: '2.3.0'}, platform: 'ios', user: {tier: 'pro'}}`. */
  readonly context?: Context | undefined;
  readonly fetcher?: Fetcher | undefined;
  readonly telemetry?: Telemetry | undefined;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /**
   * What `getVariant` answers where no variant holds. Default: the experiment's control, undefined for an unknown id.
   */
  readonly fallback?: string | ((id: string) => string | undefined) | undefined;
  /** `closed`: an unknown id and a manifest that is none throw. Default `open`: the fallback, and an `error` event. */
  readonly failMode?: 'open' | 'closed' | undefined;
  readonly rollback?: Rollback | undefined;
  /** How many events the history holds. Default 500. */
  readonly history?: number | undefined;
  /** Takes over from another tool: the key that it gave this subject, asked where no assignment is stored. */
  readonly recall?: ((experiment: Experiment, subject: string) => string | null | undefined) | undefined;
  /**
   * The public keys that may have signed a manifest, as `fx keygen` prints them: no other manifest is used, and no
   * variant holds before the first one has been checked.
   */
  readonly key?: string | readonly string[] | undefined;
  /** What `manifest.json.sig` holds for the first manifest, which then has to be given as text. */
  readonly signature?: string | undefined;
  /** Tells whether a key has signed, where the runtime's Web Crypto knows no Ed25519, as in Hermes. */
  readonly verify?: VerifySignature | undefined;
  /**
   * Makes ids, 32 hexadecimal digits, where the platform has no `crypto`: Expo's and React Native's packages have one.
   */
  readonly createId?: (() => string) | undefined;
}

/** Who asked for a variant: a host or its panel, a link, or the engine because something else changed. */
export type ChangeSource = 'user' | 'deeplink' | 'system';

/** What an engine tells, without time. */
export type Happening =
  | { readonly type: 'ready' }
  | { readonly type: 'assignment'; readonly experiment: string; readonly variant: string; readonly reason: string }
  | { readonly type: 'exposure'; readonly experiment: string; readonly variant: string; readonly reason: string }
  | { readonly type: 'conversion'; readonly name: string; readonly value: number; readonly reason: string }
  | {
      readonly type: 'variantChanged';
      readonly experiment: string;
      readonly variant: string | undefined;
      readonly source: ChangeSource;
      readonly reason: string;
    }
  | { readonly type: 'crash'; readonly experiment: string; readonly variant: string; readonly reason: string }
  | { readonly type: 'rollback'; readonly experiment: string; readonly variant: string; readonly reason: string }
  | { readonly type: 'configLoaded'; readonly revision: string }
  | { readonly type: 'contextUpdated'; readonly context: Context }
  | { readonly type: 'error'; readonly error: unknown; readonly reason: string };

/** What an engine tells and keeps in its history. */
export type EngineEvent = Happening & {
  /** Milliseconds since the epoch. */
  readonly at: number;
};

/** How things stood when an event of the history had happened. */
export interface Moment {
  readonly event: EngineEvent;
  readonly context: Context;
  readonly subject: string;
  /** What was forced, by id. */
  readonly forced: Readonly<Record<string, string>>;
  variant(id: string): string | undefined;
  /** The gate that decided, undefined for an unknown id. */
  reason(id: string): string | undefined;
}

/**
 * Decides without a page: React Native, workers, Electron, command lines. No method throws in the mode `open`.
 *
 * Before `ready`, which only an asynchronous storage delays, no variant holds.
 */
export interface Engine {
  /** Resolves with the engine once the storage has answered. It never rejects. */
  readonly ready: Promise<Engine>;
  readonly isReady: boolean;
  /** The experiments of the manifest. */
  readonly experiments: readonly Experiment[];
  /** Which manifest decides, as events carry it. Undefined until there is one. */
  readonly revision: string | undefined;
  /**
   * The key of the variant that holds, undefined for none. Changes nothing, so that it may be asked while rendering.
   */
  variant<Id extends ExperimentId>(id: Id): VariantOf<Id> | undefined;
  payload<Id extends ExperimentId>(id: Id): PayloadOf<Id> | undefined;
  /**
   * As `variant`, with the fallback in place of undefined; remembers what it gave. With a context: asks for that once.
   */
  getVariant<Id extends ExperimentId>(id: Id, context?: Context): VariantOf<Id>;
  /** The payload's `value` where it has one, else the payload; the fallback where no variant holds or it has none. */
  getVariantValue<T = unknown>(id: ExperimentId, fallback?: T): T;
  /** Forces a variant, which is a preview: meanwhile nothing is counted and nothing stored. */
  setVariant(id: ExperimentId, key: string): void;
  clearVariant(id: ExperimentId): void;
  /** Ends what is forced, and what was taken back after crashes. */
  resetAll(): void;
  /** All, or those that may be met on a route. */
  getExperiments(route?: string): readonly Experiment[];
  /** Every event, as it happens. Returns what ends it. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** `change`: what `variant` says may be another answer now. */
  on(type: 'change', listener: () => void): () => void;
  /** Adds facts; the first level is merged. Who holds a stored assignment keeps it. */
  updateContext(patch: Context): void;
  /** Goes on as another subject; null goes back to the engine's own id. */
  identify(subject: string | number | null | undefined): void;
  /**
   * Takes another manifest; with `key`, its text and its signature. What is none is refused: an `error` event, or a
   * rejection in the mode `closed`.
   */
  loadConfig(manifest: Manifest | JsonManifest | string, signature?: string): Promise<void>;
  /** Counts the exposure of an experiment, once for each subject and variant. Returns whether it did. */
  expose(id: ExperimentId): boolean;
  track(name: string, value?: number, options?: { readonly key?: string | number }): void;
  /** Counts a crash of a variant; enough of them take it back. */
  reportCrash(id: ExperimentId, error: unknown): void;
  /** Takes a variant back at once, until the next start. */
  fail(id: ExperimentId, error: unknown): void;
  /** Forces what `?fx=id:key,id:key` of a link names, `?fx=off` ends it. Returns the ids that it knew. */
  applyLink(url: string): readonly string[];
  /** The gate that decided, undefined for an unknown id. */
  reason(id: ExperimentId): string | undefined;
  getHistory(): readonly EngineEvent[];
  /** How things stood after an event of the history; negative counts from its end. */
  at(index: number): Moment | undefined;
  dispose(): void;
}
