/** Gets the manifest to the run: at hand, stored, or fetched; and asks again on pages that stay open. */

import { type Manifest, parseManifest } from '../core/index.js';
import type { Client, Command } from './api.js';
import type { CompiledCode } from './capability.js';
import { createFx } from './client.js';
import { addCompanion, type Home } from './companion.js';
import { get, listen } from './dom.js';
import { attempt, warn } from './guard.js';
import { refresh, start } from './life.js';
import { guideOf, withDrafts } from './links.js';
import { isYoung, NO_EXPERIMENTS } from './manifest.js';
import type { Options } from './options.js';
import { afterPaint } from './paint.js';
import { fetchSigned, readSigned } from './signed.js';
import { createSite } from './site.js';
import { hidePage } from './veil.js';

/** What comes with the tag and not with its attributes. */
export interface Boot {
  /** The manifest, where it is at hand. */
  readonly _manifest?: Manifest | undefined;
  readonly _functions?: readonly CompiledCode[] | undefined;
  /** Where the tag itself came from. */
  readonly _tagUrl?: string | undefined;
  /** Gets the client before anything is decided; returns the commands that were queued for it. */
  readonly _onClient?: (client: Client) => readonly Command[];
}

const LONGEST_VEIL_MS = 3000;

/** Starts; the client is ready when experiments were decided for the first time. Never throws. */
export const load = (options: Options, boot: Boot): Client => {
  const { _manifest: given, _onClient: onClient, _tagUrl: tagUrl } = boot;
  const { manifestUrl, maxAge = 3600, name = 'fx', timeout = 1500, veil = 0 } = options;
  const maxAgeMs = +maxAge * 1000;
  const resolve = (to: string | undefined, from: string | undefined): URL | undefined =>
    attempt(() => new URL(`${to}`, from));
  const { href: url, origin } = (manifestUrl && resolve(manifestUrl, location.href)) || { href: '', origin: '' };
  const home: Home = { _url: tagUrl, _nonce: options.nonce };
  const isNear = (): boolean => origin === location.origin || origin === resolve(tagUrl, undefined)?.origin;
  const onView = (): void => askOld();
  // Those of a draft take the place of the live ones.
  const functions = [...(boot._functions ?? [])];
  const site = createSite(options, functions, !!(given || options.js || isNear()), onView, () => {
    const [file, dataset] = guideOf(options);
    addCompanion(file, home, dataset);
  });
  const client = createFx(site);
  // A page that shows is not hidden again.
  const show =
    veil && site._hasConsent && !get(document, 'body')
      ? hidePage(site._nonce, Math.min(+veil, LONGEST_VEIL_MS))
      : undefined;
  let isStarted = false;
  let askedAt = Date.now();

  const go = (manifest: Manifest, isTrusted: boolean): void => {
    if (isStarted) return;
    isStarted = true;
    attempt(
      () => start(site, manifest, isTrusted, client),
      (error) => warn(`${error}`),
    );
    show?.();
  };
  const giveUp = (why: string): void => {
    if (!isStarted) warn(`no experiments on this page: ${why} ${url}`);
    go(NO_EXPERIMENTS, true);
  };
  const ask = (use: (manifest: Manifest | undefined) => void): void => {
    askedAt = Date.now();
    const keep = (store: () => void): void =>
      site._delivery._whenShown(() => {
        if (site._hasConsent && !site._session?._preview) store();
      });
    if (url) fetchSigned(url, keep, site).then(use);
  };
  const askAgain = (): void => ask((newer) => newer && refresh(site, newer));
  const askOld = (): void => {
    if (!isYoung(askedAt, maxAgeMs) && !get(document, 'hidden')) askAgain();
  };
  const startLive = (): void => {
    const manifest = given ?? (url && site._hasConsent ? parseManifest(readSigned(url, maxAgeMs, site)) : undefined);
    if (manifest) {
      go(manifest, !!given);
      if (url) afterPaint(askAgain);
    } else if (url) {
      setTimeout(giveUp, +timeout, 'too slow:');
      ask((fetched) => (fetched ? go(fetched, true) : giveUp('no manifest at')));
    } else giveUp('no manifest');
  };
  if (onClient) client.push(...onClient(client));
  listen(document, 'visibilitychange', askOld);
  if (options.debug) addCompanion('fx.story.js', home, { name, collect: options.collect ?? '' });
  withDrafts(site, given ? '' : url, home, boot._functions && functions, go, startLive);
  return client;
};
