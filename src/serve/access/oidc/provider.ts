/** Signs people in by OpenID Connect: code flow with PKCE, state and nonce, bound to the browser that began it. */

import type { Configuration } from 'openid-client';
import { createSteadyClock } from '../../../collector/index.js';
import { codeOf, loadOptional, Refusal } from '../../../files/index.js';
import { newSecret } from '../secrets.js';
import type { OidcSettings } from './configured.js';
import { createPending, PENDING_MS } from './pending.js';
import { type Claims, missingIn, type OidcPerson, whoIsIn } from './person.js';

/** The line that installs what speaks OpenID Connect. */
export const INSTALL_OIDC = 'npm install openid-client';

/** What came of coming back. `refused`: the answer is not one to this browser, or not a sound one. */
export type OidcAnswer =
  | { readonly ok: true; readonly person: OidcPerson; readonly to: string }
  | { readonly ok: false; readonly reason: 'denied' | 'expired' | 'refused' | 'unavailable'; readonly why: string };

/** A provider that people are sent to. */
export interface OidcProvider {
  readonly settings: OidcSettings;
  /**
   * @param had the secret in the browser's cookie
   * @returns where to send a browser, and the secret for its cookie; null where the provider cannot be reached
   */
  begin(to: string, had: string | null): Promise<{ readonly url: string; readonly secret: string } | null>;
  /** @param query of the address that the provider sent the browser back to */
  finish(query: string, secret: string | null): Promise<OidcAnswer>;
  /** Whether other tabs of the browser wait for an answer. */
  isUnderWay(secret: string | null): boolean;
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
  const pending = createPending(now);
  const steady = createSteadyClock(now);
  let known: { readonly configuration: Configuration; readonly since: number } | null = null;
  /** @param isFresh whether keys and addresses of before may be others now: a request more, once a sign-in */
  const discover = async (isFresh = false): Promise<Configuration | null> => {
    try {
      if (known === null || isFresh || steady() - known.since > PENDING_MS)
        known = { configuration: await discoverWith(oidc, settings), since: steady() };
      return known.configuration;
    } catch (error) {
      say(`${settings.name} does not say how to sign in: ${reasonIn(error)}.`);
      return null;
    }
  };
  return {
    settings,
    async begin(to, had) {
      const configuration = await discover();
      if (!configuration) return null;
      const [state, nonce, verifier] = [newSecret(), newSecret(), oidc.randomPKCECodeVerifier()];
      const secret = pending.add(had, { state, nonce, verifier, to });
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
      const begun = pending.take(secret, new URLSearchParams(query).get('state'));
      if (!begun)
        return { ok: false, reason: 'expired', why: 'it was not begun in this browser in the last ten minutes' };
      const configuration = await discover(true);
      if (!configuration) return { ok: false, reason: 'unavailable', why: 'the provider cannot be reached' };
      try {
        const tokens = await oidc.authorizationCodeGrant(configuration, new URL(`${address()}${OIDC_BACK}${query}`), {
          pkceCodeVerifier: begun.verifier,
          expectedState: begun.state,
          expectedNonce: begun.nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims() ?? {};
        const info = await infoBeside(oidc, configuration, tokens.access_token, claims, settings);
        return { ok: true, person: whoIsIn(claims, info, settings), to: begun.to };
      } catch (error) {
        const isDenied = error instanceof oidc.AuthorizationResponseError;
        const why = isDenied ? error.error : reasonIn(error);
        say(`Somebody could not be signed in by ${settings.name}: ${why}.`);
        return { ok: false, reason: isDenied ? 'denied' : isAway(why) ? 'unavailable' : 'refused', why };
      }
    },
    isUnderWay: pending.isUnderWay,
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

/** Asks userinfo only for what the token leaves out, of the same person: the library compares them. */
async function infoBeside(
  oidc: OidcLibrary,
  configuration: Configuration,
  accessToken: string,
  token: Claims,
  settings: OidcSettings,
): Promise<Claims> {
  const missing = missingIn(token, settings);
  if (missing === null || configuration.serverMetadata().userinfo_endpoint === undefined) return {};
  try {
    return await oidc.fetchUserInfo(configuration, accessToken, String(token.sub));
  } catch (error) {
    if (missing === 'access') throw error;
    // A name is not worth to keep somebody out: their address stands in its place.
    return {};
  }
}

/** Whether nobody answered, or not in time. */
const isAway = (why: string): boolean => /^(E[A-Z]+|UND_ERR_\w+|OAUTH_TIMEOUT)$/.test(why);

/** The codes of the library are few and hold nothing of the answer; its sentences may quote a token. */
function reasonIn(error: unknown): string {
  const code = codeOf(error);
  if (code !== 'unknown error') return code;
  if (error instanceof Error && 'error' in error && typeof error.error === 'string') return error.error;
  return error instanceof Error && error.cause ? reasonIn(error.cause) : 'no reason was given';
}
