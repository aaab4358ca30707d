/** Checks that Studio and its API name a target without the secret of its address, to whoever may look. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

const SECRET = 's3cret';
const PASSWORD = 'correct horse battery';

/** A server with such a target, and somebody who may look and no more. */
async function startWith(address: string): Promise<{ studio: Studio; look: (path: string) => Promise<string> }> {
  const root = makeFolder({
    'experiments/price.yaml': RUNNING,
    'fx.config.yaml': `previewToken: '0123456789abcdef'\ntargets:\n  live: ${JSON.stringify(address)}\n`,
  });
  const studio = await startStudio(root);
  onTestFinished(() => studio.close());
  for (const role of ['admin', 'viewer']) {
    const person = { name: role, email: `${role}@example.com`, role, password: PASSWORD };
    expect((await (await studio.enter()).submit('/settings/people', person)).status).toBe(303);
  }
  const entry = { email: 'viewer@example.com', password: PASSWORD };
  const cookie = (await studio.stranger.submit('/sign-in', entry)).headers.get('set-cookie')?.split(';')[0] ?? '';
  const look = async (path: string): Promise<string> =>
    (await fetch(`${studio.url}${path}`, { headers: { cookie } })).text();
  return { studio, look };
}

test('a viewer reads no secret of a target, on any page and in no answer', async () => {
  const { studio, look } = await startWith(`exec:true https://me:${SECRET}@cdn.example/fx`);
  expect(await look('/settings')).toContain('https://…@cdn.example/fx');
  expect(await look('/publish')).toContain('https://…@cdn.example/fx');
  expect(await look('/api/plan')).toContain('https://…@cdn.example/fx');
  for (const path of ['/settings', '/publish', '/', '/history', '/api/plan', '/experiments/price'])
    expect(await look(path), path).not.toContain(SECRET);
  const owner = await studio.enter();
  for (const name of ['publish', 'off', 'on']) {
    const text = await (await owner.post(`/api/${name}`, {})).text();
    expect(text).toContain('"target":"exec:true https://…@cdn.example/fx"');
    expect(text).not.toContain(SECRET);
  }
});

test('a target that cannot be reached is named without its secret', async () => {
  const { studio, look } = await startWith(`git+https://me:${SECRET}@127.0.0.1:1/x.git#pages`);
  expect(await look('/api/plan')).toContain('git+https://…@127.0.0.1:1/x.git#pages could not be reached');
  for (const path of ['/settings', '/publish', '/', '/history', '/api/plan', '/api/results'])
    expect(await look(path), path).not.toContain(SECRET);
  const owner = await studio.enter();
  expect(await (await owner.post('/api/off', {})).text()).not.toContain(SECRET);
  expect(studio.said.join('\n')).not.toContain(SECRET);
});

test('an address that is none is refused without its secret', async () => {
  const { studio, look } = await startWith('public/fx');
  const address = `git+https://me:${SECRET}@host/x.git`;
  writeFileSync(join(studio.root, 'fx.config.yaml'), `previewToken: '0123456789abcdef'\ntargets: {live: ${address}}\n`);
  const text = await look('/api/plan');
  expect(text).toContain('fx.config.yaml, targets.live: git+https://…@host/x.git needs a repository, and a branch');
  for (const path of ['/settings', '/publish', '/', '/api/plan']) expect(await look(path), path).not.toContain(SECRET);
});
