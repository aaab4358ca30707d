/** Makes secrets, and the digests under which they are kept. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits, as 43 characters for addresses and headers. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256: of 256 random bits nobody finds the secret, so that a slow hash would only be slow. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whether two secrets are the same, in a time that does not tell where they differ. */
export const isSameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(digestOf(a)), Buffer.from(digestOf(b)));
