/** Tests how many passwords are worked on at once: each takes 32 MB. The scrypt of these tests ends when it is told. */

import { beforeEach, expect, test, vi } from 'vitest';
import { createPasswords } from '../../src/serve/access/passwords.js';

type Settle = (error: Error | null, key: Buffer) => void;
const under = vi.hoisted(() => ({ way: [] as { readonly cost: number; readonly settle: Settle }[] }));

vi.mock('node:crypto', async (original) => ({
  ...(await original<typeof import('node:crypto')>()),
  scrypt: (_password: string, _salt: Buffer, _bytes: number, { N }: { readonly N: number }, settle: Settle) =>
    under.way.push({ cost: N, settle }),
}));

beforeEach(() => {
  under.way = [];
});

/** Whatever is due has begun once the queue of promises is empty. */
const rest = (): Promise<void> => new Promise((settle) => setImmediate(settle));
const KEY = Buffer.alloc(32, 7);
const STORED = `scrypt$32768$${Buffer.alloc(16).toString('base64url')}$${KEY.toString('base64url')}`;

test('two passwords are worked on at a time, and each of the others once one of them is done', async () => {
  const passwords = createPasswords();
  const asked = [
    passwords.matches('correct horse', STORED),
    passwords.matches('correct horse', null),
    passwords.store('correct horse'),
    passwords.matches('correct horse', STORED),
  ];
  const begun: number[] = [];
  for (let ended = 0; ended < asked.length; ended++) {
    await rest();
    begun.push(under.way.length);
    under.way[ended]?.settle(null, KEY);
  }
  expect(begun).toEqual([2, 3, 4, 4]);
  expect(under.way.map(({ cost }) => cost)).toEqual(asked.map(() => 2 ** 15));
  const [isRight, isNobodys, stored, isRightToo] = await Promise.all(asked);
  expect([isRight, isNobodys, isRightToo]).toEqual([true, false, true]);
  expect(stored).toMatch(/^scrypt\$32768\$/);
});

test('whoever comes at the moment at which one is done waits behind those who wait already', async () => {
  const passwords = createPasswords();
  for (let at = 0; at < 3; at++) void passwords.matches('correct horse', STORED);
  await rest();
  under.way[0]?.settle(null, KEY);
  for (let at = 0; at < 8; at++) {
    await null;
    void passwords.matches('correct horse', STORED);
  }
  await rest();
  expect(under.way.length).toBe(3);
});

test('one that fails makes room for the next', async () => {
  const passwords = createPasswords();
  const asked = Array.from({ length: 3 }, () => passwords.matches('correct horse', STORED));
  const ends = Promise.allSettled(asked);
  await rest();
  under.way[0]?.settle(new Error('no memory'), KEY);
  await rest();
  expect(under.way.length).toBe(3);
  for (const { settle } of under.way.slice(1)) settle(null, KEY);
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
});
