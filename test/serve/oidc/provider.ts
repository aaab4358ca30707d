/**
 * Plays a provider of OpenID Connect that checks what it is sent as a real one does, and lies in the ways that it is
 * told to.
 */

import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What of its answers may be others. */
export interface Lies {
  /** Claims in place of those of an honest token; undefined leaves one out. */
  claims?: Readonly<Record<string, unknown>>;
  /** `other`: by a key that it does not publish. `none`, `HS256` with the published key: known attacks. */
  signedBy?: 'other' | 'none' | 'HS256';
  /** In the address that leads back. */
  back?: Readonly<Record<string, string>>;
  /** In place of an answer of the token endpoint; 0 hangs up. */
  tokenStatus?: number;
  /** What userinfo knows besides `sub`; a number answers that status. Without it there is no userinfo endpoint. */
  info?: Readonly<Record<string, unknown>> | number;
}

/** The provider. */
export interface Provider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  lies: Lies;
  /** What it was asked for at its token endpoint. */
  readonly grants: URLSearchParams[];
  /** How often its userinfo endpoint was asked. */
  asked: number;
  /** Signs by a new key from now on, and publishes that one alone. */
  rotate(): void;
  close(): Promise<void>;
}

interface Grant {
  readonly redirect: string;
  readonly challenge: string;
  readonly nonce: string;
}

/** Listens on a free port. Whoever comes to be signed in is. */
export async function startProvider(): Promise<Provider> {
  let own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let kid = 'own';
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, Grant>();
  const provider: Provider = {
    issuer: '',
    clientId: 'studio',
    clientSecret: 'the secret of the client',
    lies: {},
    grants: [],
    asked: 0,
    rotate() {
      own = generateKeyPairSync('rsa', { modulusLength: 2048 });
      kid += '-new';
    },
    close,
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', provider.issuer);
    const json = (value: unknown, status = 200): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (url.pathname === '/.well-known/openid-configuration') return json(metadata(provider));
    if (url.pathname === '/jwks')
      return json({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] });
    if (url.pathname === '/authorize') {
      const ask = url.searchParams;
      if (
        ask.get('client_id') !== provider.clientId ||
        ask.get('code_challenge_method') !== 'S256' ||
        !ask.get('nonce')
      )
        return json({ error: 'invalid_request' }, 400);
      const code = randomBytes(16).toString('hex');
      const redirect = ask.get('redirect_uri') ?? '';
      codes.set(code, { redirect, challenge: ask.get('code_challenge') ?? '', nonce: ask.get('nonce') ?? '' });
      const back = new URL(redirect);
      const sent = { code, state: ask.get('state') ?? '', iss: provider.issuer, ...provider.lies.back };
      for (const [name, value] of Object.entries(sent)) if (value !== '') back.searchParams.set(name, value);
      return void response.writeHead(302, { location: back.href }).end();
    }
    if (url.pathname === '/token') {
      const form = new URLSearchParams(await bodyOf(request));
      provider.grants.push(form);
      const { tokenStatus } = provider.lies;
      if (tokenStatus === 0) return void request.socket.destroy();
      if (tokenStatus !== undefined) return json({ error: 'server_error' }, tokenStatus);
      const grant = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      const basic = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
      const [id = '', secret = ''] = basic.split(':').map((one) => decodeURIComponent(one.replaceAll('+', ' ')));
      if (id !== provider.clientId || secret !== provider.clientSecret) return json({ error: 'invalid_client' }, 401);
      const verifier = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (!grant || grant.redirect !== form.get('redirect_uri') || grant.challenge !== verifier)
        return json({ error: 'invalid_grant' }, 400);
      return json({
        access_token: 'access',
        token_type: 'bearer',
        id_token: tokenFor(provider, grant, { own, kid, other }),
      });
    }
    if (url.pathname === '/userinfo') {
      provider.asked += 1;
      const { info } = provider.lies;
      if (request.headers.authorization !== 'Bearer access') return json({ error: 'invalid_token' }, 401);
      return typeof info === 'number' ? json({ error: 'server_error' }, info) : json({ sub: '1', ...info });
    }
    json({}, 404);
  });
  function close(): Promise<void> {
    server.closeAllConnections();
    return new Promise((settle) => void server.close(() => settle()));
  }
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return Object.assign(provider, { issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

const metadata = ({ issuer, lies }: Provider): object => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  ...(lies.info === undefined ? {} : { userinfo_endpoint: `${issuer}/userinfo` }),
  end_session_endpoint: `${issuer}/end`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic'],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
});

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

interface Keys {
  readonly own: KeyPair;
  readonly kid: string;
  readonly other: KeyPair;
}

function tokenFor({ issuer, clientId, lies }: Provider, { nonce }: Grant, { own, kid, other }: Keys): string {
  const now = Math.floor(Date.now() / 1000);
  const honest = {
    ...{ iss: issuer, aud: clientId, sub: '1', iat: now, exp: now + 300, nonce },
    ...{ email: 'Ada@Example.com', email_verified: true, name: 'Ada Lovelace' },
  };
  const alg = lies.signedBy === 'none' ? 'none' : lies.signedBy === 'HS256' ? 'HS256' : 'RS256';
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg, kid, typ: 'JWT' })}.${part({ ...honest, ...lies.claims })}`;
  if (alg === 'none') return `${text}.`;
  if (alg === 'HS256') {
    const key = own.publicKey.export({ format: 'pem', type: 'spki' });
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  }
  const { privateKey } = lies.signedBy === 'other' ? other : own;
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
