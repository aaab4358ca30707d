/** Makes storages for an engine: each takes the object that its host has, and imports nothing. */

import { formatCookie } from '../../core/index.js';
import type { EngineStorage } from './types.js';

/** Forgets at the end of the program. */
export function createMemoryStorage(items: Readonly<Record<string, string>> = {}): EngineStorage {
  const held = new Map(Object.entries(items));
  return {
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
  };
}

/**
 * `localStorage`, `sessionStorage`, or AsyncStorage of React Native: whatever has these methods.
 *
 * @param open gives it, so that a browser that refuses it breaks nothing: `() => localStorage`
 */
export const createItemStorage = (open: () => EngineStorage): EngineStorage => ({
  getItem: (key) => open().getItem(key),
  setItem: (key, value) => open().setItem(key, value),
  removeItem: (key) => open().removeItem?.(key),
});

/** An instance of react-native-mmkv. */
export interface Mmkv {
  getString(key: string): string | undefined;
  set(key: string, value: string): void;
  /** Its name before version 4. */
  delete?(key: string): void;
  remove?(key: string): unknown;
}

export const createMmkvStorage = (mmkv: Mmkv): EngineStorage => ({
  getItem: (key) => mmkv.getString(key),
  setItem: (key, value) => mmkv.set(key, value),
  removeItem: (key) => (mmkv.remove ? mmkv.remove(key) : mmkv.delete?.(key)),
});

/** The module expo-secure-store. */
export interface SecureStore {
  getItemAsync(key: string): Promise<string | null>;
  setItemAsync(key: string, value: string): Promise<void>;
  deleteItemAsync(key: string): Promise<void>;
}

export const createSecureStorage = (store: SecureStore): EngineStorage => ({
  getItem: (key) => store.getItemAsync(key),
  setItem: (key, value) => store.setItemAsync(key, value),
  removeItem: (key) => store.deleteItemAsync(key),
});

/**
 * The cookies of a page, the same that the tag has: both then know one visitor.
 *
 * @param page usually `document`
 * @param domain Default: this host alone
 */
export function createCookieStorage(page: { cookie: string }, domain = ''): EngineStorage {
  const write = (key: string, value: string, ageS?: number): void => {
    page.cookie = formatCookie(key, encodeURIComponent(value), domain, false, ageS);
  };
  return {
    getItem(key) {
      const found = page.cookie.split('; ').find((one) => one.startsWith(`${key}=`));
      return found === undefined ? null : decode(found.slice(key.length + 1));
    },
    setItem: (key, value) => write(key, value),
    removeItem: (key) => write(key, '', 0),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Silence is right: others wrote it, and it is read as it stands.
    return text;
  }
}
