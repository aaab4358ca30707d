/** Gets the manifest to the run: at hand, stored, or fetched; and asks again on pages that stay open. */

import type { Manifest } from '../core/index.js';
import type { Client, Command, Options } from './api.js';
import type { Compiled } from './capability.js';
import { createFx, warn } from './client.js';
import { call, get, listen } from './dom.js';
import { attempt } from './guard.js';
import { fetchManifest, parseManifest, readStored } from './manifest.js';
import { afterPaint } from './paint.js';
import { beside, readPreview } from './preview.js';
import { putVeil } from './veil.js';
import { isDenied } from './visitor.js';

/** What the tag brings along. */
export interface Load {
  /** The manifest, where it is at hand. */
  readonly _manifest?: Manifest | undefined;
  readonly _functions?: readonly Compiled[] | undefined;
  /** Where the tag itself came from. */
  readonly _tagUrl?: string | undefined;
  /** Commands that were queued before the tag was there. */
  readonly _commands?: readonly Command[];
  /** Gets the client before anything is decided. */
  readonly _onClient?: (client: Client) => void;
}

const MAX_AGE_S = 3600;
const TIMEOUT_MS = 1500;
const HOUR_MS = 1000;

/** Starts; resolves with the client when experiments were decided for the first time. Never rejects. */
export const load = (options: Options, { _manifest, _functions, _tagUrl, _commands = [], _onClient }: Load): Client => {
  const { maxAgeS = MAX_AGE_S, timeoutMs = TIMEOUT_MS, veilMs, consent } = options;
  const token = options.preview === 'off' ? '' : readPreview()?._token;
  const liveUrl = options.manifestUrl && attempt(() => new URL(options.manifestUrl as string, location.href).href);
  const url = token && liveUrl && !_manifest ? beside(liveUrl, `preview.${token}.json`) : liveUrl;
  const maxAgeMs = maxAgeS * HOUR_MS;
  let askedAt = Date.now();

  const lift = veilMs && !isDenied() && consent !== 'required' ? putVeil(veilMs, options.nonce) : () => undefined;
  const { _client: client, _run: run } = createFx(options, {
    _functions,
    _runsCode: !!_manifest || !!options.allowJs || [location.href, _tagUrl].some((from) => isSameOrigin(from, url)),
    _onView: () => refreshOld(),
    _onPreview: () => undefined,
  });
  const start = (manifest: Manifest | undefined, isTrusted: boolean): void => {
    attempt(
      () => run._start(manifest, isTrusted, client),
      (error) => warn(`${error}`),
    );
    lift();
  };
  const refresh = async (): Promise<void> => {
    askedAt = Date.now();
    const newer = url && (await fetchManifest(url, !token));
    if (newer) run._refresh(newer);
  };
  const refreshOld = (): void => {
    if (url && Math.abs(Date.now() - askedAt) > maxAgeMs) refresh();
  };

  _onClient?.(client);
  client.push(..._commands);
  if (_manifest) {
    start(_manifest, true);
    if (url) afterPaint(() => refresh());
  } else if (url) {
    const stored = token ? null : readStored(url);
    const manifest = stored && stored._ageMs < maxAgeMs ? parseManifest(stored._text) : undefined;
    if (manifest) {
      start(manifest, false);
      afterPaint(() => refresh());
    } else waitFor(url, timeoutMs, !token, start);
  } else {
    warn('there is no manifest: name one with data-manifest');
    start(undefined, true);
  }
  listen(document, 'visibilitychange', () => get(document, 'visibilityState') === 'visible' && refreshOld());
  return client;
};

/** Fetches; what takes too long is stored for the next page, and there is no experiment on this one. */
const waitFor = (
  url: string,
  timeoutMs: number,
  store: boolean,
  start: (manifest: Manifest | undefined, isTrusted: boolean) => void,
): void => {
  let isOver = false;
  const once = (manifest: Manifest | undefined, trouble: string): void => {
    if (isOver) return;
    isOver = true;
    if (!manifest) warn(`no experiments on this page: ${trouble} ${url}`);
    start(manifest, true);
  };
  setTimeout(() => once(undefined, `no manifest within ${timeoutMs} ms from`), timeoutMs);
  fetchManifest(url, store).then((manifest) => once(manifest, 'no manifest that this tag knows at'));
};

const isSameOrigin = (from: string | undefined, url: string | undefined): boolean =>
  !!from && !!url && attempt(() => new URL(from).origin === new URL(url).origin) === true;

/** The manifest that stands in the page, where there is one; undefined, with a warning, where it is broken. */
export const readInline = (): { readonly _manifest: Manifest | undefined } | null => {
  const script = call(document, 'getElementById', 'fx-manifest');
  if (!(script instanceof HTMLScriptElement)) return null;
  const manifest = parseManifest(get(script, 'textContent') ?? '');
  return { _manifest: manifest };
};
