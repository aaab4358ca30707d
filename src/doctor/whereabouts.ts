/** Says whether an experiment starts at the address of a page, and at which address it would. */

import { describeTrigger, literally } from '../authoring/index.js';
import { matchesAddress, readAddress, type Trigger } from '../core/index.js';
import { type LoadedPage, NOWHERE } from './page.js';

/** Whether a trigger's address fits; null where something else decides. */
export function isHere(trigger: Trigger, page: URL): boolean | null {
  if (trigger.kind === 'all' || trigger.kind === 'any') {
    const parts = trigger.of.map((part) => isHere(part, page));
    const isAll = trigger.kind === 'all';
    return parts.includes(!isAll) ? !isAll : parts.includes(null) ? null : isAll;
  }
  if (trigger.kind !== 'urlMatch') return trigger.kind === 'auto' ? true : null;
  return matchesAddress(trigger, readAddress(page));
}

/** Why a trigger does not fire on a page: `its address is /, and it runs where the address has /cart`. */
export function whyNotHere(trigger: Trigger, { url, isFile }: Pick<LoadedPage, 'url' | 'isFile'>): string {
  const path = url.pathname + url.search + url.hash;
  const address = isFile && url.href === NOWHERE ? `${path}, as --url names no other` : path;
  const other = otherName(url);
  const hint =
    other && isHere(trigger, other) !== false
      ? `. The same page opened as ${other.pathname} would match, so write a pattern for both: '^${literally(folderOf(url))}(index\\.html)?$' with regex: true`
      : '';
  return `its address is ${address}, and it runs ${describeTrigger(trigger)}${hint}`;
}

/** The other address that hosts serve the file of a folder by. */
function otherName(url: URL): URL | null {
  const other = new URL(url);
  if (!/\/(?:index\.html)?$/.test(url.pathname)) return null;
  other.pathname = url.pathname.endsWith('/') ? `${url.pathname}index.html` : folderOf(url);
  return other;
}

const folderOf = ({ pathname }: URL): string => pathname.replace(/index\.html$/, '');
