/** Leads a page from its first decision to its end: sessions, consent, views, previews and refreshes. */

import type { Context, Manifest } from '../core/index.js';
import type { Client } from './api.js';
import { createSession, keepVisitor } from './begin.js';
import { end, reconsider, view } from './experiments.js';
import { attempt } from './guard.js';
import { runningIds } from './manifest.js';
import { watchNavigation } from './navigation.js';
import { tellsApart } from './page.js';
import { afterPaint, isPrerendered, whenHidden } from './paint.js';
import { keepPreview, type Preview } from './preview.js';
import { contextOf } from './session.js';
import type { Session, Site } from './state.js';
import { eraseAll, VISITOR, writeCookie } from './storage.js';
import { touchVisit } from './visit.js';
import { confirmVisitor, isDenied } from './visitor.js';

/** Takes the manifest, once; without one there are no experiments on this page. */
export const start = (site: Site, manifest: Manifest, isTrusted: boolean, client: Client): void => {
  site._manifest = manifest;
  site._isTrusted = isTrusted;
  if (isRefused(site)) setConsent(site, false);
  else begin(site);
  site._emitter._emit('ready', client);
  // Where nothing is sent, storage can wait until the page is put away: a first look at it costs milliseconds.
  (site._options.collect ? afterPaint : whenHidden)(() => {
    site._isPainted = true;
    settle(site);
  });
};

/** Whether the browser says no, the site heeds that, and nobody said yes on this page. */
export const isRefused = ({ _hasConsent, _isAsked, _options }: Site): boolean =>
  !!(
    _options.gpc &&
    _hasConsent &&
    !_isAsked &&
    (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl
  );

/** A newer manifest only stops what it no longer runs. */
export const refresh = (site: Site, newer: Manifest): void => {
  const { _manifest: manifest, _session: session } = site;
  if (!manifest || !session || session._preview) return;
  const running = runningIds(newer);
  end(session, running);
  // A revision proves nothing: who can write to storage can write it there.
  site._isTrusted ||= !!attempt(() => JSON.stringify(newer) === JSON.stringify(manifest));
  // `fx off` keeps the revision.
  if (newer.revision !== manifest.revision || !running.size)
    site._manifest = { ...manifest, experiments: manifest.experiments.filter(({ id }) => running.has(id)) };
  // Code and markup of a stored manifest may have waited for this confirmation.
  look(session);
};

/** Another subject, or none of the host's. */
export const identify = (site: Site, subject: string | undefined): void => {
  if (subject === site._given) return;
  site._given = subject;
  restart(site);
};

/** Merges facts by their first level. */
export const setContext = (site: Site, context: Context): void => {
  site._context = { ...site._context, ...context };
  if (site._session) reconsider(site._session);
};

export const setConsent = (site: Site, isGranted: boolean): void => {
  if (site._isOver) return;
  if (!isGranted) {
    // The denial takes the id's place in its cookie, on the same domain, so that it holds on every sub-domain.
    writeCookie(VISITOR, '0', erase(site));
    begin(site);
    return;
  }
  site._isAsked = true;
  if (site._hasConsent) return;
  site._hasConsent = true;
  if (isDenied()) writeCookie(VISITOR, '');
  restart(site);
};

/** Undoes everything and stops until the next page load. */
export const stop = (site: Site): void => {
  const { _session: session } = site;
  if (session) {
    end(session, undefined, true);
    // What was counted before first paint is still sent after it, even where Chromium tells this observer first.
    afterPaint(() => {
      site._isPainted = true;
      settle(site, session);
    });
  }
  close(site);
};

/** Stops, and erases what was stored, too. */
export const forget = (site: Site): void => {
  erase(site);
  close(site);
};

const close = (site: Site): void => {
  const { _session: session } = site;
  // Whatever of it still comes counts for nobody.
  if (session) session._bar = 'over';
  site._isOver = true;
  site._session = undefined;
  site._stop?.();
};

/** Starts again with a preview, or with none. */
export const setPreview = (site: Site, preview: Preview): void => {
  // An end is remembered whenever it comes, else the next page would show the preview again.
  if (site._isOver && preview) return;
  site._wished = keepPreview(preview);
  restart(site);
};

/** Undoes and erases everything; returns the domain on which the visitor was kept. */
const erase = (site: Site): string => {
  const { _session: session } = site;
  const domain = (session ?? site)._visitor.domain;
  if (session) {
    end(session, undefined, true);
    session._canStore = false;
    session._bar = 'consent';
  }
  site._delivery._clear();
  site._exposed.clear();
  eraseAll(domain);
  site._hasConsent = false;
  return domain;
};

const restart = (site: Site): void => {
  if (site._session) end(site._session);
  begin(site);
};

const begin = (site: Site): void => {
  const { _manifest: manifest, _watch: watch } = site;
  if (!manifest || site._isOver) return;
  const { experiments } = manifest;
  const session = createSession(site, experiments);
  site._session = session;
  if (isPrerendered())
    site._delivery._whenShown(() => {
      // Another session may have begun since.
      if (site._session !== session) return;
      // On another page, while this one was rendered ahead.
      if (isDenied()) return setConsent(site, false);
      keepVisitor(session);
      session._sticky._renew();
      look(session);
      settle(site);
    });
  look(session);
  settle(site);
  site._stop ??= watchNavigation(
    (from, to) => tellsApart(experiments, from, to, () => contextOf(site._session ?? session)),
    () => watch._pause(true),
    watch._isChanged,
    () => {
      if (site._session) look(site._session);
      site._onView();
    },
  );
  // A recipe of the first view may have begun another session.
  if (site._session !== session || !session._preview) return;
  keepPreview(session._preview);
  site._onPreview();
};

const look = (session: Session): void => {
  session._site._watch._pause(false);
  if (!session._preview && session._bar) return;
  touchVisit(session);
  view(session);
};

/** Does what can wait until the page is painted: storage other than cookies, and the network. */
const settle = (site: Site, session = site._session): void => {
  const { _delivery: delivery, _exposed: exposed, _isPainted: isPainted } = site;
  if (!isPainted || !session?._canStore) return;
  const isMine = session._isServed || confirmVisitor(session._visitor, session._sticky._renew);
  delivery._open(!isMine);
  // The exposures of this page are dropped: they count as not made.
  if (!isMine) exposed.clear();
};
