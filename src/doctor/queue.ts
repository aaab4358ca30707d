/** Says whether the page's policies let the queue before the tag run, which is inline, and what else would do. */

import { createHash } from 'node:crypto';
import type { Element } from '../markup/index.js';
import { allowsScript, type Policy } from './csp.js';
import { type Check, failed, warned } from './finding.js';
import type { LoadedPage } from './page.js';

/** The first of the two lines for a page, as snippets have it. */
const QUEUE_LINE = 'window.fx = window.fx || []';

/** A script of the page that is the queue, or calls fx by it. */
const CALLS = /\bwindow\.fx\b|(?<![\w$.])fx\.\w+\(/;
const DATA = /json|importmap|speculationrules|template/;
const ALONE = /^\s*window\.fx\s*=\s*window\.fx\s*\|\|\s*\[\];?\s*$/;

/** What the policies do to inline scripts of the page that fx is called by: one sentence for all. */
export function checkQueuePolicy(
  { url: page }: LoadedPage,
  elements: readonly Element[],
  policies: readonly Policy[],
): Check[] {
  const blocked = elements.find(
    ({ name, attributes, text }) =>
      name === 'script' &&
      attributes.src === undefined &&
      !DATA.test(attributes.type ?? '') &&
      CALLS.test(text) &&
      !allowsScript(policies, { url: null, page, nonce: attributes.nonce, hashes: hashesOf(text) }),
  );
  if (!blocked) return [];
  const [what, otherwise] = ALONE.test(blocked.text)
    ? [`the line ${QUEUE_LINE}`, LEAVE_OUT]
    : ['an inline script that calls fx', 'or move it into a file'];
  return [failed('queue-policy', `The policy blocks ${what}: ${waysOut(blocked.text)}, ${otherwise}.`)];
}

/** The same of a page that has no such line yet, and is told to have one. */
export function checkQueueToCome({ url: page }: LoadedPage, policies: readonly Policy[]): Check[] {
  if (allowsScript(policies, { url: null, page, hashes: hashesOf(QUEUE_LINE) })) return [];
  const what = `The policy would block the line ${QUEUE_LINE}, as it is inline`;
  return [warned('queue-policy', `${what}: ${waysOut(QUEUE_LINE)}, ${LEAVE_OUT}.`)];
}

const LEAVE_OUT = 'or leave the line out and write window.fx?.push(…) where the page calls fx';

const waysOut = (text: string): string =>
  `give its script a nonce that script-src names, add '${hashOf('sha256', text)}' to script-src`;

const hashesOf = (text: string): string[] => ['sha256', 'sha384', 'sha512'].map((algorithm) => hashOf(algorithm, text));

/** Browsers read ends of lines as line feeds. */
const hashOf = (algorithm: string, text: string): string =>
  `${algorithm}-${createHash(algorithm).update(text.replace(/\r\n?/g, '\n')).digest('base64')}`;
