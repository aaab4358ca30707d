/** Finds the tag of a page, with the manifest that it runs. */

import { type Manifest, parseManifest } from '../core/index.js';
import type { Element } from '../markup/index.js';
import { carriedManifest } from './manifest.js';
import type { LoadedPage } from './page.js';

/** The tag of a page. */
export interface Tag {
  readonly element: Element;
  readonly url: URL;
  readonly kind: 'container' | 'fetched' | 'inline';
  /** Null where it could not be had. */
  readonly bytes: Buffer | null;
  /** What it runs; null where that could not be had, or is none. */
  readonly manifest: Manifest | null;
  readonly manifestUrl: URL | null;
}

/** Names that stay while the content changes. */
export const FIXED_NAME = /^(container|fx)\.js$/;
const HASHED = /^(container|fx)\.[0-9a-f]{16}\.js$/;

/**
 * The first tag of a page, and how many there are.
 *
 * @param given the text of a manifest in place of the tag's own
 */
export async function findTag(
  page: LoadedPage,
  elements: readonly Element[],
  given: string | null,
): Promise<{ tag: Tag | null; count: number }> {
  const found = elements.filter((element) => isTag(element, page.url));
  const [element] = found;
  const url = element && toUrl(element.attributes.src, page.url);
  if (!element || !url) return { tag: null, count: 0 };
  const bytes = await page.load(url);
  const carried = bytes && carriedManifest(bytes.toString('utf8'));
  const inline = elements.find(isInlineManifest);
  const manifestUrl = toUrl(element.attributes['data-manifest'], page.url);
  const kind = carried || fileNameOf(url).startsWith('container') ? 'container' : inline ? 'inline' : 'fetched';
  const fetched = kind === 'fetched' && manifestUrl ? await page.load(manifestUrl) : null;
  const text =
    kind === 'container' ? carried : kind === 'inline' ? (inline?.text ?? null) : (fetched?.toString('utf8') ?? null);
  return {
    tag: { element, url, kind, bytes, manifest: parseManifest(given ?? text ?? '') ?? null, manifestUrl },
    count: found.length,
  };
}

/** Whether it is the manifest that stands in the page. */
export const isInlineManifest = ({ name, attributes }: Element): boolean =>
  name === 'script' && attributes.id === 'fx-manifest';

function isTag(element: Element, page: URL): boolean {
  const url = element.name === 'script' ? toUrl(element.attributes.src, page) : null;
  return (
    !!url && (FIXED_NAME.test(fileNameOf(url)) || HASHED.test(fileNameOf(url)) || 'data-manifest' in element.attributes)
  );
}

/** What stands behind the last slash. */
export const fileNameOf = (url: URL): string => url.pathname.slice(url.pathname.lastIndexOf('/') + 1);

function toUrl(text: string | undefined, base: URL): URL | null {
  return text !== undefined && URL.canParse(text, base.href) ? new URL(text, base) : null;
}
