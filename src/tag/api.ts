/** Declares the types of `window.fx`, of the client, and of what they are made with. */

import type { Context, Experiment, FxEvent, Gate } from '../core/index.js';
import type { ExperimentId, ExperimentOf } from './typed.js';

/** The decision for a subject. Listeners get one for each experiment that activates, exposed or not. */
export interface Assignment {
  readonly experiment: string;
  readonly variant: string;
  readonly subject: string;
  /** `assigned`, `sticky` or `divert`. */
  readonly reason: string;
}

/** What `variant(id)` says from now on, where that is another answer than before. */
export interface VariantChange {
  readonly experiment: string;
  /** Undefined where nothing of the experiment holds now. */
  readonly variant: string | undefined;
}

/** What a listener of `on` gets, by the type that it listens to. */
export interface FxEvents {
  exposure: Extract<FxEvent, { type: 'exposure' }>;
  conversion: Extract<FxEvent, { type: 'conversion' }>;
  failure: Extract<FxEvent, { type: 'failure' }>;
  assignment: Assignment;
  /**
   * An experiment has begun, ended or was undone, for another subject, a preview or a failure, too. Not repeated for
   * late listeners.
   */
  change: VariantChange;
  ready: Client;
}

/** The gate that only a page has: whether the trigger is on now, and what it is held against. */
export interface PageGate {
  readonly gate: 'trigger';
  readonly pass: boolean;
  /** `trigger`, undefined for `auto`; `address` of the page. */
  readonly saw: { readonly [name: string]: unknown };
}

/** The answer of `explain`: every gate in the order in which it was asked, with what it saw and what it said. */
export interface Explanation {
  readonly id: string;
  readonly variant: string | null;
  readonly reason: string;
  /** Whether its trigger is on and its recipe holds now. */
  readonly isActive: boolean;
  /** Those of the core; the last is the trigger. */
  readonly gates: readonly (Gate | PageGate)[];
  /** What went wrong with its recipe on this page, each once. */
  readonly failures: readonly {
    readonly code: string;
    readonly selector: string | undefined;
    readonly message: string;
  }[];
}

/**
 * A command for the queue: the name of a method with its arguments, or a function that gets the client.
 *
 * @example
 * fx.push(['track', 'signup'], (client) => client.explain('homepage-cta'));
 */
export type Command = readonly [method: string, ...args: unknown[]] | ((client: Client) => void);

/**
 * What a page does with fx: `window.fx`, and what `createClient` and `init` return.
 *
 * No method throws, whatever it is given. An unknown id gives `undefined` or `false`; a wrong argument warns once in
 * the console and changes nothing. Before the first decision `activate` and `track` wait for it.
 *
 * @example
 * window.fx = window.fx || [];
 * fx.push((client) => {
 *   if (client.variant('homepage-cta') === 'treatment') showNewButton();
 *   client.track('signup');
 * });
 */
export interface Client {
  /** Every experiment of the manifest, in the order of their ids. Empty until there is a manifest. */
  readonly experiments: readonly Experiment[];
  /** Which published manifest decides here, as events carry it. Undefined until there is one. */
  readonly revision: string | undefined;
  /**
   * The key of the variant whose recipe is applied now.
   *
   * `undefined` where the visitor is out, where the trigger has not fired yet, and where `recipeSampleRate` keeps the
   * recipe from this visitor. Ask again after a navigation: an experiment ends where its trigger no longer holds.
   */
  variant<Id extends ExperimentId>(id: Id): ExperimentOf<Id>['variants'] | undefined;
  /**
   * The payload of the variant that `variant(id)` names; `undefined` where it names none, or where the variant has
   * none.
   */
  payload<Id extends ExperimentId>(id: Id): ExperimentOf<Id>['payload'] | undefined;
  /**
   * The key of the variant that this subject has in an active experiment, also where `recipeSampleRate` keeps the
   * recipe from them. Use it for analytics; use `variant` to decide what to show.
   */
  assignment<Id extends ExperimentId>(id: Id): ExperimentOf<Id>['variants'] | undefined;
  /** Whether the recipe of an experiment is applied now. */
  isActive(id: ExperimentId): boolean;
  /**
   * The experiment's `metadata`, frozen. Every known id has it, whoever the visitor is; `undefined` for an unknown one.
   */
  metadata<Id extends ExperimentId>(id: Id): ExperimentOf<Id>['metadata'] | undefined;
  /**
   * Fires a `manual` trigger, and returns `variant(id)` as it is then. On any other trigger it warns and does nothing.
   *
   * @example
   * const key = fx.activate('checkout-steps');
   */
  activate<Id extends ExperimentId>(id: Id): ExperimentOf<Id>['variants'] | undefined;
  /**
   * Sends the exposure of an experiment with `manualExposure: true`, once for each page load and variant.
   *
   * @returns `false` where none is sent: the experiment is not manual, not active, already exposed, or shown by a
   * preview
   */
  expose(id: ExperimentId): boolean;
  /**
   * Takes a variant back that your own code could not show: its recipe is undone for the rest of this page,
   * `variant(id)` is `undefined`, and a failure is reported, once. For error boundaries. Nothing happens where no
   * variant holds.
   *
   * @example
   * componentDidCatch(error) { fx.fail('homepage-cta', error); }
   */
  fail(id: ExperimentId, error: unknown): void;
  /**
   * Counts a conversion for this subject, whether they are in an experiment or not: the read-out matches them up.
   *
   * @param eventName as the metrics name it
   * @param value any finite number. Default 1; anything else warns, and nothing is counted
   * @param options `key`, such as an order number: the same key counts once for each subject within 7 days
   * @example
   * fx.track('purchase', 59.9, { key: order.number });
   */
  track(eventName: string, value?: number, options?: { readonly key?: string | number }): void;
  /**
   * Goes on as another subject, for example after a sign-in: undoes every change, sends what is queued under the old
   * subject, and decides again. `null` goes back to the visitor's own id.
   */
  identify(subject: string | number | null | undefined): void;
  /**
   * Adds facts that rules can read. The first level is merged: `{ user: … }` replaces the user and leaves the rest.
   *
   * Experiments that the visitor was kept out of by a rule, or for want of facts, are decided again. Nobody loses a
   * variant.
   */
  setContext(context: Context): void;
  /**
   * Says which variants a server has put into this HTML, '' for an experiment that it kept this visitor out of. Where
   * the answer is another one here, as on a cached page that was made for somebody else, the experiment is out on this
   * page, `stale`, and nobody is counted in it. For the queue: once an experiment is decided, it is too late.
   * `<html data-rendered="id:key,id:key">` says the same.
   *
   * @example
   * fx.push(['rendered', { 'homepage-cta': 'treatment' }]);
   */
  rendered(variants: Readonly<Record<string, string>>): void;
  /**
   * Listens to what fx does. A late listener first gets what already happened, in order.
   *
   * @returns stops listening
   * @example
   * const stop = fx.on('exposure', ({ experiment, variant }) => {
   *   gtag('event', 'experience_impression', { experiment, variant });
   * });
   */
  on<T extends keyof FxEvents>(type: T, listener: (detail: FxEvents[T]) => void): () => void;
  /**
   * Tells fx what the visitor said to being counted.
   *
   * `true` starts it. `false` undoes every change, erases every id and event of this browser, and keeps fx off on later
   * pages until `true`.
   */
  consent(granted: boolean): void;
  /** Undoes every change and erases every id and event of this browser. fx stays off until the next page load. */
  forget(): void;
  /** Says why this subject is in an experiment or out of it: every gate in order. `undefined` for an unknown id. */
  explain(id: ExperimentId): Explanation | undefined;
  /** Shows a variant in this tab until `reset()`. Nothing is stored for the visitor, and no event is sent. */
  preview(id: ExperimentId, key: string): void;
  /** Ends a preview, and decides again for this visitor. */
  reset(): void;
  /** Undoes every change and stops for good on this page. What was already sent or stored stays. */
  dispose(): void;
  /**
   * Runs commands, as the queue does before the tag is there. A command that throws is named in the console and does
   * not stop the next one.
   */
  push(...commands: Command[]): void;
  /** Resolves with the client once experiments were decided for the first time. It never rejects. */
  readonly ready: Promise<Client>;
  /** The version of fx, such as `1.2.0`. */
  readonly version: string;
}
