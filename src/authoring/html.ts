/** Sees in the HTML of an op what browsers mend in their own way: elements left open, closed twice, or cut off. */

import type { Within } from './problem.js';
import { placeIn } from './within.js';

/** What is doubtful, and where in the text. */
export interface HtmlDoubt {
  readonly reason: string;
  readonly within: Within;
}

/** Elements without an end. */
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/;
/** Elements whose end may be left out. */
const OPEN_ENDED = /^(?:body|caption|colgroup|dd|dt|head|html|li|optgroup|option|p|rp|rt|tbody|td|tfoot|th|thead|tr)$/;
/** Elements of SVG and MathML, in which a slash closes. */
const FOREIGN = /^(?:svg|math)$/;
/** Elements that hold text alone. */
const RAW = /^(?:iframe|noscript|script|style|textarea|title|xmp)$/;
/** Elements that end a paragraph. */
const BLOCKS =
  /^(?:address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h1|h2|h3|h4|h5|h6|header|hr|main|nav|ol|p|pre|section|table|ul)$/;

const BEGINNING = /<(\/?)([a-z][^\s/>]*)|<!--/gi;

interface Open {
  readonly name: string;
  readonly at: number;
  /** It is SVG or MathML, or within. */
  readonly isForeign: boolean;
}

/** The first doubt, as what follows may come of it. */
export function doubtHtml(text: string): HtmlDoubt | undefined {
  const open: Open[] = [];
  let from = 0;
  for (;;) {
    BEGINNING.lastIndex = from;
    const begun = BEGINNING.exec(text);
    if (!begun) break;
    const at = begun.index;
    if (begun[0] === '<!--') {
      const end = text.indexOf('-->', at);
      if (end < 0) return doubt(text, at, 'opens a comment that never ends: write --> behind it');
      from = end + 3;
      continue;
    }
    const end = endOfTag(text, at);
    if (end < 0) return doubt(text, at, `ends within ${begun[0]}: a > or a quote is missing`);
    from = end + 1;
    const name = (begun[2] ?? '').toLowerCase();
    if (begun[1]) {
      const reason = close(name, open);
      if (reason !== undefined) return doubt(text, at, reason);
      continue;
    }
    const isShut = text[end - 1] === '/';
    const isForeign = open.at(-1)?.isForeign || FOREIGN.test(name);
    if (isShut && !isForeign && !VOID.test(name))
      return doubt(
        text,
        at,
        `holds ${short(text.slice(at, from))}, which a slash does not close: write </${name}> behind it`,
      );
    if (isShut || VOID.test(name)) continue;
    if (BLOCKS.test(name) && open.at(-1)?.name === 'p') open.pop();
    open.push({ name, at, isForeign });
    if (RAW.test(name)) from = endOfText(text, name, from);
  }
  const left = open.find(({ name }) => !OPEN_ENDED.test(name));
  return left && doubt(text, left.at, `opens <${left.name}> and never closes it: write </${left.name}> where it ends`);
}

/** Where the > of a tag is, which may stand in quotes besides; -1 where there is none. */
function endOfTag(text: string, from: number): number {
  let quote = '';
  let isValue = false;
  for (let at = from; at < text.length; at++) {
    const sign = text.charAt(at);
    if (quote) {
      if (sign === quote) quote = '';
      continue;
    }
    if (sign === '>') return at;
    if (isValue && (sign === '"' || sign === "'")) quote = sign;
    isValue = sign === '=' || (isValue && /\s/.test(sign));
  }
  return -1;
}

/** Takes the element off the list; why that cannot be meant, where it cannot. */
function close(name: string, open: Open[]): string | undefined {
  if (VOID.test(name)) return `holds </${name}>, which no element has: write <${name}>`;
  const at = open.findLastIndex((one) => one.name === name);
  if (at < 0) {
    const why = name === 'p' ? ', as a block ends a paragraph' : '';
    return `closes </${name}>, which nothing has opened here${why}: each op is read by itself`;
  }
  const inner = open.slice(at + 1).find((one) => !OPEN_ENDED.test(one.name));
  open.splice(at);
  return inner && `closes </${name}> before </${inner.name}>: close first what was opened last`;
}

/** Where the text of an element ends that holds nothing else. */
function endOfText(text: string, name: string, from: number): number {
  const end = new RegExp(`</${name}`, 'gi');
  end.lastIndex = from;
  return end.exec(text)?.index ?? text.length;
}

const short = (tag: string): string => (tag.length > 40 ? `${tag.slice(0, 40)}…` : tag);

const doubt = (text: string, at: number, reason: string): HtmlDoubt => ({ reason, within: placeIn(text, at) });
