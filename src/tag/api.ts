/** The types of `window.fx`, of the client, and of what they are made with. */

import type { Context, Experiment, FxEvent, Gate, JsonObject } from '../core/index.js';

/**
 * The experiments of a site, for types only: `fx types` writes a file that adds them.
 *
 * @example
 * declare module 'fx-tag' {
 *   interface FxExperiments {
 *     'homepage-cta': { variants: 'control' | 'treatment'; payload: undefined; metadata: undefined };
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be added to
export interface FxExperiments {}

interface AnyExperiment {
  readonly variants: string;
  readonly payload: JsonObject | undefined;
  readonly metadata: JsonObject | undefined;
}

/** An experiment's id: one of the site's, where `fx types` has written them down. */
export type ExperimentId = keyof FxExperiments extends never ? string : keyof FxExperiments & string;

type Of<Id extends string> = Id extends keyof FxExperiments
  ? FxExperiments[Id] extends AnyExperiment
    ? FxExperiments[Id]
    : AnyExperiment
  : AnyExperiment;

/** What was decided for a subject, told once for each experiment that activates. */
export interface Assignment {
  readonly experiment: string;
  readonly variant: string;
  readonly subject: string;
  /** `assigned`, `sticky` or `divert`. */
  readonly reason: string;
}

/** What `on` tells about, by type. */
export interface FxEvents {
  exposure: Extract<FxEvent, { type: 'exposure' }>;
  conversion: Extract<FxEvent, { type: 'conversion' }>;
  failure: Extract<FxEvent, { type: 'failure' }>;
  assignment: Assignment;
  ready: Client;
}

/** Why a subject is in an experiment or not: every gate in order, with what it saw. */
export interface Explanation {
  readonly id: string;
  readonly variant: string | null;
  readonly reason: string;
  /** Whether its trigger is on and its recipe holds now. */
  readonly isActive: boolean;
  readonly gates: readonly Gate[];
}

/** A command for the queue: the name of a method and its arguments, or a function that gets the client. */
export type Command = readonly [method: string, ...args: unknown[]] | ((client: Client) => void);

/** What a page does with fx: `window.fx`, and what `createClient` and `init` return. */
export interface Client {
  /** Every experiment of the manifest, as it stands there; none before there is one. */
  readonly experiments: readonly Experiment[];
  /** The key whose recipe holds now; undefined when out, not yet activated, or gated out by recipeSampleRate. */
  variant<Id extends ExperimentId>(id: Id): Of<Id>['variants'] | undefined;
  /** The payload of the variant that holds now, else undefined. */
  payload<Id extends ExperimentId>(id: Id): Of<Id>['payload'] | undefined;
  /** The key of an active experiment, also when its recipe is gated out. */
  assignment<Id extends ExperimentId>(id: Id): Of<Id>['variants'] | undefined;
  /** Whether the recipe holds now. */
  isActive(id: ExperimentId): boolean;
  /** The experiment's metadata, frozen, for every known id, else undefined. */
  metadata<Id extends ExperimentId>(id: Id): Of<Id>['metadata'] | undefined;
  /** Fires a manual trigger and returns `variant(id)`; on any other trigger it warns and does nothing. */
  activate<Id extends ExperimentId>(id: Id): Of<Id>['variants'] | undefined;
  /** Sends the exposure of a manualExposure experiment, once; false where there is none to send. */
  expose(id: ExperimentId): boolean;
  /**
   * Counts a conversion for this subject, in a test or not.
   *
   * @param value default 1; anything but a finite number warns and counts as nothing
   * @param options `key`, such as an order number: counted once per subject and 7 days
   */
  track(eventName: string, value?: number, options?: { readonly key?: string | number }): void;
  /** Another subject: undoes everything, sends what is queued under the old one, starts again. */
  identify(subject: string | number | null | undefined): void;
  /** Merges targeting facts by their first level; decides again what is out by `rule` or `context`. */
  setContext(context: Context): void;
  /** Listens; what already happened is told at once. Returns how to stop. */
  on<T extends keyof FxEvents>(type: T, listener: (detail: FxEvents[T]) => void): () => void;
  /** Grants or denies: `false` undoes and erases everything, and keeps fx off until `true`. */
  consent(granted: boolean): void;
  /** Undoes and erases everything; off until the next page load. */
  forget(): void;
  /** Why this subject is in or out; undefined for an unknown id. */
  explain(id: ExperimentId): Explanation | undefined;
  /** Shows a variant in this tab, without any event, until `reset()`. */
  preview(id: ExperimentId, key: string): void;
  /** Ends a preview, and starts again as this visitor. */
  reset(): void;
  /** Undoes everything and stops for good. */
  dispose(): void;
  /** Runs a queued command; a throwing one never stops the next. */
  push(...commands: Command[]): void;
  /** Resolves with the client when experiments were decided for the first time. */
  readonly ready: Promise<Client>;
  readonly version: string;
}

/**
 * What `createClient` and `init` take, all of it optional. The tag reads the same from its attributes: `data-max-age` is
 * `maxAge`, and so on; only `data-manifest` and `data-subject` have longer names here.
 */
export interface Options {
  /** Where the manifest is fetched from; with a manifest at hand, only to stop experiments. */
  readonly manifestUrl?: string | undefined;
  /** Where events are posted to. Default: nowhere, listeners and the dataLayer only. */
  readonly collect?: string | undefined;
  /** The host's user id, 1 to 256 characters. Default: the visitor's own id. */
  readonly subjectId?: string | number | null | undefined;
  /** Facts for rules, such as `{user: {tier: 'pro'}}`. */
  readonly targetingContext?: Context | undefined;
  /** Functions in place of the file's triggers, by experiment id; asked at every view. */
  readonly triggers?: Readonly<Record<string, () => boolean | Promise<boolean>>> | undefined;
  /** How long a stored manifest is used without asking first, seconds. Default 3600. */
  readonly maxAge?: number | string | undefined;
  /** How long the page waits for a manifest that is not at hand, milliseconds. Default 1500. */
  readonly timeout?: number | string | undefined;
  /** Lets a manifest from a foreign origin run code; any text but '' does, as `data-js` does. Default: it may not. */
  readonly js?: boolean | string | undefined;
  /** Hides the page until decided, this long at the most, milliseconds up to 3000. Default: never. */
  readonly veil?: number | string | undefined;
  /** `required`: nothing is stored, sent or assigned before `consent(true)`. */
  readonly consent?: 'required' | undefined;
  /** `respect`: Global Privacy Control counts as denied consent. */
  readonly gpc?: 'respect' | undefined;
  /** The domain of the cookies. Default: the widest that takes them. */
  readonly cookieDomain?: string | undefined;
  /** The name of the dataLayer array; one push per exposure. */
  readonly layer?: string | undefined;
  /** `off`: preview links do nothing. */
  readonly preview?: 'off' | undefined;
  /** `beacon`: for a collector that cannot answer with CORS; at most once. */
  readonly delivery?: 'beacon' | undefined;
  /** Tells failures in the console, too. */
  readonly debug?: boolean | string | undefined;
  /** The name of the tag's global. Default `fx`. */
  readonly name?: string | undefined;
  /** The nonce of the page's policy. Default: that of the first `script[nonce]`. */
  readonly nonce?: string | undefined;
  /**
   * Asked where no assignment is stored: the key of the variant that another tool gave this visitor, which is sticky from now
   * on; '' keeps them out (`removed`); anything else leaves the hash to decide.
   */
  readonly recall?: ((experiment: Experiment) => string | null | undefined) | undefined;
  /** Asked after the gates and before storing: a key, null for out, undefined to leave the verdict. */
  readonly decide?:
    | ((
        experiment: Experiment,
        subject: string,
        verdict: { readonly variant: string | null; readonly reason: string },
      ) => string | null | undefined)
    | undefined;
  /** The path that events carry, made from the page's own; query and hash never get in. */
  readonly path?: ((path: string) => string) | undefined;
}
