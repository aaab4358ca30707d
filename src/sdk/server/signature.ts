/** Tells whether a manifest was signed with one of the site's keys, and when. */

/** What `manifest.json.sig` holds: a signature of the manifest's bytes, the time, and a signature of both. */
interface SignatureParts {
  readonly signature: Uint8Array<ArrayBuffer>;
  /** As it stands there. */
  readonly text: string;
  readonly time: string;
  readonly seal: Uint8Array<ArrayBuffer>;
}

/**
 * When a manifest was signed, milliseconds since the epoch.
 *
 * @param text the manifest, byte for byte
 * @param keys public keys, any of which may have signed, as `fx keygen` prints them
 * @returns undefined where none has, or where this runtime knows no Ed25519
 */
export async function signedAt(text: string, signature: string, keys: readonly string[]): Promise<number | undefined> {
  const parts = parseSignature(signature);
  if (!parts) return undefined;
  for (const key of keys) {
    try {
      const { subtle } = crypto;
      const known = await subtle.importKey('raw', toBytes(key), 'Ed25519', false, ['verify']);
      const isSigned =
        (await subtle.verify('Ed25519', known, parts.signature, encode(text))) &&
        (await subtle.verify('Ed25519', known, parts.seal, encode(`${parts.text} ${parts.time}`)));
      if (isSigned) return Number(parts.time);
    } catch {
      // Silence is right: a key that is none has signed nothing.
    }
  }
  return undefined;
}

function parseSignature(text: string): SignatureParts | undefined {
  const [, signature, time = '', seal] = /^([\w-]{86})\n(\d{1,15})\n([\w-]{86})\n?$/.exec(text) ?? [];
  return signature && seal ? { signature: toBytes(signature), text: signature, time, seal: toBytes(seal) } : undefined;
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
}

/** The bytes of a text in base64url. */
function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (digit) => digit.charCodeAt(0));
}
