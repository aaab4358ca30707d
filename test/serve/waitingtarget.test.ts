/** Checks what people see while a target is slow to say what is published, or to take a publication. */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { follow, open, seen } from './browsing.js';
import { type Asker, makeFolder, RUNNING, startStudio } from './studio.js';

const SOON = { sayAfterMs: 100 };

/** An object store that answers nothing while it is held. */
async function startStore() {
  let release: (() => void) | null = null;
  let held = Promise.resolve();
  const server = createServer((request, response) => {
    request.resume();
    void held.then(() => response.writeHead(200).end('<ListBucketResult></ListBucketResult>'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    release?.();
    server.closeAllConnections();
    server.close();
  });
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, 'key');
  onTestFinished(() => void vi.unstubAllEnvs());
  return {
    hold: () => {
      held = new Promise((resolve) => {
        release = resolve;
      });
    },
    letGo: () => release?.(),
  };
}

/** A Studio whose target says nothing before it is let go. */
async function startHeld() {
  const store = await startStore();
  const root = makeFolder({
    'experiments/price.yaml': RUNNING,
    'fx.config.yaml': "previewToken: '0123456789abcdef'\ntargets:\n  live: s3://bucket/fx\n",
  });
  const studio = await startStudio(root, { guardMs: 86_400_000, waiting: SOON });
  onTestFinished(() => studio.close());
  const asker = await studio.enter();
  store.hold();
  return { store, studio, asker };
}

test('a page that asks a slow target says so, and comes by itself', async () => {
  const { store, studio, asker } = await startHeld();
  for (const path of ['/', '/publish', '/experiments/price']) {
    const first = await open(studio, asker, path);
    expect(first.text, path).toContain('the target is being asked what is published');
    expect(first.status, path).toBe(202);
  }
  const first = await open(studio, asker, '/publish');
  store.letGo();
  const last = await follow(studio, asker, first);
  expect([last.status, last.text.includes('<h1>Publish</h1>')]).toEqual([200, true]);
});

test('a token that is waited for is shown once', async () => {
  const { store, studio, asker } = await startHeld();
  const first = await send(asker, '/settings/tokens', { name: 'ci', role: 'viewer' });
  expect([first.status, first.location]).toEqual([303, expect.stringMatching(/^\/waiting/)]);
  const page = await open(studio, asker, first.location ?? '');
  expect(page.text).toContain('It is being saved.');
  store.letGo();
  const told = await follow(studio, asker, page);
  expect(told.text).toMatch(/fx_[\w-]{20,}/);
  const again = await open(studio, asker, first.location ?? '');
  expect([again.text.includes('It is over'), /fx_[\w-]{20,}/.test(again.text)]).toEqual([true, false]);
});

test('a form with a password is answered while the target says nothing', async () => {
  const { asker } = await startHeld();
  const told = await send(asker, '/settings/password', { old: 'not this one', password: 'a new one of mine' });
  expect(told.text).toContain('That is not your current password');
});

/** A target in git that takes nothing before it is let go. */
async function startSlowTarget() {
  const root = makeFolder({ 'experiments/price.yaml': RUNNING });
  const [bare, gate] = [join(root, 'site.git'), join(root, 'gate')];
  execFileSync('git', ['init', '-q', '--bare', bare]);
  const address = `git+file://${bare}#site`;
  writeFileSync(
    join(root, 'fx.config.yaml'),
    `previewToken: '0123456789abcdef'\ntargets:\n  live: '${address}'\nserve: {git: false}\n`,
  );
  writeFileSync(join(bare, 'hooks/pre-receive'), `#!/bin/sh\nwhile [ ! -e '${gate}' ]; do sleep 0.1; done\n`, {
    mode: 0o755,
  });
  const studio = await startStudio(root, { guardMs: 86_400_000, waiting: SOON });
  onTestFinished(() => studio.close());
  return { studio, letGo: () => writeFileSync(gate, '') };
}

/** As a browser sends a form. */
const send = async (asker: Asker, path: string, fields: Readonly<Record<string, string>> = {}) =>
  seen(await asker.submit(path, fields, { accept: 'text/html,*/*' }));

test('publishing to a slow target is waited for on a page that may be loaded again', async () => {
  const { studio, letGo } = await startSlowTarget();
  const asker = await studio.enter();
  const first = await send(asker, '/publish', { base: '' });
  expect([first.status, first.location]).toEqual([303, expect.stringMatching(/^\/waiting\?wait=[0-9a-f]{32}$/)]);
  const page = await open(studio, asker, first.location ?? '');
  expect(page.text).toContain('It is being published.');
  expect(page.text).toContain('It goes on when you leave this page');
  letGo();
  const last = await follow(studio, asker, page);
  expect([last.status, last.location]).toEqual([303, '/publish?done=published']);
  // Somebody who loads the page again hears the same.
  expect((await open(studio, asker, first.location ?? '')).location).toBe('/publish?done=published');
  expect((await open(studio, asker, `/waiting?wait=${'0'.repeat(32)}`)).text).toContain('It is over');
});

test('a form that fails after a while says why, and leads back', async () => {
  const { studio, letGo } = await startSlowTarget();
  const asker = await studio.enter();
  const first = await send(asker, '/publish', { base: '' });
  // The target takes it, and something else is published there meanwhile as far as the second one knows.
  const second = await send(asker, '/publish', { base: 'another' });
  expect(second.location).toMatch(/^\/waiting/);
  letGo();
  await follow(studio, asker, await open(studio, asker, first.location ?? ''));
  const told = await follow(studio, asker, await open(studio, asker, second.location ?? ''));
  expect(told.status).toBe(409);
  expect(told.text).toContain('Somebody else published meanwhile');
});
