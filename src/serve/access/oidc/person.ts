/** Reads who somebody is from the claims of their token and of the provider's userinfo endpoint. */

import type { OidcSettings } from './configured.js';

/** Who came back from the provider. */
export interface OidcPerson {
  readonly email: string;
  readonly isVerified: boolean;
  readonly name: string;
  /** Of the claim that gives roles. */
  readonly values: readonly string[];
}

/** What a token or userinfo says of somebody. */
export type Claims = Readonly<Record<string, unknown>>;

/** Whether the token leaves out what decides on coming in, or the name alone, or nothing. */
export function missingIn(claims: Claims, { claim, trustsEmail }: OidcSettings): 'access' | 'name' | null {
  if (emailIn(claims) === '' || (claims.email_verified === undefined && !trustsEmail)) return 'access';
  if (claim !== null && valueAt(claims, claim.name) === undefined) return 'access';
  return claims.name === undefined && claims.preferred_username === undefined ? 'name' : null;
}

/** What the token says counts before what userinfo says. */
export function whoIsIn(token: Claims, info: Claims, { claim }: OidcSettings): OidcPerson {
  const name = [token, info].flatMap((one) => [one.name, one.preferred_username]).find(isText) ?? '';
  const [mine, told] = [emailIn(token), emailIn(info)];
  // What either says of its own address holds for that one alone.
  const verified = mine === '' ? info.email_verified : (token.email_verified ?? (mine === told && info.email_verified));
  const given = claim === null ? [] : (valueAt(token, claim.name) ?? valueAt(info, claim.name));
  return {
    email: mine || told,
    isVerified: verified === true || verified === 'true',
    name,
    values: (Array.isArray(given) ? given : [given]).filter((one): one is string => typeof one === 'string'),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

const emailIn = ({ email }: Claims): string => (typeof email === 'string' ? email.trim().toLowerCase() : '');

/** `groups`, `https://example.com/roles`, or a path such as `realm_access.roles`. */
const valueAt = (claims: Claims, name: string): unknown =>
  Object.hasOwn(claims, name)
    ? claims[name]
    : name.split('.').reduce<unknown>((at, key) => {
        const own = typeof at === 'object' && at !== null ? (at as Claims) : {};
        return Object.hasOwn(own, key) ? own[key] : undefined;
      }, claims);
