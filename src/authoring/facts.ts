/** Names the facts that fx finds out by itself, and the values that they can have. */

import { nearest } from './nearest.js';

/** What a fact can be. */
export interface FactKind {
  readonly type: 'string' | 'number' | 'boolean';
  /** All values, where there are only a few. */
  readonly values?: readonly string[];
  /** How every such text looks, where it is not empty, and the same in words. */
  readonly form?: RegExp;
  readonly words?: string;
  /** Of a number. */
  readonly least?: number;
  /** A part of a query: it has been decoded, and stands without its name. */
  readonly isQuery?: boolean;
}

const text: FactKind = { type: 'string' };
const part: FactKind = { type: 'string', isQuery: true };
const path: FactKind = { type: 'string', form: /^\/[^?#]*$/, words: 'a path, which begins with / and ends before ?' };
const url: FactKind = {
  type: 'string',
  form: /^(?:[a-z][a-z-]*:|https?$)/,
  words: 'a whole address, such as https://example.com/',
};
const search: FactKind = { type: 'string', form: /^\?/, words: 'a query, which begins with ?' };
const hash: FactKind = { type: 'string', form: /^#/, words: 'a hash, which begins with #' };
const language: FactKind = {
  type: 'string',
  form: /^[a-z]{2,3}(?:-[a-z0-9]*)*$/i,
  words: 'a language as browsers write it, such as en or en-US',
};

/** By namespace and name. `query` holds one fact to each name of a query. */
const own: { readonly [namespace: string]: { readonly [name: string]: FactKind } | undefined } = {
  page: { url, path, search, hash, referrer: url, title: text },
  device: {
    type: { type: 'string', values: ['desktop', 'mobile', 'tablet'] },
    width: { type: 'number', least: 0 },
    language,
  },
  visitor: { isNew: { type: 'boolean' } },
  visit: { referrer: url, landing: path, pages: { type: 'number', least: 1 } },
};

/** Namespaces with a query. */
const WITH_QUERY: readonly string[] = ['page', 'visit'];

/** What is known of a fact: undefined for the host's own; a fault where fx finds out no such fact. */
export function factOf(path: string): FactKind | { readonly fault: string } | undefined {
  const [namespace = '', name, ...rest] = path.split('.');
  const names = own[namespace];
  if (!names) return undefined;
  const hasQuery = WITH_QUERY.includes(namespace);
  const known = [...Object.keys(names), ...(hasQuery ? ['query.<name>'] : [])];
  const list = known.map((one) => `${namespace}.${one}`).join(', ');
  if (name === undefined) return { fault: `is a group of facts: name one of ${list}` };
  if (name === 'query' && hasQuery) {
    if (!rest[0]) return { fault: `is all of the query: name one part of it, such as ${namespace}.query.utm_source` };
    if (rest.length === 1) return part;
    const search = namespace === 'page' ? ': use matches on page.search' : '';
    return { fault: `is none, as the name of a part of the query that has a dot in it cannot be read${search}` };
  }
  const kind = Object.hasOwn(names, name) ? names[name] : undefined;
  if (kind && !rest.length) return kind;
  const suggestion = nearest(
    path,
    Object.keys(names).map((one) => `${namespace}.${one}`),
  );
  return {
    fault: `is not a fact that fx finds out${suggestion ? `; did you mean ${suggestion}?` : `, which are ${list}`}`,
  };
}
