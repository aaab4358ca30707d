/** Says whether the tag's script element is written as it works: integrity, attributes, and the queue before it. */

import { createHash } from 'node:crypto';
import { nearest } from '../authoring/index.js';
import type { Element } from '../markup/index.js';
import { inLine } from '../pages/index.js';
import { type Check, failed, ok, warned } from './finding.js';
import type { LoadedPage } from './page.js';
import { FIXED_NAME, fileNameOf, type Tag } from './tag.js';

/** Integrity that fits the file, and only on names that change with it. */
export function checkIntegrity(page: LoadedPage, { element, url, bytes }: Tag): Check[] {
  const { integrity, crossorigin } = element.attributes;
  if (integrity === undefined) return [];
  if (FIXED_NAME.test(fileNameOf(url))) {
    return [
      failed(
        'integrity',
        `It has integrity on ${fileNameOf(url)}: the next publish changes that file and the browser refuses it, so take integrity out or use the name with a hash.`,
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
  'cookies',
  'key',
  'studio',
]);

/** What the tag never replaces by a default: with another value it starts nothing. */
const GUARDED: { readonly [name: string]: (value: string) => boolean } = {
  'data-consent': (value) => value === 'required',
  'data-gpc': (value) => value === 'respect',
  'data-preview': (value) => value === 'off',
  'data-collect': (value) => value !== '' && URL.canParse(value, 'https://page.example/'),
};

/** Attributes that the tag refuses, or does not know. */
export function checkAttributes(attributes: Element['attributes']): Check[] {
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
      ? [warned('attributes', `It has attributes that fx does not know: ${strange.map(withMeant).join(', ')}.`)]
      : []),
  ];
}

function withMeant(name: string): string {
  const meant = nearest(name.slice(5), [...KNOWN]);
  return meant === undefined ? name : `${name} (data-${meant} is meant?)`;
}

/** A call of `fx` that stops its script where the tag did not load. */
const UNSAFE = /(?<![\w$.?])(?:window\.)?fx\.(?!push\b)\w+\(/;

/** Calls that stop a script of the page where the tag did not load. */
export function checkQueue(elements: readonly Element[]): Check[] {
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
