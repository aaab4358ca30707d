/** Puts the tag into a page in each of the ways that an owner may install it. */

import { readFileSync } from 'node:fs';
// the built one: it is what publishes containers
import { compose, compositionOf, container, type Parts } from '../../dist/esm/authoring/index.js';
import type { Manifest } from '../../src/core/index.js';
import type { Site } from './serve.js';

/** The tag with its manifest in the page, the tag that fetches it, or both in one file. */
export type Mode = 'inline' | 'fetched' | 'container';

/** What stands in the head of a page. */
export interface Install {
  readonly mode: Mode;
  /** Any JSON: broken manifests are tried too. Default: the one in the page. */
  readonly manifest?: unknown;
  /** Attributes of the tag; an empty text is an attribute without a value. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Stands before the tag. */
  readonly before?: string;
  /** Where a container lies. Default: `/fx/`. */
  readonly folder?: string;
}

export interface Page {
  readonly html: string;
  /** The file that goes with it, '' for none. */
  readonly container: string;
}

const ROOT = new URL('../../', import.meta.url);
/** A busy machine takes longer than the tag's own deadline: what is tried is seldom the deadline. */
const FETCHED = { 'data-manifest': '/fx/manifest.json', 'data-timeout': '60000' };
const SNIPPET =
  /<script type="application\/json" id="fx-manifest">([\s\S]*?)<\/script>\s*<script src="(?:..\/)+dist\/fx.js"[^>]*><\/script>/;

/** The page of a feature, as a person can open it. */
export const pageOf = (feature: string): string => readFileSync(new URL(`e2e/${feature}/index.html`, ROOT), 'utf8');

/** Replaces the snippet that a page has, if it has one; paths are those of a site of the harness. */
export function install(
  html: string,
  { mode, manifest, attributes = {}, before = '', folder = '/fx/' }: Install,
): Page {
  const own = SNIPPET.exec(html)?.[1];
  if (own === undefined) return { html, container: '' };
  const json = JSON.stringify(manifest === undefined ? JSON.parse(own) : manifest);
  return {
    html: html.replace(
      SNIPPET,
      () => before + tag(mode === 'container' ? `${folder}container.js` : '/dist/fx.js', mode, json, attributes),
    ),
    container: mode === 'container' ? composed(JSON.parse(json) as Manifest) : '',
  };
}

/** The container of a manifest, composed of what its experiments use; pages may use everything. */
export const composed = (manifest: Manifest): string =>
  container(compose(parts(), compositionOf([manifest], null)), manifest).text;

/** The container of drafts, which holds the whole tag. */
export const draftsOf = (manifest: Manifest): string => container(dist('fx.container.js'), manifest).text;

/** Puts a container onto a site, with the companion that lies beside it. */
export function publishContainer(site: Site, text: string, folder = '/fx/'): void {
  const files = { 'container.js': text, 'fx.whole.js': dist('fx.whole.js') };
  for (const [name, body] of Object.entries(files))
    site.answer(`${folder}${name}`, { headers: { 'content-type': 'text/javascript' }, body });
}

const dist = (name: string): string => readFileSync(new URL(`dist/${name}`, ROOT), 'utf8');

const parts = (): Parts => JSON.parse(dist('fx.parts.json')) as Parts;

function tag(src: string, mode: Mode, json: string, attributes: Readonly<Record<string, string>>): string {
  const all = { src, ...(mode === 'fetched' && FETCHED), ...attributes };
  const text = Object.entries(all).map(
    ([name, value]) => ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`,
  );
  const inline = `<script type="application/json" id="fx-manifest">${json.replaceAll('<', '\\u003c')}</script>\n`;
  return `${mode === 'inline' ? inline : ''}<script${text.join('')}></script>`;
}
