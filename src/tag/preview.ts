/** Which variants this tab is to show, whoever looks: from the address, remembered for the tab. */

import { previewIn } from '../core/index.js';
import { PREVIEW, readCookies, readItem, writeCookie, writeItem } from './storage.js';

/**
 * `<id>:<key>,<id>:<key> <token>`, imported experiments as `mojito_<id>`; the first of an id counts. The token names the
 * preview manifest. '' for none.
 */
export type Preview = string;

/** What the address or the tab asks for. Only names are taken from there, never code or addresses. */
export const readPreview = (): Preview => {
  const asked = previewIn(location.search);
  // a cookie is cheap to read, sessionStorage is not: the cookie tells whether there is anything in it
  if (asked === undefined) return (readCookies(PREVIEW)[0] && readItem(PREVIEW)) || '';
  return asked || keepPreview('');
};

/** Remembers a preview until the tab is closed, or forgets it. */
export const keepPreview = (preview: Preview): Preview => {
  writeCookie(PREVIEW, preview && '1');
  writeItem(PREVIEW, preview);
  return preview;
};

/** The 16 hex digits that name the preview manifest or container beside the live one; undefined for the live one. */
export const tokenOf = (preview: Preview): string | undefined => /:.* ([\da-f]{16})$/.exec(preview)?.[1];
