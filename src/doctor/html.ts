/** Reads the elements of a page in the order in which a browser meets them: enough of HTML for its head and scripts. */

/** One element. */
export interface Element {
  /** Lower-case. */
  readonly name: string;
  /** Names in lower case; the first of a name counts. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Whether the parser was still in the head. */
  readonly isInHead: boolean;
  /** Of script, style, title and textarea: what is in them. */
  readonly text: string;
}

/** Their content is text up to their end tag. */
const RAW = new Set(['script', 'style', 'title', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes', 'noscript']);

/** What may stand in a head: anything else begins the body. */
const HEAD = new Set(['html', 'head', 'base', 'link', 'meta', 'noscript', 'script', 'style', 'template', 'title']);

const TAG = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|<[!?][^>]*>/gi;

/** Every element of a document; what a template holds is none of them. */
export function readElements(html: string): Element[] {
  const found: Element[] = [];
  let isInHead = true;
  let templates = 0;
  const tags = new RegExp(TAG);
  for (let match = tags.exec(html); match; match = tags.exec(html)) {
    const [whole, slash, tag, rest = ''] = match;
    if (tag === undefined) continue;
    const name = tag.toLowerCase();
    if (name === 'template') templates += slash ? -1 : 1;
    if (slash ? name === 'head' : !HEAD.has(name)) isInHead = false;
    if (slash) continue;
    const start = match.index + whole.length;
    const end = RAW.has(name) ? endOf(name, html, start) : start;
    tags.lastIndex = end;
    if (templates <= 0) found.push({ name, attributes: readAttributes(rest), isInHead, text: html.slice(start, end) });
  }
  return found;
}

function endOf(name: string, html: string, from: number): number {
  const end = new RegExp(`</${name}[\\s/>]`, 'gi');
  end.lastIndex = from;
  return end.exec(html)?.index ?? html.length;
}

function readAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', double, single, bare] of text.matchAll(
    /([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g,
  )) {
    const key = name.toLowerCase();
    if (!Object.hasOwn(attributes, key)) attributes[key] = decode(double ?? single ?? bare ?? '');
  }
  return attributes;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decode = (text: string): string =>
  text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name) return NAMED[name.toLowerCase()] ?? whole;
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
