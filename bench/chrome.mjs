/** Starts Chromium and speaks its protocol over a pipe: nothing is between the bench and the browser. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from '../scripts/browser.mjs';
import { DOMAIN } from './serve.mjs';

/** Longer than a page takes on the busiest machine. */
const PATIENCE_MS = 60_000;

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-default-apps',
  '--no-first-run',
  '--mute-audio',
  '--window-size=1280,800',
  // a tab that is not in front would be slowed down
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  // a site of a single page navigates more often than a person
  '--disable-ipc-flooding-protection',
  // PostHog does nothing for robots
  '--disable-blink-features=AutomationControlled',
  `--host-resolver-rules=MAP *.${DOMAIN} 127.0.0.1`,
  '--remote-debugging-pipe',
];

/**
 * Starts a browser of its own.
 *
 * @returns {Promise<{version: string, send: Send, on: On, openTab(): Promise<Tab>, close(): Promise<void>}>}
 */
export async function launch() {
  const profile = mkdtempSync(join(tmpdir(), 'fx-bench-'));
  const child = spawn(ensureBrowser(), [...FLAGS, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const wire = connect(child.stdio[3], child.stdio[4]);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.once('error', wire.fail);
  child.once('exit', () => wire.fail(new Error('Chromium ended')));
  const { product, userAgent } = await wire.send('Browser.getVersion');
  const agent = userAgent.replace('HeadlessChrome', 'Chrome');
  return {
    version: product.replace(/^\w+\//, 'Chromium '),
    send: wire.send,
    on: wire.on,
    openTab: () => openTab(wire, agent),
    async close() {
      await wire.send('Browser.close').catch(() => child.kill());
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A tab in a context of its own: no cache, no cookies, no storage. */
async function openTab(wire, userAgent) {
  const { browserContextId } = await wire.send('Target.createBrowserContext');
  const { targetId } = await wire.send('Target.createTarget', { url: 'about:blank', browserContextId });
  const { sessionId } = await wire.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method, params) => wire.send(method, params, sessionId);
  const errors = [];
  wire.on('Runtime.exceptionThrown', sessionId, ({ exceptionDetails }) =>
    errors.push(exceptionDetails.exception?.description ?? exceptionDetails.text),
  );
  await Promise.all([
    send('Page.enable'),
    send('Page.setLifecycleEventsEnabled', { enabled: true }),
    send('Network.setUserAgentOverride', { userAgent }),
  ]);
  return {
    send,
    errors,
    /** Goes there; resolves when the page was loaded, or when it has asked nothing of the network for half a second. */
    async go(url, state = 'load') {
      const reached = new Map();
      const off = wire.on('Page.lifecycleEvent', sessionId, ({ name, loaderId }) => {
        if (name === state) reached.set(loaderId, true);
        wake();
      });
      let wake = () => undefined;
      const { loaderId, errorText } = await send('Page.navigate', { url });
      if (errorText) throw new Error(`${url}: ${errorText}`);
      const timer = setTimeout(() => wake(), PATIENCE_MS);
      const endsAt = performance.now() + PATIENCE_MS;
      while (!reached.has(loaderId) && performance.now() < endsAt)
        await new Promise((resolve) => {
          wake = resolve;
        });
      clearTimeout(timer);
      off();
      if (!reached.has(loaderId)) throw new Error(`${url} did not come to ${state} in ${PATIENCE_MS / 1000} s`);
    },
    /** The value of an expression; promises are waited for. */
    async evaluate(expression) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    async close() {
      wire.forget(sessionId);
      await wire.send('Target.disposeBrowserContext', { browserContextId });
    },
  };
}

/** Commands and events, JSON texts with a zero byte after each. */
function connect(input, output) {
  const pending = new Map();
  const listeners = new Map();
  let lastId = 0;
  let rest = [];
  let failure = null;
  const key = (method, sessionId) => `${sessionId ?? ''} ${method}`;
  const take = ({ id, method, params, result, error, sessionId }) => {
    if (id === undefined) {
      for (const listener of listeners.get(key(method, sessionId)) ?? []) listener(params);
      return;
    }
    const { resolve, reject, name } = pending.get(id);
    pending.delete(id);
    if (error) reject(new Error(`${name}: ${error.message}`));
    else resolve(result);
  };
  output.on('data', (chunk) => {
    let from = 0;
    for (let at = chunk.indexOf(0); at >= 0; at = chunk.indexOf(0, from)) {
      take(JSON.parse(Buffer.concat([...rest, chunk.subarray(from, at)]).toString()));
      rest = [];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  });
  input.on('error', (error) => fail(error));
  const fail = (error) => {
    failure = error;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  const on = (method, sessionId, listener) => {
    const all = listeners.get(key(method, sessionId)) ?? new Set();
    listeners.set(key(method, sessionId), all.add(listener));
    return () => all.delete(listener);
  };
  return {
    fail,
    on,
    once(method, sessionId, listener) {
      const off = on(method, sessionId, (params) => {
        off();
        listener(params);
      });
    },
    forget(sessionId) {
      for (const name of [...listeners.keys()]) if (name.startsWith(`${sessionId} `)) listeners.delete(name);
    },
    send(name, params = {}, sessionId = undefined) {
      if (failure) return Promise.reject(failure);
      const id = ++lastId;
      input.write(`${JSON.stringify({ id, method: name, params, sessionId })}\0`);
      return new Promise((resolve, reject) => pending.set(id, { resolve, reject, name }));
    },
  };
}
