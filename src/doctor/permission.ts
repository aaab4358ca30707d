/** Says what a page's policies let recipes, requests and cookies do. */

import type { Element } from '../markup/index.js';
import {
  allowsConnection,
  allowsEval,
  allowsScript,
  allowsTypesPolicy,
  isOpaque,
  needsTrustedTypes,
  type Policy,
  readPolicies,
} from './csp.js';
import { type Check, failed, ok, warned } from './finding.js';
import type { LoadedPage } from './page.js';
import type { Tag } from './tag.js';

/** Which kinds of change a recipe may make. Text, attributes, classes, styles and css always may. */
export interface Permissions {
  readonly html: boolean;
  readonly js: boolean;
}

/** Policies of the header and of meta elements in the head; a sandbox counts in the header only. */
export function policiesOf(page: LoadedPage, elements: readonly Element[]): Policy[] {
  const metas = elements.filter(
    ({ name, isInHead, attributes }) =>
      name === 'meta' && isInHead && attributes['http-equiv']?.toLowerCase() === 'content-security-policy',
  );
  const fromMeta = metas.flatMap(({ attributes }) => readPolicies(attributes.content ?? ''));
  const without = fromMeta.map((policy) => new Map([...policy].filter(([name]) => name !== 'sandbox')));
  return [...page.policies.flatMap(readPolicies), ...without];
}

/** What recipes may do with this tag on this page. */
export function permissionsOf(
  page: LoadedPage,
  elements: readonly Element[],
  tag: Tag,
  policies: readonly Policy[],
): Permissions {
  const html = !needsTrustedTypes(policies) || allowsTypesPolicy(policies, 'fx');
  if (tag.kind === 'container') return { html, js: true };
  const nonce = nonceOf(tag, elements);
  const compiles = nonce ? allowsScript(policies, { url: null, page: page.url, nonce }) : allowsEval(policies);
  const origins = [page.url.origin, tag.url.origin];
  const isForeign = tag.kind === 'fetched' && !origins.includes(tag.manifestUrl?.origin ?? '');
  return { html, js: html && compiles && (!isForeign || 'data-js' in tag.element.attributes) };
}

/** A sentence about each of them. */
export function checkPermissions(
  page: LoadedPage,
  elements: readonly Element[],
  tag: Tag,
  policies: readonly Policy[],
  { html, js }: Permissions,
): Check[] {
  const { nonce, integrity } = tag.element.attributes;
  const runs = allowsScript(policies, { url: tag.url, page: page.url, nonce, integrity });
  return [
    policies.length
      ? ok('policy', 'The page has a Content Security Policy.')
      : ok('policy', 'The page has no Content Security Policy.'),
    ...(page.reported.length
      ? [warned('report-only', 'It has a report-only policy too: what that names is reported, not blocked.')]
      : []),
    ...(runs
      ? []
      : [failed('script-src', `The policy blocks the tag itself: add ${sourceFor(tag.url, page)} to script-src.`)]),
    ok('css', 'Recipes may use css, text, attributes, classes and styles.'),
    html
      ? ok('html', 'Recipes may use HTML.')
      : failed('html', 'Recipes may not use HTML: Trusted Types are required, so add fx to trusted-types.'),
    js ? ok('js', 'Recipes may use js.') : failed('js', jsBlocked(tag, nonceOf(tag, elements), html)),
    ...checkConnections(page, tag, policies),
    ...checkCookies(page, tag, policies),
  ];
}

/** From the tag's script, or the first script that has one. */
const nonceOf = (tag: Tag, elements: readonly Element[]): string | undefined =>
  tag.element.attributes.nonce ??
  elements.find(({ name, attributes }) => name === 'script' && attributes.nonce)?.attributes.nonce;

const sourceFor = (url: URL, page: LoadedPage): string => (url.origin === page.url.origin ? "'self'" : url.origin);

function jsBlocked(tag: Tag, nonce: string | undefined, html: boolean): string {
  if (!html) return 'Recipes may not use js: Trusted Types are required, so add fx to trusted-types.';
  if (nonce)
    return `Recipes may not use js: the policy does not name the nonce ${nonce}; use the container, or name it.`;
  if (tag.kind === 'fetched' && !('data-js' in tag.element.attributes) && tag.manifestUrl?.origin !== tag.url.origin) {
    return 'Recipes may not use js: the manifest comes from another origin, which needs data-js.';
  }
  return 'Recipes may not use js: the policy forbids eval; use the container, or give the tag a nonce.';
}

function checkConnections(page: LoadedPage, { element, manifestUrl }: Tag, policies: readonly Policy[]): Check[] {
  const collect = element.attributes['data-collect'];
  const asked = [
    [
      'collect',
      'events',
      collect !== undefined && URL.canParse(collect, page.url.href) ? new URL(collect, page.url) : null,
    ],
    ['manifest', 'the manifest', manifestUrl],
  ] as const;
  const found = asked.flatMap(([code, what, url]): Check[] => {
    if (!url) return [];
    if (page.url.protocol === 'https:' && url.protocol === 'http:' && !isLocal(url.hostname)) {
      return [
        failed(
          code,
          `${url.href} is not https, and a page that is https may not ask for ${what} there: serve it with https.`,
        ),
      ];
    }
    return allowsConnection(policies, url, page.url)
      ? [ok(code, `The policy lets ${what} go to ${url.origin}.`)]
      : [failed(code, `The policy blocks ${what}: add ${sourceFor(url, page)} to connect-src.`)];
  });
  return collect === undefined
    ? [
        ...found,
        warned(
          'collect',
          'It has no data-collect: events go to listeners and the dataLayer only, and fx results has nothing to read.',
        ),
      ]
    : found;
}

function checkCookies(page: LoadedPage, { element }: Tag, policies: readonly Policy[]): Check[] {
  const { hostname, protocol } = page.url;
  const domain = element.attributes['data-cookie-domain']?.replace(/^\./, '');
  if (isOpaque(policies))
    return [
      failed(
        'cookies',
        'The page is a sandbox without allow-same-origin: nothing can be stored, so nobody takes part.',
      ),
    ];
  if (domain !== undefined && hostname !== domain && !hostname.endsWith(`.${domain}`)) {
    return [
      failed('cookies', `data-cookie-domain ${domain} does not hold for ${hostname}: browsers refuse that cookie.`),
    ];
  }
  // A module reads none of its attributes, so nothing waits for consent there.
  const isConsent = element.attributes['data-consent'] === 'required' && element.attributes.type !== 'module';
  return [
    ok(
      'cookies',
      `The visitor's id goes into the cookie _fx of ${domain ?? `the widest domain that ${hostname} may set`}.`,
    ),
    ...(protocol === 'http:' && !isLocal(hostname)
      ? [warned('https', 'The page is not https: its cookies are not Secure.')]
      : []),
    ...(isConsent
      ? [warned('consent', 'Nothing is stored, sent or assigned before the page calls fx.consent(true).')]
      : []),
  ];
}

/** Where browsers ask for no https. */
const isLocal = (hostname: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
