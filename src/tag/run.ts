/** One page's run from its first decision to its end: subjects, consent, views, previews and refreshes. */

import type { Context, Experiment, Manifest } from '../core/index.js';
import type { Client } from './api.js';
import { end, reconsider, view } from './experiments.js';
import { attempt } from './guard.js';
import { runningIds } from './manifest.js';
import { watchNavigation } from './navigation.js';
import { afterPaint, isPrerendered, whenHidden } from './paint.js';
import { forcedKey, keepPreview, type Preview, readPreview } from './preview.js';
import { isSilent, type Page } from './state.js';
import { createSticky } from './sticky.js';
import { eraseAll, readCookies, STICKY, VISITOR, writeCookie } from './storage.js';
import { readsHash } from './triggers.js';
import { confirmVisitor, findVisitor, isDenied, makeVisitor, storeVisitor } from './visitor.js';

/** Takes the manifest, once; without one there are no experiments on this page. */
export const start = (page: Page, manifest: Manifest, isTrusted: boolean, client: Client): void => {
  page._manifest = manifest;
  page._isTrusted = isTrusted;
  const isHeeded = page._options.gpc && page._hasConsent && !page._isAsked;
  if (isHeeded && (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl) setConsent(page, false);
  else begin(page);
  page._emitter._emit('ready', client);
  // where nothing is sent, storage can wait until the page is put away: a first look at it costs milliseconds
  (page._options.collect ? afterPaint : whenHidden)(() => {
    page._isPainted = true;
    settle(page);
  });
};

/** A newer manifest only stops what it no longer runs. */
export const refresh = (page: Page, newer: Manifest): void => {
  const { _manifest: manifest } = page;
  if (!manifest || page._preview) return;
  const running = runningIds(newer);
  end(page, running);
  // a revision proves nothing: who can write to storage can write it there
  page._isTrusted ||= !!attempt(() => JSON.stringify(newer) === JSON.stringify(manifest));
  // and fx off keeps it
  if (newer.revision !== manifest.revision || !running.size)
    page._manifest = { ...manifest, experiments: manifest.experiments.filter(({ id }) => running.has(id)) };
  // what had to wait for a confirmation
  look(page);
};

/** Another subject, or none of the host's. */
export const identify = (page: Page, subject: string | undefined): void => {
  if (subject === page._given) return;
  page._given = subject;
  restart(page);
};

/** Merges facts by their first level. */
export const setContext = (page: Page, context: Context): void => {
  page._context = { ...page._context, ...context };
  reconsider(page);
};

export const setConsent = (page: Page, isGranted: boolean): void => {
  if (page._bar === OVER) return;
  if (!isGranted) {
    erase(page);
    // where the id was: who says no on one sub-domain says so on all
    writeCookie(VISITOR, '0', page._visitor._domain);
    begin(page);
    return;
  }
  page._isAsked = true;
  if (page._hasConsent) return;
  page._hasConsent = true;
  if (isDenied()) writeCookie(VISITOR, '');
  restart(page);
};

/** Undoes everything and stops until the next page load; `forgets` erases what was stored, too. */
export const stop = (page: Page, forgets?: boolean): void => {
  if (forgets) erase(page);
  else end(page, undefined, true);
  page._bar = OVER;
  page._preview = '';
  page._stop?.();
};

/** Starts again with a preview, or with none. */
export const setPreview = (page: Page, preview: Preview): void => {
  page._wished = keepPreview(preview);
  restart(page);
};

/** Why nothing happens any more. */
const OVER = 'over';

const erase = (page: Page): void => {
  end(page, undefined, true);
  page._delivery._clear();
  eraseAll(page._visitor._domain);
  page._hasConsent = false;
  page._canStore = false;
};

const restart = (page: Page): void => {
  end(page);
  begin(page);
};

/** What is to be shown; the site may use such a parameter for something else: then it names no experiment. */
const previewFor = ({ _options: options, _wished: wished }: Page, experiments: readonly Experiment[]): Preview => {
  const asked = options.preview ? '' : (wished ?? readPreview());
  return asked && experiments.some((one) => forcedKey(asked, one) !== null) ? asked : '';
};

/** CUBOT makes phones; `navigator.webdriver` is quality assurance. */
const isBot = (): boolean => /(?:^|[^u])bot|crawl|spider/i.test(navigator.userAgent);

const begin = (page: Page): void => {
  const { _manifest: manifest } = page;
  if (!manifest || page._bar === OVER) return;
  const { experiments } = manifest;
  page._preview = previewFor(page, experiments);
  page._bar = isBot() ? 'bot' : page._hasConsent ? '' : 'consent';
  page._canStore = false;
  // at first it is known already
  if (page._sticky) page._visitor = findVisitor() ?? makeVisitor();
  meet(page, experiments);
  page._stop ??= watchNavigation(
    () => readsHash(experiments.map(({ trigger }) => trigger)),
    () => page._watch._pause(true),
    page._watch._isChanged,
    () => {
      look(page);
      page._onView();
    },
  );
  if (!page._preview) return;
  keepPreview(page._preview);
  page._onPreview();
};

/** Who is here, as far as it can be stored, and the first view; of a prerendered page what nobody sees, and the rest later. */
const meet = (page: Page, experiments: readonly Experiment[]): void => {
  const { _given: given, _options: options, _visitor: visitor } = page;
  const isEarly = isPrerendered();
  // read before anything is written, after which the browser asks another process again
  const held = readCookies(STICKY);
  const know = (): void => {
    page._subject = given ?? page._visitor._id;
    page._sticky = createSticky(page._subject, page, () => experiments, held);
  };
  page._delivery._whenShown(() => {
    // another subject has begun since
    if (page._visitor !== visitor) return;
    page._canStore = !isSilent(page);
    if (page._canStore) {
      const stored = storeVisitor(visitor, options.cookieDomain);
      if (stored) page._visitor = stored;
      else if (given === undefined) {
        page._bar = 'storage';
        page._canStore = false;
      }
    }
    if (isEarly) page._sticky._renew();
    else know();
    look(page);
    settle(page);
  });
  if (!isEarly) return;
  know();
  look(page);
};

const look = (page: Page): void => {
  page._watch._pause(false);
  if (page._preview || !page._bar) view(page);
};

/** What can wait until the page is painted: storage other than cookies, and the network. */
const settle = ({ _canStore, _delivery, _isPainted, _sticky, _visitor }: Page): void => {
  if (_isPainted && _canStore) _delivery._open(!confirmVisitor(_visitor, _sticky._renew));
};
