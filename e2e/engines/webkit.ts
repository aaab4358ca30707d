/** Drives WebKit, as WebKitGTK has it, by its own WebDriver on a screen that nobody sees. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine, Person, Tab } from './engine.js';
import { type Driven, startSession } from './webdriver.js';

/** Where things are: `scripts/webkit.mjs` finds them. */
export interface Paths {
  readonly driver: string;
  readonly browser: string;
  readonly screen: string;
}

export async function startWebKit({ browser, driver: path, screen }: Paths): Promise<Engine> {
  const xvfb = spawn(screen, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [display] = (await once(xvfb.stdio[3] as Readable, 'data')) as [Buffer];
  const port = await freePort();
  const driver = spawn(path, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: `:${`${display}`.trim()}`, WEBKIT_DISABLE_DMABUF_RENDERER: '1' },
    stdio: 'ignore',
  });
  const origin = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${origin}/status`).catch(() => null))) await pause(50);
  return {
    name: 'WebKit',
    arrive: (onError, onWarning) =>
      startSession(origin, {
        // pages that arrive in pieces are looked at before they are there
        pageLoadStrategy: 'none',
        timeouts: { script: 120_000 },
        'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
      }).then((session) => asPerson(session, onError, onWarning)),
    async close() {
      await end(driver);
      await end(xvfb);
    },
  };
}

async function asPerson(
  session: Driven,
  onError: (text: string) => void,
  onWarning: (text: string) => void,
): Promise<Person> {
  const tell = (noted: unknown): void => {
    for (const text of (noted ?? []) as string[]) {
      const [, kind, rest = ''] = /^(\w+) (.*)$/s.exec(text) ?? [];
      if (kind === 'error') onError(rest);
      else if (rest.startsWith('fx: ')) onWarning(rest);
    }
  };
  const tabs = new Map<string, Tab>();
  const open = (handle: string): Tab => {
    const tab = asTab(session, handle, tell);
    tabs.set(handle, tab);
    return tab;
  };
  return {
    tab: open((await session.command('GET', 'window')) as string),
    async open() {
      const { handle } = (await session.command('POST', 'window/new', { type: 'tab' })) as { handle: string };
      return open(handle);
    },
    cookies: async () => (await session.command('GET', 'cookie')) as { name: string; value: string }[],
    async leave() {
      const handles = (await session.command('GET', 'window/handles')) as string[];
      for (const handle of handles)
        await tabs
          .get(handle)
          ?.evaluate('0')
          .catch(() => undefined);
      await session.close();
    },
  };
}

function asTab(session: Driven, handle: string, tell: (noted: unknown) => void): Tab {
  const inTab: Driven['together'] = (run) =>
    session.together(async (command) => {
      await command('POST', 'window', { handle });
      return run(command);
    });
  const evaluate = async (what: unknown): Promise<never> => {
    const expression = typeof what === 'function' ? `(${what})()` : what;
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => (${expression}))
        .then((value) => ({ value }), (error) => ({ error: String(error) }))
        .then((said) => done({ ...said, noted: (window.noted ?? []).splice(0) }));`;
    const { error, noted, value } = (await inTab((command) =>
      command('POST', 'execute/async', { script, args: [] }),
    )) as { error?: string; noted?: unknown; value?: unknown };
    tell(noted);
    if (error !== undefined) throw new Error(`${error} in ${expression}`);
    return value as never;
  };
  /** Waits until what was there is gone, and the page that came has come so far. */
  const arrived = async (state: RegExp): Promise<void> => {
    for (;;) {
      const now = await evaluate('window.isOld ? "" : document.readyState').catch(() => '');
      if (state.test(now)) return;
      await pause(20);
    }
  };
  const move = async (way: (command: Driven['command']) => Promise<unknown>, state: RegExp): Promise<void> => {
    await evaluate('(window.isOld = true)');
    await inTab(way);
    await arrived(state);
  };
  const perform = async (type: 'pointer' | 'key', actions: readonly object[]): Promise<void> =>
    void (await inTab((command) => command('POST', 'actions', { actions: [{ type, id: type, actions }] })));
  const tab: Tab = {
    goto: (url, { waitUntil = 'load' } = {}) =>
      move((command) => command('POST', 'url', { url }), waitUntil === 'load' ? /complete/ : /interactive|complete/),
    reload: () => move((command) => command('POST', 'refresh'), /complete/),
    evaluate,
    read: (selector, read) => evaluate(`(${read})(document.querySelector(${JSON.stringify(selector)}))`),
    close: async () => void (await inTab((command) => command('DELETE', 'window'))),
    async click(selector) {
      const [x, y] = (await evaluate(`(() => {
        const box = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
        return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
      })()`)) as unknown as [number, number];
      await tab.clickAt(x, y);
    },
    clickAt: (x, y) =>
      perform('pointer', [
        { type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ]),
    retype: (text) =>
      perform('key', [
        { type: 'keyDown', value: CONTROL },
        { type: 'keyDown', value: 'a' },
        { type: 'keyUp', value: 'a' },
        { type: 'keyUp', value: CONTROL },
        ...[...text].flatMap((value) => [
          { type: 'keyDown', value },
          { type: 'keyUp', value },
        ]),
      ]),
  };
  return tab;
}

/** The key, as WebDriver names it. */
const CONTROL = '\uE009';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}
