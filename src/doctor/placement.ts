/** Says whether the tag stands where it works. */

import { snippets } from '../authoring/index.js';
import type { Element } from '../markup/index.js';
import { type Check, failed, ok, warned } from './finding.js';
import { carriedManifest } from './manifest.js';
import type { LoadedPage } from './page.js';
import { isInlineManifest, type Tag } from './tag.js';
import { checkAttributes, checkIntegrity, checkQueue } from './usage.js';

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
      : failed('head', 'It is in the body, so the page above it is painted unchanged: move it into the head.'),
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
        `The tag is named ${url.pathname}. A file does not show whether it is served: add --root, or give the address of the page.`,
      )
    : failed(
        'unreachable',
        `The page names the tag, but ${url.href} cannot be loaded: publish it there (fx apply), or mend the address.`,
      );
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
      `The tag is not there. First into the head, with the address of your collector: ${snippets().fixed.replace('\n', '')}`,
    ),
    ...(isManaged
      ? [
          warned(
            'manager',
            'There is a tag manager. A tag that it loads comes after the first paint: put fx into the page itself.',
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
            `It fetches ${manifestUrl.pathname}: a first visit may be painted before it arrives. A container brings it along.`,
          )
        : (isFile ? warned : failed)('way', `Its manifest ${manifestUrl.href} cannot be loaded, or is no manifest.`),
  inline: ({ element, manifest }, elements) =>
    elements.findIndex(isInlineManifest) > elements.indexOf(element)
      ? failed('way', 'Its inline manifest stands after it: move that before the tag.')
      : manifest
        ? ok('way', 'Its manifest is in the page.')
        : failed('way', 'Its inline manifest is broken: it must be the text of manifest.json.'),
};

const isScript = ({ name, attributes }: Element): boolean =>
  name === 'script' && !/json|importmap|speculationrules|template/.test(attributes.type ?? '');

/** `window.fx = window.fx || []` and what it is given. */
const isQueue = ({ attributes, text }: Element): boolean => !attributes.src && /window\.fx\b|\bfx\.push\b/.test(text);

const nameScript = (element: Element | undefined): string => element?.attributes.src ?? 'inline';
