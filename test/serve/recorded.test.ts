/** Tests that settings and publications stand in the record before they are made, with what was and what is then. */

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Deed } from '../../src/serve/record.js';
import { type Asker, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio(makeFolder({ 'experiments/price.yaml': RUNNING }));
  owner = await studio.enter();
});
afterEach(() => studio.close());

const PASSWORD = 'correct horse battery';
const kept = (name: string): string => readFileSync(join(studio.root, name), 'utf8');
const add = (email: string, role: string): Promise<Response> =>
  owner.submit('/settings/people', { name: 'N', email, role, password: PASSWORD });
const signIn = async (email: string): Promise<Asker> => {
  const answer = await studio.stranger.submit('/sign-in', { email, password: PASSWORD });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    ...studio.stranger,
    headers: { cookie },
    submit: (path, fields) => studio.stranger.submit(path, fields, { cookie }),
  };
};
/** What each deed says once it has ended, the first first. */
function deeds(): Partial<Deed>[] {
  const all = new Map<string, Deed>();
  for (const line of kept('.fx/studio/record.ndjson').split('\n').filter(Boolean)) {
    const deed = JSON.parse(line) as Deed;
    all.set(deed.id, deed);
  }
  return [...all.values()].map(({ id, at, ...rest }) => rest);
}
const settled = (what: string, before: string | null, after: string | null, who = 'Owner <owner@localhost>') => ({
  ...{ who, what, before, after, state: 'done' },
});

describe('of settings', () => {
  test('each says who did it, to whom or what, what was before and what is then', async () => {
    const page = await (await owner.submit('/settings/tokens', { name: 'deploy', role: 'editor' })).text();
    const id = /name="id" value="(\w+)"/.exec(page)?.[1] ?? '';
    await owner.submit('/settings/tokens/remove', { id });
    await owner.submit('/settings/site', { site: 'http://localhost:8080/' });
    await add('Ada@example.com', 'admin');
    owner = await studio.enter();
    await add('v@example.com', 'viewer');
    await owner.submit('/settings/people/change', {
      name: 'N',
      email: 'V@example.com',
      role: 'editor',
      password: PASSWORD,
    });
    const own = await signIn('v@example.com');
    await own.submit('/settings/password', { old: 'wrong', password: `${PASSWORD}!` });
    await own.submit('/settings/password', { old: PASSWORD, password: `${PASSWORD}!` });
    await owner.submit('/settings/people/remove', { email: ' V@Example.com' });
    expect(deeds()).toEqual([
      settled('made the token deploy', null, 'editor'),
      settled('ended the token deploy', 'editor', null),
      settled("set the site's address to http://localhost:8080/", null, 'http://localhost:8080/'),
      settled('added ada@example.com', null, 'admin'),
      settled('added v@example.com', null, 'viewer'),
      settled('changed v@example.com', 'viewer', 'editor'),
      { who: 'N <v@example.com>', what: 'changed their password', state: 'done' },
      settled('removed v@example.com', 'editor', null),
    ]);
  });

  test('none is made where the record cannot be written', async () => {
    await add('ada@example.com', 'admin');
    owner = await studio.enter();
    await add('v@example.com', 'viewer');
    const own = await signIn('v@example.com');
    const page = await (await owner.submit('/settings/tokens', { name: 'deploy', role: 'editor' })).text();
    const id = /name="id" value="(\w+)"/.exec(page)?.[1] ?? '';
    const before = ['.fx/studio/people.json', '.fx/studio/sessions.json', 'fx.config.yaml'].map(kept);
    const record = join(studio.root, '.fx/studio/record.ndjson');
    renameSync(record, `${record}.away`);
    mkdirSync(record);
    const answers = await Promise.all([
      owner.submit('/settings/tokens', { name: 'another', role: 'admin' }),
      owner.submit('/settings/tokens/remove', { id }),
      add('new@example.com', 'admin'),
      owner.submit('/settings/people/change', { name: 'N', email: 'v@example.com', role: 'admin' }),
      owner.submit('/settings/people/remove', { email: 'v@example.com' }),
      owner.submit('/settings/site', { site: 'http://localhost:8080/' }),
      own.submit('/settings/password', { old: PASSWORD, password: `${PASSWORD}!` }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 503, 503]);
    expect(['.fx/studio/people.json', '.fx/studio/sessions.json', 'fx.config.yaml'].map(kept)).toEqual(before);
    rmSync(record, { recursive: true });
    renameSync(`${record}.away`, record);
  });

  test('whoever is not there is not removed, and a token that is not there not ended', async () => {
    await add('ada@example.com', 'admin');
    owner = await studio.enter();
    await add('v@example.com', 'viewer');
    const before = deeds();
    const nobody = await owner.submit('/settings/people/remove', { email: 'nobody@x.y' });
    expect([nobody.status, await nobody.text()]).toEqual([
      404,
      expect.stringContaining('There is nobody of the address nobody@x.y here.'),
    ]);
    expect((await owner.submit('/settings/tokens/remove', { id: 'none' })).status).toBe(404);
    expect((await owner.submit('/settings/people/remove', { email: 'ada@example.com' })).status).toBe(403);
    expect(deeds()).toEqual(before);
  });

  test('somebody is removed however their address is typed, and their sign-ins end', async () => {
    await add('ada@example.com', 'admin');
    owner = await studio.enter();
    await add('v@x.y', 'viewer');
    const { cookie = '' } = (await signIn('V@x.y')).headers;
    expect((await owner.submit('/settings/people/remove', { email: 'V@X.Y' })).status).toBe(303);
    expect(kept('.fx/studio/people.json')).not.toContain('v@x.y');
    expect(kept('.fx/studio/sessions.json')).not.toContain('v@x.y');
    expect((await fetch(`${studio.url}/`, { headers: { cookie }, redirect: 'manual' })).status).toBe(303);
  });
});

test('publications say which target they changed, from which revision to which, and whether it was on', async () => {
  const publish = async (): Promise<string> =>
    ((await (await owner.post('/api/publish', { reason: 'It is time.' })).json()) as { revision: string }).revision;
  const first = await publish();
  writeFileSync(join(studio.root, 'experiments/price.yaml'), RUNNING.replace('name: Price', 'name: Another'));
  const second = await publish();
  expect(second).not.toBe(first);
  for (const path of ['off', 'on', 'rollback']) expect((await owner.post(`/api/${path}`, {})).status).toBe(200);
  expect((await owner.post('/api/rollback', {})).status).toBe(409);
  const who = 'Owner <owner@localhost>';
  const target = join(studio.root, 'public/fx');
  const of = { who, target, state: 'done' };
  expect(deeds()).toEqual([
    { ...of, what: 'publish', reason: 'It is time.', before: null, after: first },
    { ...of, what: 'publish', reason: 'It is time.', before: first, after: second },
    { ...of, what: 'off', before: 'on', after: 'off' },
    { ...of, what: 'on', before: 'off', after: 'on' },
    { ...of, what: 'rollback', before: second, after: first },
    { who, target, what: 'rollback', before: first, state: 'failed' },
  ]);
});
