/** Declares the types of `fx-tag/server`: what a server is made with, and what it answers about one request. */

import type {
  Context,
  Experiment,
  Gate,
  Json,
  JsonManifest,
  JsonObject,
  KnownDecision,
  Manifest,
  ServedDecisions,
} from '../../core/index.js';
import type { VerifySignature } from '../signature/index.js';

/** A request as `fetch` knows it, its headers alone, or one of `node:http` and of what is built on that. */
export type AnyRequest =
  | Headers
  | {
      readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
      readonly url?: string | undefined;
      readonly method?: string | undefined;
      /** What Express calls the address before a router has cut it. */
      readonly originalUrl?: string | undefined;
      readonly socket?: unknown;
    };

/** Keeps events until a collector has confirmed them. */
export interface Outbox {
  /** Takes the JSON of one event. How many older ones had to go for it. */
  add(text: string): number;
  /** The events of the next batch, the same ones until `done` was called; undefined where there are none. */
  take(): { readonly texts: readonly string[]; done(): void } | undefined;
  /** How many events wait. */
  size(): number;
}

/**
 * What goes wrong without harm to a request. `manifest`: what was given is none, or not signed, and the last good one
 * stays. `refused`: the collector answers 403 or 404, so that events are dropped. `dropped`: events were given up,
 * because they did not fit or could not be sent. `event`: an event was not made, since no collector would take it.
 */
export interface ServerProblem {
  readonly code: 'manifest' | 'refused' | 'dropped' | 'event';
  /** The address, how many events, or which event. */
  readonly detail: string;
}

/** What `createServer` takes, all of it optional. */
export interface ServerOptions {
  /** What is published, or its text. Without one nobody is in anything until `use` has been given one. */
  readonly manifest?: Manifest | JsonManifest | string | undefined;
  /** Where events are posted to. Default: nowhere. */
  readonly collect?: string | undefined;
  /**
   * The domain of the cookies, such as `shop.example`: a server cannot find it out. Default: the request's host alone.
   */
  readonly cookieDomain?: string | undefined;
  /** `required`: nobody is in anything before a page has stored a visitor. */
  readonly consent?: 'required' | undefined;
  /** `respect`: Global Privacy Control counts as denied consent. */
  readonly gpc?: 'respect' | undefined;
  /** What visitors see as the origin of the site, such as `https://shop.example`. Default: `X-Forwarded-Proto` and `Host` say it. */
  readonly origin?: string | undefined;
  /** The facts that exposures carry so that results can be cut by them, 5 at most: `user.tier,user.plan`. */
  readonly segments?: string | readonly string[] | undefined;
  /** Makes the path that events carry out of the request's own, for sites whose addresses name people. */
  readonly path?: ((path: string) => string) | undefined;
  /** The key of the variant that another tool gave this subject; asked where no assignment is stored. */
  readonly recall?: ((experiment: Experiment, subject: string) => string | null | undefined) | undefined;
  /** Has the last word: a variant's key, null for out, undefined to leave the verdict as it is. */
  readonly decide?:
    | ((experiment: Experiment, subject: string, verdict: KnownDecision) => string | null | undefined)
    | undefined;
  /** `off`: preview links and the editor's parameter do nothing. */
  readonly preview?: 'off' | undefined;
  /** Keeps events until they are confirmed. Default: in memory, 10,000 of them. */
  readonly outbox?: Outbox | undefined;
  /** Keeps a worker alive until events are sent, such as `(sent) => context.waitUntil(sent)`. */
  readonly waitUntil?: ((sent: Promise<unknown>) => void) | undefined;
  /** Hears of what goes wrong. Default: the console says it. */
  readonly onProblem?: ((problem: ServerProblem) => void) | undefined;
  /** Default: the runtime's own. */
  readonly fetch?: typeof fetch | undefined;
  /** The public keys that may have signed a manifest, as `fx keygen` prints them: no other manifest is used. */
  readonly key?: string | readonly string[] | undefined;
  /** Tells whether a key has signed, where the runtime's Web Crypto knows no Ed25519. */
  readonly verify?: VerifySignature | undefined;
  /** What `manifest.json.sig` holds for `manifest`, which then has to be given as text. */
  readonly signature?: string | undefined;
}

/** What the host knows of one request. */
export interface VisitOptions {
  /** The host's user id. Default: the visitor's own id. */
  readonly subject?: string | number | null | undefined;
  /** Facts for rules, such as `{user: {tier: 'pro'}}`. */
  readonly context?: Context | undefined;
  /** Path and query of the page that is rendered, where the request does not say it. */
  readonly path?: string | undefined;
  /** Keeps a worker alive until the events of this visit are sent. Default: that of the server. */
  readonly waitUntil?: ((sent: Promise<unknown>) => void) | undefined;
}

/** Why a subject has a variant, or none. */
export interface ServerExplanation {
  readonly id: string;
  readonly variant: string | null;
  /** The core's reasons, and `bot`, `consent`, `prefetch`, `context` and `invalid`. */
  readonly reason: string;
  readonly gates: readonly Gate[];
}

/** One request, and what is decided for whoever makes it: each experiment when it is first asked for, once. */
export interface FxVisit {
  /** The host's user id, or the visitor's. */
  readonly subject: string;
  /** The id of `_fx`. */
  readonly visitor: string;
  /** The key of the variant to show; undefined where the subject is out, or where `recipeSampleRate` keeps it back. */
  variant(id: string): string | undefined;
  /** The payload of that variant. */
  payload(id: string): JsonObject | undefined;
  /** Why. Undefined for an unknown id. */
  explain(id: string): ServerExplanation | undefined;
  /**
   * Every experiment that may be on this page: those whose `urlMatch` trigger is about another address are left out.
   * Plain JSON, for `<FxProvider decisions>`.
   */
  readonly decisions: ServedDecisions;
  /** What `<html data-rendered>` says about the experiments that were asked for until now. */
  readonly rendered: string;
  /** Whether anything was decided: then the answer is for this visitor alone, `Cache-Control: private, no-cache`. */
  readonly isPrivate: boolean;
  /**
   * Counts the subject as having seen the variant, once for this visit. For what has no page: where there is one, let
   * its tag count.
   *
   * @returns false where there is nothing to count
   */
  expose(id: string): boolean;
  /**
   * Counts a conversion. `value` is any finite number, default 1; with a `key`, such as an order number, read-outs
   * count it once.
   */
  track(name: string, value?: number, options?: { readonly key?: string | number | undefined }): void;
  /**
   * The values of `Set-Cookie` to answer with. Read it last: it holds what was asked for until then. Empty where
   * nothing changes.
   */
  readonly setCookies: readonly string[];
  /** The request's `Cookie` as it will be from now on, for what renders this very request. */
  readonly cookieHeader: string;
}

/** Who asks, with what is known about them. */
export interface SubjectQuestion {
  readonly subject: string | number;
  readonly context?: Context | undefined;
  /** The key of a stored assignment, or null. */
  readonly sticky?: string | null;
  /** Milliseconds since the epoch. Default: now. */
  readonly now?: number;
}

/** Decides for requests, and posts what is counted. */
export interface FxServer {
  /** What is used now, undefined before there is one. */
  readonly manifest: Manifest | undefined;
  /** Resolves when the manifest that the server was made with is in use, or refused. */
  readonly ready: Promise<void>;
  /** Whether it takes signed manifests only. */
  readonly isKeyed: boolean;
  /** One request. */
  visit(request: AnyRequest, options?: VisitOptions): FxVisit;
  /** Decides for a subject without a request: nothing is stored or counted. Undefined for an unknown id. */
  decide(id: string, question: SubjectQuestion): KnownDecision | undefined;
  /** Shows every gate of `decide`. */
  explain(id: string, question: SubjectQuestion): ServerExplanation | undefined;
  /** The metadata of an experiment. */
  metadata(id: string): Json | undefined;
  /**
   * Uses another manifest from the next visit on. With `key`, its text and its signature are asked for.
   *
   * @returns false where it is none, or not signed: the last good one stays
   */
  use(manifest: unknown, signature?: string): Promise<boolean>;
  /**
   * Sends what waits, and resolves with how many events are left: none, unless the collector cannot be reached.
   */
  flush(): Promise<number>;
}
