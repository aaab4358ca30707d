/** Runs a Chromium without a window and talks to it over two pipes: no port is open, and no package is needed. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Refusal } from '../files/index.js';

/** What a browser answers or tells, as the DevTools protocol has it. */
export type BrowserTold = Readonly<Record<string, unknown>>;

/** A running browser. */
export interface Chromium {
  /** @throws Refusal where the browser refuses, or is gone */
  send(method: string, params?: object, session?: string): Promise<BrowserTold>;
  /** Hears what the browser tells of one session. @returns what ends it */
  listen(session: string, hear: (method: string, params: BrowserTold) => void): () => void;
  close(): Promise<void>;
}

/**
 * Nothing that asks a server of Google's, writes into the person's own profile, or paints differently from one day to
 * the next.
 */
const FLAGS = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--disable-features=Translate,OptimizationHints,MediaRouter',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
  '--disable-checker-imaging',
  '--disable-partial-raster',
  '--hide-scrollbars',
  '--lang=en-US',
  '--mute-audio',
  '--no-first-run',
  '--no-default-browser-check',
  // What does not go through the proxy does not go: not even to this machine, nor by WebRTC.
  '--proxy-bypass-list=<-loopback>',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
];

const CLOSE_MS = 5_000;
/** Pages are waited for elsewhere, so that a browser that takes longer to answer will not. */
const ANSWER_MS = 45_000;

/** @param proxy through which all of its requests go: `127.0.0.1:1234` */
export async function startChromium(path: string, proxy: string): Promise<Chromium> {
  const profile = await mkdtemp(join(tmpdir(), 'fx-shot-'));
  // Root's Chromium does not start with its sandbox.
  const own = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(path, [...FLAGS, ...own, `--proxy-server=http://${proxy}`, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const wire = createWire(child);
  return {
    ...wire,
    async close() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.signalCode === null) {
        void wire.send('Browser.close').catch(() => undefined);
        const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
        await gone;
        clearTimeout(timer);
      }
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

interface Answer {
  readonly resolve: (told: BrowserTold) => void;
  readonly reject: (error: Error) => void;
}

/** Messages are JSON, and a zero byte ends each. */
function createWire(child: ChildProcess): Pick<Chromium, 'send' | 'listen'> {
  const [, , , write, read] = child.stdio as unknown as [null, null, Readable, Writable, Readable];
  const waiting = new Map<number, Answer>();
  const listeners = new Map<string, Set<(method: string, params: BrowserTold) => void>>();
  let complaint = '';
  let end: Refusal | null = null;
  let count = 0;
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(-2000);
  });
  const over = (): void => {
    const last = complaint.trim().split('\n').at(-1) ?? '';
    end ??= new Refusal(`The browser ended before the picture was taken${last && `: ${last}`}.`, 'no-browser');
    for (const { reject } of waiting.values()) reject(end);
    waiting.clear();
  };
  child.once('error', over);
  child.once('exit', over);
  // A pipe of a browser that is gone: `exit` says so.
  write.on('error', () => undefined);
  readMessages(read, ({ id, result, error, method, params, sessionId }) => {
    if (typeof id === 'number') {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error)
        asked?.reject(new Refusal(`The browser refused: ${String((error as BrowserTold).message)}.`, 'browser'));
      else asked?.resolve(result as BrowserTold);
    } else if (typeof method === 'string')
      for (const hear of listeners.get(String(sessionId ?? '')) ?? []) hear(method, params as BrowserTold);
  });
  return {
    send(method, params = {}, session) {
      if (end) return Promise.reject(end);
      const id = ++count;
      write.write(`${JSON.stringify({ id, method, params, ...(session !== undefined && { sessionId: session }) })}\0`);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Refusal(`The browser did not answer ${method} in ${ANSWER_MS / 1000} s.`, 'browser'));
        }, ANSWER_MS);
        const settle =
          <Value>(pass: (value: Value) => void) =>
          (value: Value) => {
            clearTimeout(timer);
            pass(value);
          };
        waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
      });
    },
    listen(session, hear) {
      const all = listeners.get(session) ?? new Set();
      listeners.set(session, all.add(hear));
      return () => all.delete(hear);
    },
  };
}

function readMessages(from: Readable, hear: (message: BrowserTold) => void): void {
  let parts: Buffer[] = [];
  from.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let at = rest.indexOf(0); at >= 0; at = rest.indexOf(0)) {
      parts.push(rest.subarray(0, at));
      rest = rest.subarray(at + 1);
      hear(JSON.parse(Buffer.concat(parts).toString('utf8')) as BrowserTold);
      parts = [];
    }
    parts.push(rest);
  });
}
