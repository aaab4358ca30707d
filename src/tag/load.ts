/** Gets the manifest to the run: at hand, stored, or fetched; and asks again on pages that stay open. */

import type { Manifest } from '../core/index.js';
import type { Client, Command, Options } from './api.js';
import type { Compiled } from './capability.js';
import { createFx, createPage } from './client.js';
import { attach, create, get, listen } from './dom.js';
import { attempt, warn } from './guard.js';
import { fetchManifest, parseManifest, readStored } from './manifest.js';
import { afterPaint } from './paint.js';
import { readPreview, tokenOf } from './preview.js';
import { refresh, start } from './run.js';
import { createStyles } from './styles.js';

/** What comes with the tag and not with its attributes. */
export interface Boot {
  /** The manifest, where it is at hand. */
  readonly _manifest?: Manifest | undefined;
  readonly _functions?: readonly Compiled[] | undefined;
  /** Where the tag itself came from. */
  readonly _tagUrl?: string | undefined;
  /** Gets the client before anything is decided; returns the commands that were queued for it. */
  readonly _onClient?: (client: Client) => readonly Command[];
}

const LONGEST_VEIL_MS = 3000;

/** Starts; the client is ready when experiments were decided for the first time. Never throws. */
export const load = (options: Options, { _manifest: given, _functions, _tagUrl: tagUrl, _onClient }: Boot): Client => {
  const { manifestUrl, maxAge = 3600, timeout = 1500, veil } = options;
  const token = !given && !options.preview && tokenOf(readPreview());
  const url =
    manifestUrl &&
    attempt(() => new URL(token ? `preview.${token}.json` : manifestUrl, new URL(manifestUrl, location.href)).href);
  const isNear = [location.href, tagUrl].some((from) =>
    attempt(() => new URL(`${from}`).origin === new URL(`${url}`).origin),
  );
  const page = createPage(options, _functions, !!(given || options.js || isNear));
  const client = createFx(page);
  // a page that shows is not hidden again
  const lift =
    veil && page._hasConsent && !get(document, 'body')
      ? createStyles(options.nonce)._add('html{visibility:hidden!important}', '')
      : undefined;
  let isStarted = false;
  let askedAt = Date.now();

  const go = (manifest: Manifest | undefined, isTrusted: boolean): void => {
    if (isStarted) return;
    isStarted = true;
    attempt(() => start(page, manifest, isTrusted, client), warn as never);
    lift?.();
  };
  const ask = (use: (manifest: Manifest | undefined) => void): void => {
    askedAt = Date.now();
    const keep = (store: () => void): void =>
      page._delivery._whenShown(() => {
        if (page._hasConsent && !token && !page._session?._preview) store();
      });
    if (url) fetchManifest(url, keep).then(use);
  };
  const askAgain = (): void => ask((newer) => newer && refresh(page, newer));
  const isOld = (at: number): boolean => Math.abs(Date.now() - at) > +maxAge * 1000;
  const askOld = (): void => {
    if (isOld(askedAt)) askAgain();
  };

  if (lift) setTimeout(lift, Math.min(+(veil ?? 0), LONGEST_VEIL_MS));
  if (_onClient) client.push(..._onClient(client));
  page._onView = askOld;
  page._onPreview = () => {
    const badge = attempt(() => new URL('fx.badge.js', tagUrl).href);
    if (!badge) return;
    const script = create('script');
    script.src = badge;
    script.dataset.name = options.name ?? 'fx';
    attach(script);
  };
  listen(document, 'visibilitychange', () => get(document, 'visibilityState') === 'visible' && askOld());
  const stored = !given && url && !token && page._hasConsent && readStored(url);
  const manifest = given ?? (stored && !isOld(stored._at) ? parseManifest(stored._text) : undefined);
  if (manifest) {
    go(manifest, !!given);
    if (url) afterPaint(askAgain);
  } else if (url) {
    const giveUp = (why: string): void => {
      if (!isStarted) warn(`no experiments on this page: ${why} ${url}`);
      go(undefined, true);
    };
    setTimeout(() => giveUp('too slow:'), +timeout);
    ask((fetched) => (fetched ? go(fetched, true) : giveUp('no manifest at')));
  } else {
    warn('no manifest');
    go(undefined, true);
  }
  return client;
};
