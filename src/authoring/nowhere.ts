/** Tells patterns that no address matches, and those that leave out the address by which most visitors come. */

import { type AddressPattern, partOf } from '../core/index.js';
import { literally } from './pattern.js';
import { branches, closing } from './plainwords.js';
import { quoted } from './problem.js';

/** Of each text of an address so many characters are looked at. */
const LENGTH = 1000;

/** Why no address can match a pattern, undefined where one may. */
export function matchesNowhere(pattern: AddressPattern): string | undefined {
  const { pattern: text, regex } = pattern;
  const part = partOf(pattern);
  if (!regex)
    return text.length > LENGTH
      ? `has ${text.length.toLocaleString('en')} characters, and of an address the first 1,000 are looked at: write the part that tells pages apart`
      : undefined;
  if (part === 'hash') return undefined;
  const all = branches(text);
  const isFirst = part === 'url' ? /^[a-z]$/ : /^\/$/;
  if (!all.every((one) => one.startsWith('^') && beginsOtherwise(one.slice(1), isFirst))) return undefined;
  if (part === 'url')
    return 'matches no address, as a whole address begins with its scheme: begin with ^https?:// and the host, or take on: url out';
  return `matches no address, as every path begins with /: ${rightStart(text, all.length)}`;
}

/** What to write in place of a beginning that no path has. */
function rightStart(text: string, count: number): string {
  if (/^\^\(?https?/.test(text)) return 'take the on: out, which looks at the path alone';
  if (/^\^\(?(?:[\w-]+\\?\.)+[a-z]{2,}(?=[/\\)$]|$)/i.test(text)) return 'begin with ^https?:// before the host';
  if (/^\^\(?(?:\\\?|#|&)/.test(text)) return 'take the ^ out';
  return count === 1 ? `write ${quoted(`^/${text.slice(1)}`)}` : 'write ^/ in place of each ^';
}

/** Whether whatever the rest of a pattern matches begins with another character; false where that is not plain. */
function beginsOtherwise(rest: string, isFirst: RegExp): boolean {
  if (rest.startsWith('(')) {
    const end = closing(rest);
    const head = /^\((?:\?:)?/.exec(rest)?.[0] ?? '';
    if (end < 0 || (head === '(' && rest.startsWith('(?')) || /^[?*{]/.test(rest.slice(end + 1))) return false;
    return branches(rest.slice(head.length, end)).every((one) => beginsOtherwise(one, isFirst));
  }
  const [whole, escaped, plain] = /^(?:\\([^\w\s])|([^\\^$.*+?()[\]{}|]))/.exec(rest) ?? [];
  const first = escaped ?? plain;
  return first !== undefined && !isFirst.test(first) && !/^[?*{]/.test(rest.slice((whole ?? '').length));
}

/** The file of a folder, at the end of a pattern. */
const INDEX = /(^|\/)(index\\?\.(?:html?|php))\$?$/;

/** Why a pattern leaves out a page that is served as its folder, undefined where it does not. */
export function namesIndexFile({ pattern, regex }: AddressPattern): string | undefined {
  const [, slash, file = ''] = INDEX.exec(pattern) ?? [];
  if (slash === undefined) return undefined;
  const before = pattern.slice(0, INDEX.exec(pattern)?.index).replace(/^\^/, '');
  const folder = regex ? before : literally(before);
  const right = quoted(`^${folder}/(${file.replace(/\\?\./, '\\.')})?$`);
  return `is left out of most addresses, as hosts serve the file at its folder: write pattern: ${right} and regex: true for both`;
}
