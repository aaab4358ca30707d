/** Reads Content Security Policies and answers what a page under them may do. */

/** Directives by name; the first of a name counts. */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** Policies of one header or meta element; those of a header are separated by commas. */
export function readPolicies(text: string): Policy[] {
  return text
    .split(',')
    .map((part) => {
      const policy = new Map<string, readonly string[]>();
      for (const directive of part.split(';')) {
        const [name = '', ...values] = directive.trim().split(/\s+/);
        if (name && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), values);
      }
      return policy;
    })
    .filter((policy) => policy.size > 0);
}

/** A script as policies see it. */
export interface ScriptSource {
  /** Absolute; null for inline code. */
  readonly url: URL | null;
  readonly page: URL;
  readonly nonce?: string | undefined;
  /** Every hash of its integrity attribute. */
  readonly integrity?: string | undefined;
  /** Of inline code, by each algorithm that policies know. */
  readonly hashes?: readonly string[];
}

const KEYWORD = /^'[^']*'$/;

/** Whether every policy lets a script element of the page's HTML run. */
export function allowsScript(policies: readonly Policy[], source: ScriptSource): boolean {
  return policies.every((policy) => {
    const list = listOf(policy, ['script-src-elem', 'script-src', 'default-src']);
    return !list || allowsElement(list, source);
  });
}

function allowsElement(
  list: readonly string[],
  { url, page, nonce, integrity, hashes: own = [] }: ScriptSource,
): boolean {
  if (nonce && list.includes(`'nonce-${nonce}'`)) return true;
  const hashes = integrity?.split(/\s+/).filter(Boolean) ?? [];
  if (url && hashes.length && hashes.every((hash) => list.includes(`'${hash}'`))) return true;
  if (own.some((hash) => list.includes(`'${hash}'`))) return true;
  if (list.includes("'strict-dynamic'")) return false;
  if (url) return matchesList(list, url, page);
  return list.includes("'unsafe-inline'") && !list.some((value) => /^'(nonce-|sha(256|384|512)-)/.test(value));
}

/** Whether every policy lets the page connect to an address. */
export function allowsConnection(policies: readonly Policy[], url: URL, page: URL): boolean {
  return policies.every((policy) => {
    const list = listOf(policy, ['connect-src', 'default-src']);
    return !list || matchesList(list, url, page);
  });
}

/** Whether every policy lets `eval` and `new Function` run. */
export function allowsEval(policies: readonly Policy[]): boolean {
  return policies.every((policy) => listOf(policy, ['script-src', 'default-src'])?.includes("'unsafe-eval'") ?? true);
}

/** Whether strings may not become markup or code. */
export const needsTrustedTypes = (policies: readonly Policy[]): boolean =>
  policies.some((policy) => policy.get('require-trusted-types-for')?.includes("'script'"));

/** Whether a Trusted Types policy of a name may be made. */
export const allowsTypesPolicy = (policies: readonly Policy[], name: string): boolean =>
  policies.every((policy) => {
    const list = policy.get('trusted-types');
    return !list || list.includes('*') || list.includes(name);
  });

/** Whether the page is a sandbox without an origin of its own: nothing can be stored. */
export const isOpaque = (policies: readonly Policy[]): boolean =>
  policies.some((policy) => policy.has('sandbox') && !policy.get('sandbox')?.includes('allow-same-origin'));

const listOf = (policy: Policy, names: readonly string[]): readonly string[] | undefined =>
  names.map((name) => policy.get(name)).find((list) => list !== undefined);

function matchesList(list: readonly string[], url: URL, page: URL): boolean {
  return list.some((value) =>
    value === "'self'" ? isSelf(url, page) : !KEYWORD.test(value) && matchesSource(value, url, page),
  );
}

/** The page's origin, or the same host by a safer scheme. */
const isSelf = (url: URL, page: URL): boolean =>
  url.origin === page.origin ||
  (url.hostname === page.hostname && page.protocol === 'http:' && url.protocol === 'https:' && !url.port && !page.port);

function matchesSource(source: string, url: URL, page: URL): boolean {
  if (source === '*') return /^(https?|wss?):$/.test(url.protocol) || url.protocol === page.protocol;
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return isScheme(source.toLowerCase(), url.protocol);
  const [, scheme, host = '', port, path] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/:]+)(?::(\d+|\*))?(\/.*)?$/i.exec(source) ?? [];
  if (!isScheme(scheme ? `${scheme.toLowerCase()}:` : page.protocol, url.protocol)) return false;
  const name = host.toLowerCase();
  if (name.startsWith('*.') ? !url.hostname.endsWith(name.slice(1)) : name !== '*' && name !== url.hostname)
    return false;
  if (port !== '*' && portOf(url) !== (port ?? defaultPort(url.protocol))) return false;
  return !path || path === '/' || (path.endsWith('/') ? url.pathname.startsWith(path) : url.pathname === path);
}

const isScheme = (wanted: string, actual: string): boolean =>
  wanted === actual || (wanted === 'http:' && actual === 'https:');

const defaultPort = (protocol: string): string => (protocol === 'https:' ? '443' : '80');
const portOf = (url: URL): string => url.port || defaultPort(url.protocol);
