/** Finds the tag on a page and says whether it stands where it works. */

import { createHash } from 'node:crypto';
import { type Manifest, parseManifest } from '../core/index.js';
import type { Element } from '../markup/index.js';
import { inLine } from '../pages/index.js';
import { carriedManifest } from './manifest.js';
import type { LoadedPage } from './page.js';

/** `ok`: as it should be. `warn`: it works, but look. `fail`: it does not work. */
export interface Check {
  readonly level: 'ok' | 'warn' | 'fail';
  /** For machines. */
  readonly code: string;
  /** One sentence. */
  readonly message: string;
}

export const ok = (code: string, message: string): Check => found('ok', code, message);
export const warned = (code: string, message: string): Check => found('warn', code, message);
export const failed = (code: string, message: string): Check => found('fail', code, message);

/** Sentences quote the page and its manifest, and those are written by anybody. */
const found = (level: Check['level'], code: string, message: string): Check => ({
  level,
  code,
  message: inLine(message),
});

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

const FIXED = /^(container|fx)\.js$/;
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
  const kind = carried || nameOf(url).startsWith('container') ? 'container' : inline ? 'inline' : 'fetched';
  const fetched = kind === 'fetched' && manifestUrl ? await page.load(manifestUrl) : null;
  const text =
    kind === 'container' ? carried : kind === 'inline' ? (inline?.text ?? null) : (fetched?.toString('utf8') ?? null);
  return {
    tag: { element, url, kind, bytes, manifest: parseManifest(given ?? text ?? '') ?? null, manifestUrl },
    count: found.length,
  };
}

/** What there is to say about where and how the tag stands. */
export function checkPlacement(page: LoadedPage, elements: readonly Element[], tag: Tag, count: number): Check[] {
  const { element } = tag;
  const at = elements.indexOf(element);
  const { attributes } = element;
  const late = ['async', 'defer'].filter((name) => name in attributes);
  const isModule = attributes.type === 'module';
  const before = elements.slice(0, at).filter((other) => isScript(other) && !isQueue(other));
  return [
    checkReach(page, tag),
    ways[tag.kind](tag, elements, page),
    count > 1
      ? failed('copies', `The tag is there ${count} times: the second stays out, so take it out.`)
      : ok('copies', 'There is one copy of it.'),
    element.isInHead
      ? ok('head', 'It is in the head.')
      : failed('head', 'It is in the body: what stands before it is painted unchanged, so move it into the head.'),
    late.length || isModule
      ? failed(
          'synchronous',
          isModule
            ? 'It is a module: the page is painted before it, and its data-… attributes are not read, so take type="module" out.'
            : `It is ${late.join(' and ')}: the page is painted before it, so take that out.`,
        )
      : ok('synchronous', 'It is synchronous: nothing is painted before it.'),
    before.length
      ? warned(
          'order',
          `${before.length === 1 ? 'A script stands' : `${before.length} scripts stand`} before it (${nameScript(before[0])}): move it before ${before.length === 1 ? 'that' : 'them'}.`,
        )
      : ok('order', 'It stands before all other scripts.'),
    ...checkIntegrity(page, tag),
    ...checkAttributes(attributes),
    ...checkQueue(elements),
  ];
}

function checkReach({ isFile }: LoadedPage, { bytes, url }: Tag): Check {
  if (bytes?.toString('utf8', 0, 100).trimStart().startsWith('<')) {
    return failed(
      'unreachable',
      `${url.href} answers with a page, not with the tag: serve the files of the target there.`,
    );
  }
  if (bytes) return ok('tag', `The tag is there: ${url.pathname}.`);
  return isFile
    ? warned(
        'unreachable',
        `The tag is named ${url.pathname}; whether it is served, a file does not tell: add --root or name an address.`,
      )
    : failed('unreachable', `The tag is named, but ${url.href} cannot be had.`);
}

/** Where there is no tag: what may be there in its place. */
export function checkAbsence(elements: readonly Element[]): Check[] {
  const isManaged = elements.some(
    ({ name, text, attributes }) => name === 'script' && /googletagmanager|gtm\.js/.test(text + (attributes.src ?? '')),
  );
  const hasModule = elements.some(({ name, attributes }) => name === 'script' && attributes.type === 'module');
  return [
    failed(
      'tag',
      'The tag is not there: put <script src="/fx/container.js" data-collect="/events"></script> into the head, before other scripts.',
    ),
    ...(isManaged
      ? [
          warned(
            'manager',
            'There is a tag manager: a tag that comes through it comes after the first paint, so put it into the page.',
          ),
        ]
      : []),
    ...(hasModule
      ? [warned('module', 'There are modules: whether one of them imports fx-tag cannot be seen from outside.')]
      : []),
  ];
}

const ways: { readonly [Kind in Tag['kind']]: (tag: Tag, elements: readonly Element[], page: LoadedPage) => Check } = {
  container: ({ bytes }) =>
    bytes && carriedManifest(bytes.toString('utf8')) === null
      ? failed('way', 'It is called a container, but holds no experiments: publish it anew.')
      : ok('way', 'It is a container: experiments come with it, without a request or eval.'),
  fetched: ({ manifest, manifestUrl }, _, { isFile }) =>
    !manifestUrl
      ? failed('way', 'It has no manifest: give it data-manifest, or use the container.')
      : manifest
        ? warned(
            'way',
            `It fetches ${manifestUrl.pathname}: a first visit may be painted before that is there; a container is not.`,
          )
        : (isFile ? warned : failed)('way', `Its manifest ${manifestUrl.href} cannot be had, or is none.`),
  inline: ({ element, manifest }, elements) =>
    elements.findIndex(isInlineManifest) > elements.indexOf(element)
      ? failed('way', 'Its inline manifest stands after it: move that before the tag.')
      : manifest
        ? ok('way', 'Its manifest is in the page.')
        : failed('way', 'Its inline manifest is broken: it must be the text of manifest.json.'),
};

function checkIntegrity(page: LoadedPage, { element, url, bytes }: Tag): Check[] {
  const { integrity, crossorigin } = element.attributes;
  if (integrity === undefined) return [];
  if (FIXED.test(nameOf(url))) {
    return [
      failed(
        'integrity',
        `It has integrity on ${nameOf(url)}: the next publish changes that file and the browser refuses it, so take integrity out or use the name with a hash.`,
      ),
    ];
  }
  if (url.origin !== page.url.origin && crossorigin === undefined) {
    return [
      failed('integrity', 'It has integrity and comes from another origin: it needs crossorigin="anonymous" too.'),
    ];
  }
  if (!bytes) return [];
  const isRight = integrity.split(/\s+/).some((one) => {
    const [algorithm = '', hash] = one.split(/-(.*)/s);
    return /^sha(256|384|512)$/.test(algorithm) && createHash(algorithm).update(bytes).digest('base64') === hash;
  });
  return [
    isRight
      ? ok('integrity', 'Its integrity is right.')
      : failed(
          'integrity',
          'Its integrity does not fit the file: the browser refuses it, so deploy the snippet that fx build prints.',
        ),
  ];
}

const KNOWN = new Set([
  'manifest',
  'collect',
  'subject',
  'max-age',
  'timeout',
  'js',
  'veil',
  'consent',
  'gpc',
  'cookie-domain',
  'layer',
  'preview',
  'name',
  'debug',
  'delivery',
  'segments',
]);

/** What the tag never replaces by a default: with another value it starts nothing. */
const GUARDED: { readonly [name: string]: (value: string) => boolean } = {
  'data-consent': (value) => value === 'required',
  'data-gpc': (value) => value === 'respect',
  'data-preview': (value) => value === 'off',
  'data-collect': (value) => value !== '' && URL.canParse(value, 'https://page.example/'),
};

function checkAttributes(attributes: Element['attributes']): Check[] {
  const strange = Object.keys(attributes).filter((name) => name.startsWith('data-') && !KNOWN.has(name.slice(5)));
  const broken = Object.entries(GUARDED).flatMap(([name, isRight]) => {
    const value = attributes[name];
    return value === undefined || isRight(value) ? [] : [`${name}="${value}"`];
  });
  return [
    ...(broken.length
      ? [
          failed(
            'guarded',
            inLine(`The tag starts nothing with ${broken.join(' and ')}: docs/tag.md says what may stand there.`),
          ),
        ]
      : []),
    ...(strange.length
      ? [warned('attributes', `It has attributes that fx does not know: ${strange.join(', ')}.`)]
      : []),
  ];
}

/** A call of `fx` that stops its script where the tag did not load. */
const UNSAFE = /(?<![\w$.?])(?:window\.)?fx\.(?!push\b)\w+\(/;

function checkQueue(elements: readonly Element[]): Check[] {
  const own = elements.filter(({ name, attributes }) => name === 'script' && !attributes.src);
  if (own.some(({ text }) => /window\.fx\s*(?:=|\|\||\?\?)/.test(text)) || !own.some(({ text }) => UNSAFE.test(text)))
    return [];
  return [
    warned(
      'queue',
      "The page calls fx without the queue, so its script stops where the tag does not load: put <script>window.fx = window.fx || []</script> before the tag and write fx.push(['track', 'signup']).",
    ),
  ];
}

const isScript = ({ name, attributes }: Element): boolean =>
  name === 'script' && !/json|importmap|speculationrules|template/.test(attributes.type ?? '');

/** `window.fx = window.fx || []` and what it is given. */
const isQueue = ({ attributes, text }: Element): boolean => !attributes.src && /window\.fx\b|\bfx\.push\b/.test(text);

const isInlineManifest = ({ name, attributes }: Element): boolean =>
  name === 'script' && attributes.id === 'fx-manifest';

function isTag(element: Element, page: URL): boolean {
  const url = element.name === 'script' ? toUrl(element.attributes.src, page) : null;
  return !!url && (FIXED.test(nameOf(url)) || HASHED.test(nameOf(url)) || 'data-manifest' in element.attributes);
}

const nameOf = (url: URL): string => url.pathname.slice(url.pathname.lastIndexOf('/') + 1);

const nameScript = (element: Element | undefined): string => element?.attributes.src ?? 'inline';

function toUrl(text: string | undefined, base: URL): URL | null {
  return text !== undefined && URL.canParse(text, base.href) ? new URL(text, base) : null;
}
