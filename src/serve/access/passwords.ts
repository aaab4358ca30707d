/**
 * Turns passwords into what may be stored, and tells whether one is right, in the same time whether or not the person
 * exists.
 */

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** 2^15 takes 32 MB and a quarter of a second: no more than two at a time, so that sign-ins cannot eat the machine. */
const COST = 2 ** 15;
const MOST_AT_ONCE = 2;
const KEY_BYTES = 32;

/** Fewer characters are guessed too soon. */
export const SHORTEST_PASSWORD = 10;
/** More than this is no password, and would be work for nothing. */
export const LONGEST_PASSWORD = 200;

/** Makes and checks stored passwords. */
export interface Passwords {
  /** `scrypt$32768$<salt>$<key>` */
  store(password: string): Promise<string>;
  /** @param stored null where there is nobody of that name: it takes as long */
  matches(password: string, stored: string | null): Promise<boolean>;
}

/** With a queue of its own. */
export function createPasswords(): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];
  const derive = async (password: string, salt: Buffer, cost: number): Promise<Buffer> => {
    if (running < MOST_AT_ONCE) running++;
    else await new Promise<void>((start) => waiting.push(start));
    try {
      return await new Promise<Buffer>((settle, fail) =>
        scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { N: cost, maxmem: 256 * cost * 8 }, (error, key) =>
          error ? fail(error) : settle(key),
        ),
      );
    } finally {
      // Whoever waits gets this place: were it free for a moment, somebody who comes just then would take it, too.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
  return {
    async store(password) {
      const salt = randomBytes(16);
      const key = await derive(password, salt, COST);
      return ['scrypt', COST, salt.toString('base64url'), key.toString('base64url')].join('$');
    },
    async matches(password, stored) {
      const { cost, salt, key } = parseStored(stored) ?? NOBODY();
      const derived = await derive(password.slice(0, LONGEST_PASSWORD), salt, cost);
      return timingSafeEqual(derived, key) && stored !== null;
    },
  };
}

interface StoredPassword {
  readonly cost: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

const NOBODY = (): StoredPassword => ({ cost: COST, salt: randomBytes(16), key: randomBytes(KEY_BYTES) });

function parseStored(stored: string | null): StoredPassword | null {
  const [, cost, salt = '', key = ''] = /^scrypt\$(\d{4,7})\$([\w-]+)\$([\w-]{43})$/.exec(stored ?? '') ?? [];
  if (cost === undefined) return null;
  return { cost: Number(cost), salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') };
}
