/** Reads the HTML of a page as a browser parses it: its elements in order, with attributes and places in the text. */

import { html as names, parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

/** One element of a document. */
export interface Element {
  /** Lower-case; `svg:script` and the like where it is no element of HTML. */
  readonly name: string;
  /** Names in lower case; the first of a name counts. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Whether it becomes a child of the document's head. */
  readonly isInHead: boolean;
  /** The text directly in it: of a script, a style or a title, all that it holds. */
  readonly text: string;
  /** Where its tags stand in the text of the page; null where the parser made it up, as `<head>` often is. */
  readonly place: MarkupPlace | null;
  /** The parser's own node, for {@link createMatcher}. */
  readonly node: Tree.Element;
}

/** Offsets in the text of a page. */
export interface MarkupPlace {
  readonly start: number;
  /** After the `>` of its first tag. */
  readonly inner: number;
  /** Where its last tag begins; null where it has none. */
  readonly end: number | null;
  /** Each attribute with its value, by name in lower case. */
  readonly attributes: Readonly<Record<string, readonly [start: number, end: number]>>;
}

/** A document that was read. */
export interface Document {
  /** In the order of the text; what a template or a comment holds is none of them. */
  readonly elements: readonly Element[];
  /** Where the doctype ends; 0 where there is none. */
  readonly doctypeEnd: number;
}

/** Reads a document. Takes any text, as browsers do, in a time that grows with its length. */
export function readDocument(html: string): Document {
  const document = parse(html, { sourceCodeLocationInfo: true });
  const doctype = document.childNodes.find((node) => node.nodeName === '#documentType');
  const elements: Element[] = [];
  // Not by recursion: a page that is nested 100,000 elements deep is still a page.
  const open: { readonly node: Tree.ChildNode; readonly isInHead: boolean }[] = childrenOf(document, false);
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, isInHead } = next;
    if (!('tagName' in node)) continue;
    elements.push(elementOf(node, isInHead));
    open.push(...childrenOf(node, isInHead || node.tagName === 'head'));
  }
  return { elements, doctypeEnd: doctype?.sourceCodeLocation?.endOffset ?? 0 };
}

/** Last first, as they are taken from the end. */
const childrenOf = ({ childNodes }: Tree.ParentNode, isInHead: boolean) =>
  childNodes.map((node) => ({ node, isInHead })).reverse();

function elementOf(node: Tree.Element, isInHead: boolean): Element {
  const { tagName, namespaceURI, attrs, childNodes } = node;
  const attributes = Object.fromEntries(attrs.map(({ name, value }) => [name.toLowerCase(), value]));
  return {
    name: namespaceURI === names.NS.HTML ? tagName : `${namespaceURI === names.NS.SVG ? 'svg' : 'math'}:${tagName}`,
    attributes,
    isInHead,
    text: childNodes.map((child) => ('value' in child ? child.value : '')).join(''),
    place: placeOf(node),
    node,
  };
}

function placeOf({ sourceCodeLocation: location }: Tree.Element): MarkupPlace | null {
  if (!location) return null;
  const first = location.startTag ?? location;
  return {
    start: first.startOffset,
    inner: first.endOffset,
    end: location.endTag?.startOffset ?? null,
    attributes: Object.fromEntries(
      Object.entries(location.attrs ?? {}).map(([name, at]) => [name.toLowerCase(), [at.startOffset, at.endOffset]]),
    ),
  };
}
