/** Prepares a page for development: points its tag at this server and adds the client that reloads it. */

import { type Document, type Element, readDocument } from '../markup/index.js';

/** Where the tag of a served page finds what it needs. */
export interface Preparation {
  /** Where events are posted. */
  readonly collectUrl: string;
  /** Name and port of this server, as the browser has them: addresses begin so where the page has a `<base>`. */
  readonly host: string;
  /** Names the state of the files; the page reloads when it is another one. */
  readonly build: string;
  /**
   * What `fx-edit` of the address says: '' where somebody edits the page here. Then no experiment changes it, nothing
   * is counted, and the editor comes along. The tag itself deals with the token of a Studio.
   */
  readonly edit?: string | null;
  /** Where Studio is. Default: where the page's own tag says that it is. */
  readonly studio?: string | undefined;
}

/** The end of a tag's or container's address, as fx publishes them, hashed or not. */
const NAME = /(?:^|\/)fx\/(?:[^?#]*\/)?(fx|container)(?:\.[0-9a-f]+)?\.js(?:[?#]|$)/i;

/** A part of the page that is replaced; an insertion where both ends are one. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Prepares a page. A tag that is there keeps its place and its other attributes, whatever host it was published on;
 * without one the container is put first into the head. What stands in comments and templates is left alone.
 */
export function preparePage(html: string, { collectUrl, host, build, edit = null, studio }: Preparation): string {
  const document = readDocument(html);
  const tags = document.elements.filter(isTag);
  const isForStudio = !!edit && (studio !== undefined || tags.some(({ attributes }) => 'data-studio' in attributes));
  const isEdited = edit !== null && !isForStudio;
  const home = document.elements.some(({ attributes, name }) => name === 'base' && 'href' in attributes)
    ? `//${host}/fx`
    : '/fx';
  const client = isEdited
    ? `<script src="${home}/fx.editor.js" data-check="check" defer></script>`
    : `<script type="module" src="${home}/dev.js?build=${build}"></script>`;
  if (!tags.length) {
    const snippet = isEdited
      ? `<script src="${home}/edit.js"></script>`
      : `<script src="${home}/container.js" data-collect="${collectUrl}"${studio ? ` data-studio="${studio}"` : ''}></script>`;
    return apply(html, [insertion(beginningOf(document), snippet + client)]);
  }
  const edits = tags.flatMap((tag) => pointHere(tag, html, home, isEdited ? null : { collectUrl, studio }));
  return apply(html, [...edits, insertion(endOfHead(document) ?? html.length, client)]);
}

/** Whether a page brings its own tag. */
export const hasTag = (html: string): boolean => readDocument(html).elements.some(isTag);

const isTag = ({ name, attributes }: Element): boolean => name === 'script' && NAME.test(attributes.src ?? '');

/**
 * Points one tag at this server; without a collector at one that does nothing, for pages that call it. Its file is
 * another one than was published, so integrity would keep it out.
 */
function pointHere(
  { attributes, place }: Element,
  html: string,
  home: string,
  to: Pick<Preparation, 'collectUrl' | 'studio'> | null,
): Edit[] {
  if (!place) return [];
  const file = NAME.exec(attributes.src ?? '')?.[1]?.toLowerCase() === 'container' ? 'container.js' : 'fx.js';
  const values: Readonly<Record<string, string | null>> = {
    src: `${home}/${to ? file : 'edit.js'}`,
    'data-manifest': to && 'data-manifest' in attributes ? `${home}/manifest.json` : null,
    'data-collect': to?.collectUrl ?? null,
    ...(to?.studio && { 'data-studio': to.studio }),
    integrity: null,
    crossorigin: null,
  };
  const last = Math.max(place.start + '<script'.length, ...Object.values(place.attributes).map(([, end]) => end));
  return Object.entries(values).flatMap(([name, value]) => {
    const [start, end] = place.attributes[name] ?? [];
    const text = value === null ? '' : ` ${name}="${value}"`;
    // With the blank before it, where there is one.
    if (start !== undefined && end !== undefined)
      return [{ start: /\s/.test(html.charAt(start - 1)) ? start - 1 : start, end, text }];
    return text ? [insertion(last, text)] : [];
  });
}

/** As early as an element of the head can stand. */
function beginningOf({ elements, doctypeEnd }: Document): number {
  const named = (wanted: string): number | undefined => elements.find(({ name }) => name === wanted)?.place?.inner;
  return named('head') ?? named('html') ?? doctypeEnd;
}

const endOfHead = ({ elements }: Document): number | null =>
  elements.find(({ name }) => name === 'head')?.place?.end ?? null;

const insertion = (at: number, text: string): Edit => ({ start: at, end: at, text });

/** The last first, so that the places of the others stay right. */
const apply = (html: string, edits: readonly Edit[]): string =>
  [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), html);
