/** Makes keys, signs texts of manifests with them, and tells whether one is signed. */

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';

/** Signs manifests with one key. */
export interface Signer {
  /** The public half, as servers are given it. */
  readonly key: string;
  /**
   * What `manifest.json.sig` holds: three lines for each manifest that it belongs to.
   *
   * @param time milliseconds since the epoch
   */
  sign(manifests: readonly Uint8Array[], time: number): string;
}

/** Whether a manifest is signed: since when, or why it is as none. */
export type SignatureVerdict =
  | { readonly code: 'signed'; readonly time: number; readonly key: string }
  /** The text is no signature, or a part of one. */
  | { readonly code: 'malformed' }
  /** It belongs to another manifest, or was made with another key. */
  | { readonly code: 'wrong' };

/** A new key as the text of its file. */
export const makeKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** A signer of the text of a key's file; null where that is no private Ed25519 key. */
export function readSigner(text: string): Signer | null {
  const secret = privateKeyOf(text);
  if (!secret) return null;
  const signed = (bytes: Uint8Array): string => sign(null, bytes, secret).toString('base64url');
  return {
    key: String(createPublicKey(secret).export({ format: 'jwk' }).x),
    sign: (manifests, time) =>
      manifests
        .map((bytes) => {
          const signature = signed(bytes);
          return `${signature}\n${time}\n${signed(Buffer.from(`${signature} ${time}`))}\n`;
        })
        .join(''),
  };
}

function privateKeyOf(text: string): KeyObject | null {
  try {
    const key = createPrivateKey(text);
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null; // said by the caller, with the name of the file
  }
}

/** Whether a text is a public key as `fx keygen` prints it. */
export const isPublicKey = (text: string): boolean => publicKeyOf(text) !== null;

function publicKeyOf(text: string): KeyObject | null {
  if (!/^[\w-]{43}$/.test(text)) return null;
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text }, format: 'jwk' });
  } catch {
    return null; // said by the caller
  }
}

/** Holds a manifest against its signature, as servers with one of the keys do. */
export function checkSignature(manifest: Uint8Array, signature: string, keys: readonly string[]): SignatureVerdict {
  if (!/^([\w-]{86}\n\d{1,15}\n[\w-]{86}\n){1,2}$/.test(signature)) return { code: 'malformed' };
  const lines = signature.split('\n');
  for (const key of keys) {
    const known = publicKeyOf(key);
    for (let at = 0; known && at + 2 < lines.length; at += 3) {
      const [one = '', time = '', seal = ''] = lines.slice(at, at + 3);
      const isSealed = verify(null, Buffer.from(`${one} ${time}`), known, Buffer.from(seal, 'base64url'));
      if (isSealed && verify(null, manifest, known, Buffer.from(one, 'base64url')))
        return { code: 'signed', time: Number(time), key };
    }
  }
  return { code: 'wrong' };
}
