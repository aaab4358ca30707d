/** Begins a session: who is here, as far as that can be stored, and whether they are in anything at all. */

import { type Experiment, forcedKey, isBotAgent } from '../core/index.js';
import { isEdited, readPreview, tellLost } from './links.js';
import { isPrerendered } from './paint.js';
import type { Preview } from './preview.js';
import { isSilent, type Session, type Site } from './state.js';
import { createSticky } from './sticky.js';
import { readCookies, STICKY } from './storage.js';
import { findVisitor, makeVisitor, storeVisitor } from './visitor.js';

/** A session for the subject of now; on a prerendered page nothing of it is stored before `keepVisitor` says so. */
export const createSession = (site: Site, experiments: readonly Experiment[]): Session => {
  const isServed = !!site._options.cookies;
  const owner = {
    _site: site,
    _preview: previewFor(site, experiments),
    _bar: isBotAgent(navigator.userAgent) ? 'bot' : site._hasConsent ? '' : 'consent',
    // The first session begins with the visitor who is known already.
    _visitor: { ...(site._session ? (findVisitor() ?? makeVisitor()) : site._visitor), _isBare: isServed },
    _canStore: false,
    _isServed: isServed,
  };
  // Read before anything is written, after which the browser asks another process again.
  const held = readCookies(STICKY);
  if (!isPrerendered()) keepVisitor(owner);
  const subject = site._given ?? owner._visitor.id;
  return Object.assign(owner, {
    _subject: subject,
    _sticky: createSticky(subject, owner, () => experiments, held),
    _runs: new Map(),
    _told: new Set<string>(),
  });
};

/** Stores the visitor of a session, where anything may be stored. */
export const keepVisitor = (
  session: Pick<Session, '_site' | '_preview' | '_bar' | '_visitor' | '_canStore' | '_isServed'>,
): void => {
  const { _given: given, _options: options } = session._site;
  if (isSilent(session)) return;
  // Two who make ids would make two of one visitor.
  const stored =
    session._isServed && session._visitor._isNew ? false : storeVisitor(session._visitor, options.cookieDomain);
  if (stored) session._visitor = stored;
  session._canStore = !!stored || given !== undefined;
  if (!session._canStore) session._bar = 'storage';
};

/** What is to be shown; the site may use such a parameter for something else: then it names no experiment. */
export const previewFor = (site: Site, experiments: readonly Experiment[]): Preview => {
  const { _options: options, _wished: wished } = site;
  const asked = options.preview ? '' : (wished ?? readPreview());
  if (isEdited(asked, options) || experiments.some((one) => forcedKey(asked, one) !== null)) return asked;
  tellLost(site, asked);
  return '';
};
