/** Tells whether a manifest was signed with one of the site's keys, and when. */

/**
 * When a manifest was signed, milliseconds since the epoch.
 *
 * @param text the manifest, byte for byte
 * @param keys public keys, any of which may have signed, as `fx keygen` prints them
 * @returns undefined where none has, or where this runtime knows no Ed25519
 */
export async function signedAt(text: string, signature: string, keys: readonly string[]): Promise<number | undefined> {
  // Three lines for each state of the switch. What is not whole is no signature.
  if (!/^([\w-]{86}\n\d{1,15}\n[\w-]{86}\n){1,2}$/.test(signature)) return undefined;
  const lines = signature.split('\n');
  for (const key of keys) {
    for (let at = 0; at < 6; at += 3) {
      const [own, time, seal] = lines.slice(at, at + 3);
      if ((await isSignedBy(key, text, own)) && (await isSignedBy(key, `${own} ${time}`, seal))) return Number(time);
    }
  }
  return undefined;
}

async function isSignedBy(key: string, text: string, signature = ''): Promise<boolean> {
  try {
    const { subtle } = crypto;
    const known = await subtle.importKey('raw', toBytes(key), 'Ed25519', false, ['verify']);
    return await subtle.verify('Ed25519', known, toBytes(signature), encode(text));
  } catch {
    // Silence is right: a key that is none has signed nothing.
    return false;
  }
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
}

/** The bytes of a text in base64url. */
function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (digit) => digit.charCodeAt(0));
}
