/** One page's run from its first decision to its end: sessions, consent, views, previews and refreshes. */

import type { Context, Manifest } from '../core/index.js';
import type { Client } from './api.js';
import { end, reconsider, view } from './experiments.js';
import { attempt } from './guard.js';
import { runningIds } from './manifest.js';
import { watchNavigation } from './navigation.js';
import { afterPaint, isPrerendered } from './paint.js';
import { forcedKey, keepPreview, type Preview, readPreview } from './preview.js';
import { createSession, show } from './session.js';
import type { Page } from './state.js';
import { eraseAll, VISITOR, writeCookie } from './storage.js';
import { readsHash } from './triggers.js';
import { confirmVisitor, findVisitor, isDenied } from './visitor.js';

/** Takes the manifest, once; without one there are no experiments on this page. */
export const start = (page: Page, manifest: Manifest | undefined, isTrusted: boolean, client: Client): void => {
  page._manifest = manifest;
  page._isTrusted = isTrusted;
  page._isStarted = true;
  const { globalPrivacyControl: isPrivate } = navigator as { globalPrivacyControl?: unknown };
  if (page._options.gpc && isPrivate && page._hasConsent && !page._isAsked) setConsent(page, false);
  else begin(page);
  page._emitter._emit('ready', client);
  afterPaint((isLeaving) => {
    page._isPainted = true;
    page._isLeaving = isLeaving;
    settle(page);
  });
};

/** A newer manifest only stops what it no longer runs. */
export const refresh = (page: Page, newer: Manifest): void => {
  const { _manifest: manifest, _session: session } = page;
  if (!manifest || session?._preview) return;
  const running = runningIds(newer);
  end(page, running);
  // a revision proves nothing: who can write to storage can write it there
  page._isTrusted ||= !!attempt(() => JSON.stringify(newer) === JSON.stringify(manifest));
  // and fx off keeps it
  if (newer.revision !== manifest.revision || !running.size)
    page._manifest = { ...manifest, experiments: manifest.experiments.filter((one) => running.has(one?.id)) };
  // what had to wait for a confirmation
  if (session && !session._bar) view(page);
};

/** Another subject, or none of the host's. */
export const identify = (page: Page, subject: string | undefined): void => {
  if (subject === page._subject) return;
  page._subject = subject;
  restart(page);
};

/** Merges facts by their first level. */
export const setContext = (page: Page, context: Context): void => {
  page._context = { ...page._context, ...context };
  reconsider(page);
};

export const setConsent = (page: Page, isGranted: boolean): void => {
  if (page._isOver) return;
  if (!isGranted) {
    erase(page);
    writeCookie(VISITOR, '0');
    begin(page);
    return;
  }
  page._isAsked = true;
  if (page._hasConsent) return;
  page._hasConsent = true;
  if (isDenied()) writeCookie(VISITOR, '');
  restart(page);
};

/** Undoes everything and stops for good; `forgets` erases what was stored, too. */
export const stop = (page: Page, forgets?: boolean): void => {
  if (forgets) erase(page);
  else close(page, true);
  page._isOver = true;
  page._watch._stop();
  page._stop?.();
};

/** Starts again with a preview, or with none. */
export const setPreview = (page: Page, preview: Preview): void => {
  page._wished = keepPreview(preview);
  restart(page);
};

const erase = (page: Page): void => {
  const { _domain: domain } = page._session?._visitor ?? findVisitor() ?? { _domain: '' };
  close(page, true);
  page._delivery._clear();
  eraseAll(domain);
  page._hasConsent = false;
};

const close = (page: Page, isFinal?: boolean): void => {
  end(page, undefined, isFinal);
  page._session = undefined;
};

const restart = (page: Page): void => {
  close(page);
  begin(page);
};

const begin = (page: Page): void => {
  const { _options: options, _watch: watch } = page;
  if (!page._isStarted || page._isOver) return;
  const { experiments = [] } = page._manifest ?? {};
  const asked = options.preview ? '' : (page._wished ?? readPreview());
  // the site may use such a parameter for something else: then it names no experiment
  const preview = experiments.some((one) => one && forcedKey(asked, one) !== null) ? asked : '';
  if (preview) {
    keepPreview(preview);
    page._onPreview();
  }
  const session = createSession(page, preview);
  page._session = session;
  const look = (): void => {
    watch._pause(false);
    const now = page._session;
    if (now && (now._preview || !now._bar)) view(page);
  };
  page._stop ??= watchNavigation(
    (from, to) =>
      from.split('#')[0] !== to.split('#')[0] ||
      experiments.some((one) => attempt(() => one.trigger && readsHash(one.trigger))),
    () => watch._pause(true),
    () => {
      look();
      page._onView();
    },
  );
  if (isPrerendered()) {
    page._delivery._whenShown(() => {
      show(page, session);
      look();
      settle(page);
    });
  }
  look();
  settle(page);
};

/** What can wait until the page is painted: storage other than cookies, and the network. */
const settle = (page: Page): void => {
  const { _session: session } = page;
  if (!session?._canStore || session._bar || !page._isPainted) return;
  const isConfirmed = confirmVisitor(session._visitor, session._sticky._renew);
  page._delivery._open(!isConfirmed, !!page._isLeaving);
};
