/**
 * Drives a browser without a debugger, whose pages do what a spec says by way of the site: debugged ones are never
 * prerendered.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestFixture } from '@playwright/test';
import { ensureBrowser } from '../../scripts/browser.mjs';
import type { Site } from './serve.js';

/** One page that was given a name. */
export interface Remote {
  /** Stands in the head of the page, before all else. */
  readonly script: string;
  /** Evaluates an expression in the page, as soon as it is parsed. */
  run(expression: string): Promise<unknown>;
  /** Evaluates it until it gives this. */
  until(expression: string, wanted: unknown): Promise<void>;
  /** Leaves the page for another address. */
  leave(url: string): Promise<void>;
}

/** What a spec with such a browser has. */
export interface Bare {
  /**
   * Starts one on a page, for as long as the test runs.
   *
   * @param preferences of its profile, as Chromium names them
   */
  readonly open: (url: string, preferences?: Readonly<Record<string, unknown>>) => Promise<void>;
}

/** What came of an expression. */
interface Said {
  readonly value?: unknown;
  readonly error?: string;
}

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--no-first-run',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-popup-blocking',
];

/** For `test.extend<Bare>`. */
export const bare: { readonly open: TestFixture<Bare['open'], object> } = {
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
  open: async ({}, use) => {
    const closes: (() => Promise<void>)[] = [];
    await use(async (url, preferences = {}) => void closes.push(await start(url, preferences)));
    for (const close of closes) await close();
  },
};

/** Names a page of a site. Errors that nobody caught there are in its `errors`. */
export function createRemote(site: Site, name: string): Remote {
  const path = `/remote/${name}`;
  /** What the page is to do next, and who waits for what comes of it. */
  let wish: { readonly expression: string; readonly settle: (said: Said) => void } | undefined;
  let asking: ServerResponse | undefined;
  const tell = (): void => {
    if (!wish || !asking) return;
    asking.end(wish.expression);
    asking = undefined;
  };
  site.answer(path, async (request, response) => {
    if (request.method === 'GET') {
      asking = response;
      tell();
      return;
    }
    let text = '';
    for await (const part of request) text += part;
    response.end();
    const { settle } = wish ?? {};
    wish = undefined;
    settle?.(JSON.parse(text));
  });
  const run = (expression: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const settle = ({ error, value = null }: Said): void => {
        if (error === undefined) resolve(value);
        else reject(new Error(`${name}: ${error} in ${expression}`));
      };
      wish = { expression, settle };
      tell();
    });
  return {
    script: `<script>
      errors = [];
      addEventListener('error', ({ message }) => errors.push(message));
      addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)));
      addEventListener('DOMContentLoaded', async () => {
        for (;;) {
          // what was asked when the page was put away is asked again
          const text = await fetch('${path}').then((asked) => asked.text()).catch(() => '');
          if (!text) continue;
          const said = await Promise.resolve().then(() => (0, eval)(text)).then((value) => ({ value }), (error) => ({ error: String(error) }));
          await fetch('${path}', { method: 'POST', body: JSON.stringify(said), keepalive: true });
        }
      });
    </script>`,
    run,
    async until(expression, wanted) {
      while ((await run(expression)) !== wanted);
    },
    async leave(url) {
      await run(`void setTimeout(() => (location.href = ${JSON.stringify(url)}))`);
    },
  };
}

async function start(url: string, preferences: object): Promise<() => Promise<void>> {
  const profile = await mkdtemp(join(tmpdir(), 'fx-profile-'));
  await mkdir(join(profile, 'Default'));
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  // in a group of its own, so that all of its processes can be ended together
  const browser = spawn(ensureBrowser(), [...FLAGS, `--user-data-dir=${profile}`, url], {
    detached: true,
    stdio: 'ignore',
  });
  return async () => {
    await end(browser);
    await rm(profile, { recursive: true, force: true, maxRetries: 9 });
  };
}

function end(browser: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    browser.once('exit', () => resolve());
    if (browser.exitCode !== null || browser.pid === undefined) resolve();
    else process.kill(-browser.pid, 'SIGKILL');
  });
}
