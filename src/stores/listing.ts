/** Lists what lies in a bucket, a page at a time. */

import type { Store } from './asking.js';
import { faultIn, StoreFault } from './fault.js';
import { persist, type StorePatience } from './patience.js';

/** An object as a list tells of it. */
export interface ListedObject {
  readonly key: string;
  /** NaN where the store does not tell. */
  readonly bytes: number;
  /** Changes whenever somebody writes it; '' where the store does not tell it in its list. */
  readonly version: string;
}

/** What is listed. */
export interface ListOptions {
  /** Names begin so. */
  readonly prefix: string;
  /** Whether what lies deeper is left out: what has a slash behind the prefix. */
  readonly isFlat?: boolean;
  /** Objects of a page; by default as the store likes, which is 1,000. */
  readonly atOnce?: number;
  readonly patience: StorePatience;
}

/** Pages in the order of their keys. @throws StoreFault where it may not be listed, or is not there */
export async function* listObjects(store: Store, url: string, options: ListOptions): AsyncGenerator<ListedObject[]> {
  const { prefix, isFlat = false, atOnce, patience } = options;
  for (let token = ''; ; ) {
    // A blank as %20, which every store and every signature reads alike.
    const query = Object.entries({
      'list-type': '2',
      // Of control characters XML has none.
      'encoding-type': 'url',
      prefix,
      ...(isFlat && { delimiter: '/' }),
      ...(atOnce && { 'max-keys': String(atOnce) }),
      ...(token && { 'continuation-token': token }),
    }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const answer = await persist(() => store.ask(`${url}?${query.join('&')}`), patience);
    if (answer.status > 299) throw faultIn(answer);
    const text = answer.body.toString('utf8');
    if (!text.includes('<ListBucketResult'))
      throw new StoreFault('what answers is no object store: check AWS_ENDPOINT_URL_S3', false);
    const keyOf = textIn(text, 'EncodingType') === 'url' ? decoded : (key: string): string => key;
    yield [...text.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, entry = '']) => ({
      key: keyOf(textIn(entry, 'Key')),
      bytes: Number.parseInt(textIn(entry, 'Size'), 10),
      version: textIn(entry, 'ETag'),
    }));
    token = textIn(text, 'NextContinuationToken');
    if (!token) return;
  }
}

/** What stands in an element, '' where there is none. */
const textIn = (xml: string, element: string): string =>
  unescaped(new RegExp(`<${element}>([^<]*)<`).exec(xml)?.[1] ?? '');

const unescaped = (text: string): string =>
  text.replace(/&(?:(lt|gt|quot|apos|amp)|#(\d+)|#x([0-9a-f]+));/gi, (_, name: string, decimal: string, hex: string) =>
    name
      ? ENTITIES[name.toLowerCase() as keyof typeof ENTITIES]
      : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)),
  );
const ENTITIES = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** As forms write it: a blank may be `+`. */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key; // no UTF-8: asked for as it is written, and the store says that there is none
  }
}
