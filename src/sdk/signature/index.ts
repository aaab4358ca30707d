/** Lets a manifest in that one of the site's keys has signed, and none that is older than one that came in before. */

/**
 * Whether a key has signed a text. Key and signature are in base64url, as `fx keygen` and `fx apply` write them: 32 and
 * 64 bytes of Ed25519; of the text its bytes in UTF-8 are signed.
 */
export type VerifySignature = (key: string, text: string, signature: string) => boolean | Promise<boolean>;

/** Why a manifest is as none: no key has signed it, or one that was signed later is known. */
export type SignatureRefusal = 'unsigned' | 'older';

/**
 * Holds a manifest against its signature, and takes it in the same breath: another may have been signed later, and come
 * in while this one was checked.
 *
 * @param take whether it was one
 * @returns what `take` did, or why that was not asked
 */
export type SignatureGate = (
  manifest: unknown,
  signature: string | undefined,
  take: () => boolean,
) => Promise<SignatureRefusal | boolean>;

/**
 * @param given public keys, any of which may have signed, as `fx keygen` prints them
 * @param verify Default: the runtime's Web Crypto, which has signed nothing where it knows no Ed25519
 */
export const createSignatureGate = (
  given: string | readonly string[],
  verify: VerifySignature = hasSigned,
): SignatureGate => {
  const keys = [given].flat();
  let newest = 0;
  return async (manifest, signature, take) => {
    const at =
      typeof manifest === 'string' && signature ? await signedAt(manifest, signature, keys, verify) : undefined;
    if (at === undefined) return 'unsigned';
    if (at < newest) return 'older';
    const isTaken = take();
    if (isTaken) newest = at;
    return isTaken;
  };
};

/** When a manifest was signed, milliseconds since the epoch; undefined where no key has. */
export const signedAt = async (
  text: string,
  signature: string,
  keys: readonly string[],
  verify: VerifySignature,
): Promise<number | undefined> => {
  // Three lines for each state of the switch. What is not whole is no signature.
  if (!/^([\w-]{86}\n\d{1,15}\n[\w-]{86}\n){1,2}$/.test(signature)) return undefined;
  const lines = signature.split('\n');
  for (const key of keys) {
    for (let at = 0; at < 6; at += 3) {
      const [own = '', time, seal = ''] = lines.slice(at, at + 3);
      try {
        if (own && (await verify(key, text, own)) && (await verify(key, `${own} ${time}`, seal))) return Number(time);
      } catch {
        // Silence is right: a key that is none has signed nothing.
      }
    }
  }
  return undefined;
};

/** Whether the runtime can check with these keys at all: it knows Ed25519, and each of them is one. */
export const canCheck = async (keys: readonly string[]): Promise<boolean> => {
  try {
    await Promise.all(keys.map((key) => hasSigned(key, '', '')));
    return true;
  } catch {
    // Silence is right: this is what was asked.
    return false;
  }
};

/** Asks the runtime's Web Crypto; throws where that knows no Ed25519, or the key is none. */
export const hasSigned = async (key: string, text: string, signature: string): Promise<boolean> => {
  const { subtle } = crypto;
  const known = await subtle.importKey('raw', toBytes(key), 'Ed25519', false, ['verify']);
  return subtle.verify('Ed25519', known, toBytes(signature), new TextEncoder().encode(text));
};

/** The bytes of a text in base64url. */
const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (digit) => digit.charCodeAt(0));
