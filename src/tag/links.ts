/**
 * Reads links that preview or edit: which variants this tab is to show, and the drafts that a link names.
 * `without/links.ts` asks a companion for all of it.
 */

import { type Manifest, parseManifest, previewIn } from '../core/index.js';
import type { CompiledCode } from './capability.js';
import { addCompanion, type Home } from './companion.js';
import { listen } from './dom.js';
import { attempt, warn } from './guard.js';
import { NO_EXPERIMENTS } from './manifest.js';
import type { Options } from './options.js';
import { keepPreview, type Preview } from './preview.js';
import { fetchSigned } from './signed.js';
import type { Site } from './state.js';
import { PREVIEW, readCookies, readItem } from './storage.js';

/** What a container holds besides the tag: its manifest as text, and the functions of its variants. */
export type Handed = readonly [text: string | undefined, functions: readonly CompiledCode[] | undefined];

/** The script of a companion, with what the tag that added it has handed over; gone once it was taken. */
export interface Lent extends HTMLScriptElement {
  fx?: Handed | undefined;
}

/** The event by which a container of drafts is handed over, on its own script. */
const DRAFT = 'fx-draft';

/** In place of variants: nothing is to be shown, as somebody edits the page. */
const EDITED = 'fx-edit';

/** What the address or the tab asks for. Only names are taken from there, never code or addresses. */
export const readPreview = (): Preview => {
  const asked = previewIn(location.search);
  if (asked) return asked;
  if (/[?&]fx-edit=/.test(location.search)) return EDITED;
  // a cookie is cheap to read, sessionStorage is not: the cookie tells whether there is anything in it
  return asked === undefined ? (readCookies(PREVIEW)[0] && readItem(PREVIEW)) || '' : keepPreview('');
};

/** Whether somebody edits the page, who comes from the Studio that the page itself names. */
export const isEdited = (asked: Preview, { studio }: Pick<Options, 'studio'>): boolean => asked === EDITED && !!studio;

/** The companion of a preview, with what it is told: it goes on where the tag has nothing more to do. */
export const guideOf = ({ name = 'fx', preview, studio }: Options): readonly [file: string, dataset: object] =>
  !preview && isEdited(readPreview(), { studio }) ? ['fx.editor.js', { name, studio }] : ['fx.badge.js', { name }];

/** The 16 hex digits that name the preview manifest or container beside the live one; undefined for the live one. */
export const tokenOf = (preview: Preview): string | undefined => /:.* ([\da-f]{16})$/.exec(preview)?.[1];

/** Has the badge say that a link names nothing here: perhaps a draft, whose link has lost its token. */
export const tellLost = (site: Site, asked: Preview): void => {
  if (/^[a-z][a-z\d-]*:[a-z\d_-]+\b/.test(asked)) site._onPreview();
};

/** Whether a companion goes on in place of this tag. */
export const lends = (
  _script: HTMLScriptElement,
  _options: Pick<Options, 'key' | 'name' | 'nonce' | 'preview'>,
  _held: Handed,
  _goOn: () => void,
): boolean => false;

/** What another tag has handed over to this one, which is its companion. */
export const takeLent = (script: Lent): Handed | undefined => {
  const { fx: held } = script;
  delete script.fx;
  return held;
};

/** Whether a container of drafts was asked for what it has, and has given it. */
export const gives = (script: HTMLScriptElement, held: Handed): boolean =>
  !script.dispatchEvent(new CustomEvent(DRAFT, { cancelable: true, detail: held }));

/**
 * Told a manifest with its functions, or undefined where there is none; maybe more than once, of which the first
 * counts.
 */
type TakeDraft = (manifest: Manifest | undefined, functions?: readonly CompiledCode[]) => void;

/**
 * Starts with the drafts that a link names, or as if it had named none.
 *
 * @param url of a manifest that is fetched, '' for one at hand
 * @param functions those of the drafts take the place of the live ones; undefined where no container lies beside the
 * tag
 */
export const withDrafts = (
  site: Site,
  url: string,
  home: Home,
  functions: CompiledCode[] | undefined,
  start: (manifest: Manifest, isTrusted: boolean) => void,
  startLive: () => void,
): void => {
  const { key, preview, timeout = 1500 } = site._options;
  if (!preview && isEdited(readPreview(), site._options)) {
    start(NO_EXPERIMENTS, true);
    return;
  }
  const { _url: tagUrl = '' } = home;
  const token = preview ? undefined : tokenOf(readPreview());
  // A container is code, which runs before anybody could check it: with a key its manifest is taken from beside it.
  const isText = url || key !== undefined;
  const [from, kind] = url
    ? [url, 'json']
    : [functions && !tagUrl.includes(token ?? '') ? tagUrl : '', isText ? 'json' : 'js'];
  const draft = token && from && attempt(() => new URL(`preview.${token}.${kind}`, from));
  if (!draft) {
    startLive();
    return;
  }
  let isAnswered = false;
  const answer = (why: string, manifest?: Manifest, theirs: readonly CompiledCode[] = []): void => {
    if (isAnswered) return;
    isAnswered = true;
    if (manifest) {
      functions?.splice(0, functions.length, ...theirs);
      start(manifest, true);
      return;
    }
    warn(`no drafts in this preview: ${draft.href} ${why}`);
    // The page goes on as if the link had no token.
    site._wished ??= readPreview().split(' ')[0] ?? '';
    startLive();
  };
  setTimeout(answer, +timeout, 'is too slow');
  const take: TakeDraft = (...what) => answer('is not there', ...what);
  // What only this tab sees is not stored.
  if (isText) fetchSigned(draft.href, () => undefined, site, answer).then(take);
  else askContainer(`preview.${token}.js`, home, take);
};

/** The container of drafts hands over what it has once it is asked. */
const askContainer = (file: string, home: Home, take: TakeDraft): void => {
  const added = addCompanion(file, home, {});
  if (!added) {
    take(undefined);
    return;
  }
  listen(added, DRAFT, (event) => {
    event.preventDefault();
    const [text = '', functions] = (event as CustomEvent<Handed>).detail;
    take(parseManifest(text), functions);
  });
  // It has run by then: what is not there now does not come.
  for (const type of ['load', 'error']) listen(added, type, () => take(undefined));
};
