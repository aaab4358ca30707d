/** Reaches the parts that JavaScript engines share with or without a page, and stands in for those that some lack. */

import { formatId } from '../../core/index.js';

interface Runtime {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  readonly crypto?: { getRandomValues?(values: Uint32Array): Uint32Array };
  readonly fetch?: Fetch;
}

/** The parts of `fetch` that are used here. */
export type Fetch = (
  url: string,
  init?: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly keepalive?: boolean;
    readonly signal?: unknown;
  },
) => Promise<{ readonly ok: boolean; readonly status: number; text(): Promise<string> }>;

/** The global object, for the few names above. */
export const runtime = (): Runtime => globalThis as unknown as Runtime;

/** Calls back later, without keeping a program alive for it. Returns what prevents it. */
export function later(callback: () => void, ms: number): () => void {
  const { setTimeout, clearTimeout } = runtime();
  const timer = setTimeout(callback, ms);
  (timer as { unref?: () => void } | undefined)?.unref?.();
  return () => clearTimeout(timer);
}

/** 32 hexadecimal digits: random enough to divide subjects by, also where the platform has no source of its own. */
export function makeId(): string {
  const words = new Uint32Array(4);
  const { crypto } = runtime();
  // Hermes has no crypto unless a package brings it.
  if (crypto?.getRandomValues) crypto.getRandomValues(words);
  else for (let at = 0; at < 4; at++) words[at] = Math.random() * 2 ** 32;
  return formatId(words);
}
