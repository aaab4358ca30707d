/** Tries on the server names, addresses, texts and questions that are made to break it, or to keep others waiting. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createReadouts } from '../../src/serve/readout/readouts.js';
import { startInRepository } from './repository.js';
import { type Asker, makeFolder, type Studio, startStudio } from './studio.js';

describe('on one server', () => {
  let studio: Studio;
  let owner: Asker;
  beforeEach(async () => {
    studio = await startStudio(undefined, { guardMs: 86_400_000 });
    owner = await studio.enter();
  });
  afterEach(() => studio.close());

  test.each(['https://evil.example//evil.example/phish', 'https://evil.example/', '//evil.example', 'no address'])(
    'a page that says why not, reached from %s, leads back to this site alone',
    async (referer) => {
      const page = await fetch(`${studio.url}/experiments/none`, { headers: { ...owner.headers, referer } });
      expect(await page.text()).toContain('<a href="/">Go back</a>');
    },
  );

  test('a page that says why not leads back to the page before', async () => {
    const referer = `${studio.url}//experiments?q=a`;
    const page = await fetch(`${studio.url}/experiments/none`, { headers: { ...owner.headers, referer } });
    expect(await page.text()).toContain('<a href="/experiments?q=a">Go back</a>');
  });

  test.each(['a%0d%0aX-Evil:1', '%00', '%E6%97%A5', '%2F%2Fevil.example'])(
    'pictures of the experiment %s are none, and nothing is logged',
    async (id) => {
      expect((await owner.submit(`/experiments/${id}/pictures`)).status).toBe(404);
      expect(studio.said).toEqual([]);
    },
  );

  const withCode = (code: string): string =>
    `id: cta\nname: A\nvariants:\n  - key: control\n    name: A\n  - key: b\n    name: B\n    ${code}\n`;

  test.each([
    ['JavaScript', `js: '${'('.repeat(50_000)}'`, 'js'],
    ['CSS', `css: '${'a{'.repeat(100_000)}'`, 'css'],
  ])('%s of brackets in brackets without end is a problem of the file, and holds nobody up', async (_, code, path) => {
    const answer = await owner.post('/api/experiment.validate', { experimentId: 'cta', yaml: withCode(code) });
    expect(answer.status).toBe(200);
    const { problems } = (await answer.json()) as { problems: { path: string }[] };
    expect(problems.some((one) => one.path.endsWith(path))).toBe(true);
    expect(studio.said).toEqual([]);
  });
});

test.each(['a\u0000b', '<>', 'a\nb <x@y>'])('a change by somebody who is called %j is committed', async (name) => {
  const { studio, admin, git } = await startInRepository();
  onTestFinished(() => studio.close());
  const page = await (await admin.submit('/settings/tokens', { name, role: 'editor' })).text();
  const program = studio.withToken(/fx_[\w-]{40,}/.exec(page)?.[0] ?? '');
  expect((await program.post('/api/experiment.start', { experimentId: 'cta' })).status).toBe(200);
  expect(git('log', '-1', '--format=%s').trim()).toBe('Start cta');
  expect(git('log', '-1', '--format=%an <%ae>').trim()).toMatch(/^[^<>]+ <>$/);
});

test('of two admins who remove each other at the same moment one stays', async () => {
  const studio = await startStudio(undefined, { guardMs: 86_400_000 });
  onTestFinished(() => studio.close());
  const owner = await studio.enter();
  const password = 'correct horse battery';
  const signIn = async (email: string): Promise<Readonly<Record<string, string>>> => {
    const answer = await studio.stranger.submit('/sign-in', { email, password });
    return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
  };
  await owner.submit('/settings/people', { name: 'Ada', email: 'ada@example.com', role: 'admin', password });
  const ada = await signIn('ada@example.com');
  await studio.stranger.submit(
    '/settings/people',
    { name: 'Bob', email: 'bob@example.com', role: 'admin', password },
    ada,
  );
  const bob = await signIn('bob@example.com');
  for (const deed of [
    { path: '/settings/people/remove' },
    { path: '/settings/people/change', role: 'viewer', name: 'X' },
  ]) {
    const { path, ...fields } = deed;
    await Promise.all([
      studio.stranger.submit(path, { ...fields, email: 'bob@example.com' }, ada),
      studio.stranger.submit(path, { ...fields, email: 'ada@example.com' }, bob),
    ]);
    const { people } = JSON.parse(readFileSync(join(studio.root, '.fx/studio/people.json'), 'utf8')) as {
      people: { role: string }[];
    };
    expect(people.filter(({ role }) => role === 'admin').length, path).toBeGreaterThan(0);
  }
});

/** A process that counts as soon as a file is there; for the guard at once. */
const SLOW = (gate: string): string => `
import { existsSync } from 'node:fs';
import { serialize } from 'node:v8';
let text = '';
for await (const part of process.stdin) text += part;
while (!JSON.parse(text).isWatched && !existsSync(${JSON.stringify(gate)})) await new Promise((go) => setTimeout(go, 50));
process.stdout.write(serialize({ ok: true, readout: { entries: [], results: [], dangers: [], lines: 0, notes: [] } }));
`;

test('whoever asks for figures without end keeps neither the guard waiting nor all others for ever', async () => {
  const root = makeFolder();
  const [script, gate] = [join(root, 'slow.mjs'), join(root, 'gate')];
  writeFileSync(script, SLOW(gate));
  const readouts = createReadouts({
    ...{ directory: join(root, 'experiments'), events: [], script, now: Date.now },
    target: async () => null,
    key: async () => '',
  });
  const asked = Array.from({ length: 60 }, (_, at) => readouts.read({ by: [`fact-${at}`] }));
  expect(await readouts.read({ isWatched: true })).toMatchObject({ ok: true });
  const refusedAtOnce = await asked.at(-1);
  expect(refusedAtOnce).toMatchObject({ ok: false, fault: { code: 'TOO_MANY_REQUESTS' } });
  writeFileSync(gate, '');
  const answers = await Promise.all(asked);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(21);
  expect(await readouts.read({ by: ['fact-again'] })).toMatchObject({ ok: true });
}, 120_000);
