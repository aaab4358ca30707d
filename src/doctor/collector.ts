/** Asks the collector of a page whether it takes events, with a batch that holds none. */

import { type Check, failed, ok, warned } from './finding.js';
import type { LoadedPage } from './page.js';
import type { Tag } from './tag.js';

/** Milliseconds that a collector may take. */
const TIMEOUT_MS = 10_000;

/**
 * Posts a probe to `data-collect`, as the page would. A collector answers 2xx and stores nothing, as there is no event
 * in it.
 */
export async function checkCollector(page: LoadedPage, { element }: Tag, now: number): Promise<Check[]> {
  const { 'data-collect': collect, 'data-delivery': delivery } = element.attributes;
  if (collect === undefined || page.isFile || !URL.canParse(collect, page.url.href)) return [];
  const url = new URL(collect, page.url);
  if (!/^https?:$/.test(url.protocol)) return [];
  const answer = await probe(url, page.url.origin, now);
  if (typeof answer === 'string') {
    return [
      failed('collector', `The collector ${url.href} does not answer (${answer}): start it, or correct data-collect.`),
    ];
  }
  const { status, headers } = answer;
  const code = 'collector';
  if (status === 429 || status >= 500 || status === 408) {
    return [failed(code, `The collector ${url.href} answers ${status}: events wait in browsers until it takes them.`)];
  }
  if (status < 200 || status > 299) {
    return [
      failed(
        code,
        `The collector ${url.href} answers ${status}: the tag gives events up there, so correct data-collect.`,
      ),
    ];
  }
  const allowed = headers.get('access-control-allow-origin');
  const isForeign = url.origin !== page.url.origin;
  if (isForeign && delivery !== 'beacon' && allowed !== '*' && allowed !== page.url.origin) {
    return [
      failed(
        code,
        `The collector ${url.href} does not let pages of ${page.url.origin} read its answer, so they send everything again: let it answer with Access-Control-Allow-Origin.`,
      ),
    ];
  }
  if (status !== 204) {
    return [
      warned(code, `The collector ${url.href} answers ${status}, as pages do, too: look whether events arrive there.`),
    ];
  }
  return [ok(code, `The collector ${url.href} answers.`)];
}

/** The answer, or the system's word for why there is none. */
async function probe(url: URL, origin: string, now: number): Promise<Response | string> {
  try {
    return await fetch(url, {
      method: 'POST',
      body: JSON.stringify({ v: 1, sentAt: now, dropped: 0, events: [], probe: true }),
      headers: { 'content-type': 'text/plain;charset=UTF-8', origin, 'user-agent': 'fx doctor' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : String(cause);
  }
}
