/** Names, writes and reads the cookies of Studio. */

/** A cookie that holds a secret. */
export interface SecretCookie {
  readonly name: string;
  /** The header that sets it. */
  set(secret: string, seconds: number): string;
  /** Null where the header of a request has none of this name. */
  secretIn(header: string | undefined): string | null;
}

/**
 * A cookie of an address. The prefix makes browsers refuse one that a neighbouring domain sets; it needs https. Without
 * it the port is part of the name: cookies are those of a host, whatever its port, and another Studio there would sign
 * everybody out here.
 */
export function createCookie(address: string, what: 'session' | 'oidc'): SecretCookie {
  const { protocol, port } = new URL(address);
  const isHttps = protocol === 'https:';
  const name = isHttps ? (what === 'session' ? '__Host-fx' : '__Host-fx-oidc') : `fx_${what}_${port || 80}`;
  return {
    name,
    // Lax, as who comes from a link in a mail, or from a provider, is to be signed in.
    set: (secret, seconds) =>
      `${name}=${secret}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`,
    secretIn(header = '') {
      const own = header.split(/;\s*/).find((one) => one.startsWith(`${name}=`));
      const secret = own?.slice(name.length + 1) ?? '';
      return /^[\w-]{43}$/.test(secret) ? secret : null;
    },
  };
}
