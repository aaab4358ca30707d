/** Declares the types of what the tag is made with: its options, which its attributes say as well. */

import type { Context, Experiment } from '../core/index.js';

/**
 * What `createClient` and `init` take, all of it optional. The tag reads the same from its attributes: `data-max-age`
 * is `maxAge`, and so on; only `data-manifest` and `data-subject` have longer names here.
 */
export interface Options {
  /** Where the manifest is fetched from; with a manifest at hand, only to stop experiments. */
  readonly manifestUrl?: string | undefined;
  /**
   * The public keys that may have signed what is fetched, as `fx keygen` prints them; in an attribute with commas
   * between them. A manifest that none of them has signed, or one older than this browser has seen, is as none.
   * Default: nothing is checked.
   */
  readonly key?: string | readonly string[] | undefined;
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
  /** Lets a manifest from another origin run code: `true`, or any text but ''. Default: it may not. */
  readonly js?: boolean | string | undefined;
  /** Hides the page until decided, this long at the most, milliseconds up to 3000. Default: never. */
  readonly veil?: number | string | undefined;
  /** `required`: nothing is stored, sent or assigned before `consent(true)`. */
  readonly consent?: 'required' | undefined;
  /** `respect`: Global Privacy Control counts as denied consent. */
  readonly gpc?: 'respect' | undefined;
  /**
   * `server`: a server writes `_fx` and `_fx_s`, as `fx-tag/server` does, and this page only reads them. Without `_fx`
   * nobody is in anything, `storage`. What is assigned here is kept in localStorage.
   */
  readonly cookies?: 'server' | undefined;
  /** The domain of the cookies. Default: the widest that takes them. */
  readonly cookieDomain?: string | undefined;
  /** The facts that exposures carry so that results can be cut by them, 5 at most: `user.tier,user.plan`. */
  readonly segments?: string | readonly string[] | undefined;
  /** The name of the dataLayer array; one push per exposure. */
  readonly layer?: string | undefined;
  /** `off`: preview links do nothing. */
  readonly preview?: 'off' | undefined;
  /** Where Studio is, which opens pages to be edited: `https://studio.example.com`. Default: nobody edits them. */
  readonly studio?: string | undefined;
  /** `beacon`: for a collector that cannot answer with CORS; at most once. */
  readonly delivery?: 'beacon' | undefined;
  /** Tells failures in the console, too. */
  readonly debug?: boolean | string | undefined;
  /** The name of the tag's global. Default `fx`. */
  readonly name?: string | undefined;
  /** The nonce of the page's policy. Default: that of the first `script[nonce]`. */
  readonly nonce?: string | undefined;
  /**
   * Takes over from another tool. It is asked where no assignment is stored, and answers with the key of the variant
   * that the other tool gave this visitor: that variant is sticky from then on. `''` keeps the visitor out (`removed`).
   * Anything else lets the hash decide. Where it throws, the hash decides too.
   */
  readonly recall?: ((experiment: Experiment) => string | null | undefined) | undefined;
  /**
   * Has the last word on a decision. It is asked after the gates and before anything is stored, and answers with the
   * key of a variant, `null` for out, or `undefined` to leave the verdict as it is.
   */
  readonly decide?:
    | ((
        experiment: Experiment,
        subject: string,
        verdict: { readonly variant: string | null; readonly reason: string },
      ) => string | null | undefined)
    | undefined;
  /**
   * Makes the path that events carry out of the page's own, for sites whose addresses name people. Query and hash are
   * cut off whatever it returns.
   */
  readonly path?: ((path: string) => string) | undefined;
}
