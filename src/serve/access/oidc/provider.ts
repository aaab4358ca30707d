/** Signs people in by OpenID Connect: code flow with PKCE, state and nonce, bound to the browser that began it. */

import type { Configuration } from 'openid-client';
import { codeOf, loadOptional, Refusal } from '../../../files/index.js';
import { digestOf, newSecret } from '../secrets.js';
import type { OidcSettings } from './configured.js';

/** The line that installs what speaks OpenID Connect. */
export const INSTALL_OIDC = 'npm install openid-client';

/** Who came back from the provider. */
export interface OidcPerson {
  readonly email: string;
  readonly isVerified: boolean;
  readonly name: string;
  /** Of the claim that gives roles. */
  readonly values: readonly string[];
}

/** What came of coming back. `refused`: the answer is not one to this browser, or not a sound one. */
export type OidcAnswer =
  | { readonly ok: true; readonly person: OidcPerson; readonly to: string }
  | { readonly ok: false; readonly reason: 'denied' | 'expired' | 'refused' | 'unavailable'; readonly why: string };

/** A provider that people are sent to. */
export interface OidcProvider {
  readonly settings: OidcSettings;
  /** Where to send a browser, and the secret for its cookie; null where the provider cannot be reached. */
  begin(to: string): Promise<{ readonly url: string; readonly secret: string } | null>;
  /** @param query of the address that the provider sent the browser back to */
  finish(query: string, secret: string | null): Promise<OidcAnswer>;
  /** Where people sign out of the provider, too; null where it has no such address, or cannot be asked. */
  endUrl(): Promise<string | null>;
}

/** What it needs. */
export interface OidcParts {
  readonly settings: OidcSettings;
  /** Of Studio, without a slash at the end. */
  readonly address: () => string;
  readonly now: () => number;
  /** Hears in one sentence what kept somebody out, without any secret. */
  readonly say: (sentence: string) => void;
}

/** Where the provider sends people back to. */
export const OIDC_BACK = '/sign-in/oidc/back';

interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly to: string;
  readonly since: number;
}

const PENDING_MS = 10 * 60_000;
/** Whoever begins more of them pushes the oldest out. */
const MOST_PENDING = 10_000;
/** Clocks of servers differ by so much. */
const TOLERANCE_SECONDS = 30;
const TIMEOUT_SECONDS = 10;

/**
 * @throws Refusal where the package is not installed. The provider itself may be away: the collector runs without it.
 */
export async function openProvider({ settings, address, now, say }: OidcParts): Promise<OidcProvider> {
  const oidc = await loadOptional(() => import('openid-client'));
  if (!oidc)
    throw new Refusal(
      `serve.oidc needs openid-client, which is not installed: ${INSTALL_OIDC} puts it beside fx.`,
      'no-openid-client',
    );
  const pending = new Map<string, Pending>();
  let known: Configuration | null = null;
  const discover = async (): Promise<Configuration | null> => {
    try {
      known ??= await discoverWith(oidc, settings);
      return known;
    } catch (error) {
      say(`${settings.name} does not say how to sign in: ${reasonIn(error)}.`);
      return null;
    }
  };
  return {
    settings,
    async begin(to) {
      const configuration = await discover();
      if (!configuration) return null;
      const [state, nonce, verifier, secret] = [newSecret(), newSecret(), oidc.randomPKCECodeVerifier(), newSecret()];
      for (const [old, { since }] of pending)
        if (pending.size >= MOST_PENDING || now() - since > PENDING_MS) pending.delete(old);
      pending.set(digestOf(secret), { state, nonce, verifier, to, since: now() });
      const url = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: `${address()}${OIDC_BACK}`,
        scope: settings.scope,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, secret };
    },
    async finish(query, secret) {
      const begun = secret === null ? undefined : pending.get(digestOf(secret));
      // Each is good for one answer, right or wrong.
      if (secret !== null) pending.delete(digestOf(secret));
      if (!begun || now() - begun.since > PENDING_MS)
        return { ok: false, reason: 'expired', why: 'it was not begun in this browser in the last ten minutes' };
      const configuration = await discover();
      if (!configuration) return { ok: false, reason: 'unavailable', why: 'the provider cannot be reached' };
      try {
        const tokens = await oidc.authorizationCodeGrant(configuration, new URL(`${address()}${OIDC_BACK}${query}`), {
          pkceCodeVerifier: begun.verifier,
          expectedState: begun.state,
          expectedNonce: begun.nonce,
          idTokenExpected: true,
        });
        return { ok: true, person: personIn(tokens.claims() ?? {}, settings), to: begun.to };
      } catch (error) {
        const isDenied = error instanceof oidc.AuthorizationResponseError;
        const why = isDenied ? error.error : reasonIn(error);
        say(`Somebody could not be signed in by ${settings.name}: ${why}.`);
        return { ok: false, reason: isDenied ? 'denied' : 'refused', why };
      }
    },
    async endUrl() {
      const configuration = await discover();
      if (configuration?.serverMetadata().end_session_endpoint === undefined) return null;
      return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: `${address()}/sign-in` }).href;
    },
  };
}

type OidcLibrary = typeof import('openid-client');

async function discoverWith(
  oidc: OidcLibrary,
  { issuer, clientId, clientSecret }: OidcSettings,
): Promise<Configuration> {
  return oidc.discovery(
    new URL(issuer),
    clientId,
    { [oidc.clockTolerance]: TOLERANCE_SECONDS },
    clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
    {
      timeout: TIMEOUT_SECONDS,
      // Signatures are checked although the token comes from the provider itself: a proxy between them may not be
      // trusted.
      execute: [
        oidc.enableNonRepudiationChecks,
        // Only this machine's own provider may go without TLS, by the check of the configuration.
        ...(issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []),
      ],
    },
  );
}

function personIn(claims: Readonly<Record<string, unknown>>, { claim }: OidcSettings): OidcPerson {
  const { email, email_verified: isVerified, name, preferred_username: called } = claims;
  const given = claim === null ? [] : valueAt(claims, claim.name);
  const values = Array.isArray(given) ? given : [given];
  return {
    email: typeof email === 'string' ? email.trim().toLowerCase() : '',
    isVerified: isVerified === true || isVerified === 'true',
    name: [name, called].find((one): one is string => typeof one === 'string' && one.trim() !== '') ?? '',
    values: values.filter((one): one is string => typeof one === 'string'),
  };
}

/** `groups`, `https://example.com/roles`, or a path such as `realm_access.roles`. */
const valueAt = (claims: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(claims, name)
    ? claims[name]
    : name.split('.').reduce<unknown>((at, key) => {
        const own = typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>) : {};
        return Object.hasOwn(own, key) ? own[key] : undefined;
      }, claims);

/** The codes of the library are few and hold nothing of the answer; its sentences may quote a token. */
function reasonIn(error: unknown): string {
  const code = codeOf(error);
  if (code !== 'unknown error') return code;
  if (error instanceof Error && 'error' in error && typeof error.error === 'string') return error.error;
  return error instanceof Error && error.cause ? reasonIn(error.cause) : 'no reason was given';
}
