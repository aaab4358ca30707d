/** Says whether the page's policies let the queue before the tag run, which is inline, and what else would do. */

import { createHash } from 'node:crypto';
import type { Element } from '../markup/index.js';
import { allowsScript, type Policy } from './csp.js';
import { type Check, failed, warned } from './finding.js';
import type { LoadedPage } from './page.js';
import { type Use, usesFx } from './uses.js';

/** The first of the two lines for a page, as snippets have it. */
const QUEUE_LINE = 'window.fx = window.fx || []';

/** Types of scripts that browsers run, besides none; what has another is data. */
const RUNS =
  /^\s*(?:module|(?:text|application)\/(?:x-)?(?:java|ecma)script|text\/(?:javascript1\.[0-5]|jscript|livescript))\s*$/i;
const ALONE = /^\s*window\.fx\s*=\s*window\.fx\s*\|\|\s*\[\];?\s*$/;

/** What the policies do to inline scripts of the page that fx is called by: one sentence for all that do so alike. */
export function checkQueuePolicy(
  { url: page }: LoadedPage,
  elements: readonly Element[],
  policies: readonly Policy[],
): Check[] {
  const blocked = elements
    .filter(
      ({ name, attributes, text }) =>
        name === 'script' &&
        attributes.src === undefined &&
        (!attributes.type || RUNS.test(attributes.type)) &&
        text.includes('fx') &&
        !allowsScript(policies, { url: null, page, nonce: attributes.nonce, hashes: hashesOf(text) }),
    )
    .map(({ attributes, text }) => ({ text, use: usesFx(text, /module/i.test(attributes.type ?? '')) }));
  const textsOf = (wanted: Use): string[] => blocked.filter(({ use }) => use === wanted).map(({ text }) => text);
  const [calling, seeming] = [textsOf('yes'), textsOf('maybe')];
  return [
    ...(calling.length ? [failed('queue-policy', `The policy blocks ${blockedText(calling, 'calls', 'call')}.`)] : []),
    ...(seeming.length
      ? [warned('queue-policy', `The policy blocks ${blockedText(seeming, 'may call', 'may call')}.`)]
      : []),
  ];
}

/** More hashes than these are no way out that anybody keeps up with. */
const FEW = 3;

/** What is blocked, and the ways out for all of it. */
function blockedText(texts: readonly string[], one: string, many: string): string {
  const [text = '', ...others] = texts;
  if (!others.length)
    return ALONE.test(text)
      ? `the line ${QUEUE_LINE}: ${waysOut(text)}, ${LEAVE_OUT}`
      : `an inline script that ${one} fx: ${waysOut(text)}, or move it into a file`;
  const line = texts.some((each) => ALONE.test(each)) ? `, the line ${QUEUE_LINE} among them` : '';
  const hashes = [...new Set(texts.map((each) => `'${hashOf('sha256', each)}'`))];
  const byHash = hashes.length > FEW ? '' : ` add ${hashes.join(' ')} to script-src,`;
  const ways = `give each a nonce that script-src names,${byHash} or move them into files`;
  return `${texts.length} inline scripts that ${many} fx${line}: ${ways}`;
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
