/** Reads `serve.oidc` of the configuration: which provider signs people in, and which roles its claims give. */

import { type Environment, fromEnvironment } from '../../environment.js';
import { isRole, type StudioRole } from '../roles.js';

/** A provider of OpenID Connect. */
export interface OidcSettings {
  /** As people know it: the host of the issuer. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined for a public client: then PKCE alone shows who asks. */
  readonly clientSecret: string | undefined;
  readonly scope: string;
  /** The claim that gives roles, with a role for each of its values; null: only people of Settings come in. */
  readonly claim: { readonly name: string; readonly roles: Readonly<Record<string, StudioRole>> } | null;
  /** Whether an address counts of which the provider does not say that it was verified. */
  readonly trustsEmail: boolean;
}

/** What is wrong, as `field` must be `must`. */
export type OidcFault = { readonly field: string; readonly must: string };

const FIELDS = ['issuer', 'clientId', 'clientSecret', 'scope', 'roleClaim', 'roles', 'trustEmail'];

/** @param env where values that begin with `$` are taken from */
export function readOidc(value: unknown, env: Environment): OidcSettings | OidcFault | null {
  if (value === undefined) return null;
  const at = 'serve.oidc';
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { field: at, must: `an object with ${FIELDS.join(', ')}` };
  const fields = value as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) return { field: `${at}.${unknown}`, must: `one of ${FIELDS.join(', ')}` };
  const { issuer, clientId, clientSecret, scope = 'openid email profile', roleClaim, roles, trustEmail } = fields;
  if (!isIssuer(issuer)) return { field: `${at}.issuer`, must: 'an address such as https://login.example.com' };
  if (typeof clientId !== 'string' || clientId === '') return { field: `${at}.clientId`, must: 'text' };
  if (typeof scope !== 'string' || !scope.split(' ').includes('openid'))
    return { field: `${at}.scope`, must: 'words, openid among them' };
  if (trustEmail !== undefined && trustEmail !== 'true' && trustEmail !== 'false')
    return { field: `${at}.trustEmail`, must: 'true or false' };
  const secret = clientSecret === undefined ? undefined : secretOf(clientSecret, env);
  if (secret === null)
    return {
      field: `${at}.clientSecret`,
      must: `text, or in the environment: ${String(clientSecret)} is not set there`,
    };
  const claim = readClaim(roleClaim, roles);
  if (claim && 'must' in claim) return claim;
  const { host } = new URL(issuer);
  return { name: host, issuer, clientId, clientSecret: secret, scope, claim, trustsEmail: trustEmail === 'true' };
}

/** Without TLS whoever is on the way signs in as anybody: only this machine's own provider may go without. */
const isIssuer = (value: unknown): value is string => {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
};

const secretOf = (value: unknown, env: Environment): string | null =>
  typeof value === 'string' && value !== '' ? fromEnvironment(value, env) : null;

function readClaim(name: unknown, roles: unknown): OidcSettings['claim'] | OidcFault {
  if (name === undefined && roles === undefined) return null;
  if (typeof name !== 'string' || name === '')
    return { field: 'serve.oidc.roleClaim', must: 'the name of a claim, such as groups' };
  const entries = typeof roles === 'object' && roles !== null ? Object.entries(roles) : [];
  if (!entries.length || !entries.every((entry): entry is [string, StudioRole] => isRole(entry[1])))
    return {
      field: 'serve.oidc.roles',
      must: `a role for each value of ${name}: viewer, editor, publisher or admin`,
    };
  return { name, roles: Object.fromEntries(entries) };
}
