/** Keeps the manifest of a server up to date: from a file, or from an address. */

import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FxServer } from '../server/index.js';

/** A manifest that is kept up to date. */
export interface Following {
  /** Resolves after the first look: whether there is a manifest now. It never rejects. */
  readonly ready: Promise<boolean>;
  /** Looks now; whether another manifest was taken. */
  look(): Promise<boolean>;
  stop(): void;
}

/** How a manifest is followed. */
export interface FollowOptions {
  /** How often it is looked at, milliseconds. Default: 1,000 for a file, 60,000 for an address. */
  readonly everyMs?: number;
  /**
   * Hears, once until it is well again, why there is nothing new; the last good manifest stays. Default: the console.
   */
  readonly onTrouble?: (sentence: string) => void;
}

const LONGEST_REQUEST_MS = 10_000;

/**
 * Uses the manifest in a file, and every later one, within a second: also where it is replaced by a rename, as
 * `fx apply` does.
 *
 * @example
 * watchManifest(fx, 'public/fx/manifest.json');
 */
export function watchManifest(fx: FxServer, file: string, options: FollowOptions = {}): Following {
  const { everyMs = 1000, onTrouble = warn } = options;
  let last: string | undefined;
  const look = guarded(onTrouble, async () => {
    const text = await readFile(file, 'utf8');
    const signature = fx.isKeyed ? await readFile(`${file}.sig`, 'utf8') : undefined;
    const both = `${text}\n${signature}`;
    if (both === last) return false;
    const isTaken = await fx.use(text, signature);
    if (isTaken) last = both;
    return isTaken;
  });
  const onChange = (): void => void look();
  watchFile(file, { interval: everyMs, persistent: false }, onChange);
  if (fx.isKeyed) watchFile(`${file}.sig`, { interval: everyMs, persistent: false }, onChange);
  return {
    ready: look().then(() => fx.manifest !== undefined),
    look,
    stop() {
      unwatchFile(file, onChange);
      unwatchFile(`${file}.sig`, onChange);
    },
  };
}

/**
 * Uses the manifest at an address, and asks again with its ETag. What fails changes nothing.
 *
 * @example
 * pollManifest(fx, 'https://shop.example/fx/manifest.json', { everyMs: 30_000 });
 */
export function pollManifest(fx: FxServer, url: string, options: FollowOptions = {}): Following {
  const { everyMs = 60_000, onTrouble = warn } = options;
  let etag = '';
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const ask = async (address: string, headers: Record<string, string>): Promise<Response> => {
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(LONGEST_REQUEST_MS) });
    if (!response.ok && response.status !== 304) {
      // An answer that is not read holds its connection.
      await response.arrayBuffer();
      throw new Error(`${address} answers ${response.status}`);
    }
    return response;
  };
  // What was under way when it was stopped is of no interest.
  const look = guarded(
    (sentence) => isStopped || onTrouble(sentence),
    async () => {
      const response = await ask(url, etag ? { 'if-none-match': etag } : {});
      const text = await response.text();
      if (response.status === 304) return false;
      const signature = fx.isKeyed ? await (await ask(`${url}.sig`, {})).text() : undefined;
      const isTaken = !isStopped && (await fx.use(text, signature));
      // What was not taken is asked for again in full.
      etag = isTaken ? (response.headers.get('etag') ?? '') : '';
      return isTaken;
    },
  );
  const schedule = (): void => {
    if (isStopped) return;
    // Many servers that started together would ask together.
    timer = setTimeout(() => void look().then(schedule), everyMs * (0.9 + Math.random() / 5));
    timer.unref();
  };
  const ready = look().then(() => {
    schedule();
    return fx.manifest !== undefined;
  });
  return {
    ready,
    look,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** Tells of trouble once, until a look succeeds. */
function guarded(onTrouble: (sentence: string) => unknown, look: () => Promise<boolean>): () => Promise<boolean> {
  let isTold = false;
  return async () => {
    try {
      const isTaken = await look();
      isTold = false;
      return isTaken;
    } catch (error) {
      if (!isTold) onTrouble(`No newer manifest: ${error instanceof Error ? error.message : String(error)}.`);
      isTold = true;
      return false;
    }
  };
}

function warn(sentence: string): void {
  console.warn(`fx: ${sentence}`);
}
