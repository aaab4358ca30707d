/** Checks that storages of every host keep what an engine gives them. */

import { expect, test } from 'vitest';
import {
  createCookieStorage,
  createItemStorage,
  createMemoryStorage,
  createMmkvStorage,
  createSecureStorage,
  type EngineStorage,
} from '../../../src/sdk/engine/index.js';
import { made, manifestOf, play } from './made.js';

/** `document.cookie`, as far as one host goes. */
function createJar() {
  const held = new Map<string, string>();
  const written: string[] = [];
  return {
    written,
    get cookie() {
      return [...held].map(([name, value]) => `${name}=${value}`).join('; ');
    },
    set cookie(line: string) {
      written.push(line);
      const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(line) ?? [];
      if (/max-age=0/i.test(attributes)) held.delete(name);
      else held.set(name, value);
    },
  };
}

const jar = createJar();
const items = new Map<string, string>();
const mmkv = new Map<string, string>();
const safe = new Map<string, string>();

const storages: Readonly<Record<string, EngineStorage>> = {
  memory: createMemoryStorage(),
  cookie: createCookieStorage(jar, 'shop.example'),
  item: createItemStorage(() => ({
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  })),
  mmkv: createMmkvStorage({
    getString: (key) => mmkv.get(key),
    set: (key, value) => void mmkv.set(key, value),
    delete: (key) => void mmkv.delete(key),
  }),
  secure: createSecureStorage({
    getItemAsync: async (key) => safe.get(key) ?? null,
    setItemAsync: async (key, value) => void safe.set(key, value),
    deleteItemAsync: async (key) => void safe.delete(key),
  }),
};

test.each(Object.entries(storages))(
  '%s: an engine finds itself again, and nothing is left when it is removed',
  async (_, storage) => {
    const options = { storage, subject: undefined, rollback: { threshold: 1, persistent: true } };
    const first = play(manifestOf(made('a'), made('b')), options).engine;
    await first.ready;
    const key = first.getVariant('a');
    first.reportCrash('b', new Error('boom'));
    const second = play(manifestOf(made('a'), made('b')), options).engine;
    await second.ready;
    expect([second.getVariant('a'), second.reason('a'), second.reason('b')]).toEqual([key, 'sticky', 'rollback']);
    for (const name of ['_fx', '_fx_s', '_fx_r']) {
      expect(await storage.getItem(name)).toBeTruthy();
      await storage.removeItem?.(name);
      expect((await storage.getItem(name)) ?? null).toBeNull();
    }
  },
);

test('cookies are those that the tag reads', () => {
  expect(jar.written[0]).toMatch(
    /^_fx=[\da-f]{32}\.[\da-z]+\.; Path=\/; Max-Age=34560000; SameSite=Lax; Domain=shop\.example$/,
  );
  expect(jar.written.find((line) => line.startsWith('_fx_s='))).toMatch(/^_fx_s=1\.[\w-]{6}\.[\w-]{10};/);
});
