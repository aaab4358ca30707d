/** Tests the copies of targets elsewhere: gone when they are needed no more, and named by nobody. */

import { mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { obstacleText } from '../../../src/cli/obstacles.js';
import { findWayBack, openTarget, pausePublished, planFor, toggle, type Voice } from '../../../src/publishing/index.js';
import { experiment, folder, fx } from '../../cli/fx.js';
import { type Project, project } from '../../cli/target.js';
import { nameS3, type S3Server } from '../../stores/s3server.js';
import { publisherOf, wasDone } from './places.js';

/** Folders of another user: the tests may run as root, who may delete everything. */
const refused = vi.hoisted((): string[] => []);
vi.mock('node:fs', async (original) => {
  const actual = await original<typeof import('node:fs')>();
  const rmSync: typeof actual.rmSync = (path, options) => {
    if (refused.includes(String(path))) throw Object.assign(new Error('not yours'), { code: 'EPERM' });
    actual.rmSync(path, options);
  };
  return { ...actual, rmSync };
});

const ADDRESS = 's3://site/fx';
let store: S3Server;
let one: Project;
let temporary: string;
beforeEach(async () => {
  store = await nameS3();
  one = project();
  temporary = folder({});
  vi.stubEnv('TMPDIR', temporary);
  vi.spyOn(process, 'cwd').mockReturnValue(one.root);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await store.close();
});

const copies = (): string[] => readdirSync(temporary);
const rename = (name: string): void => one.write('cta.yaml', experiment('cta').replace('name: cta', `name: ${name}`));
const voice: Voice = { say: () => undefined, busy: (_, work) => work() };
const plan = () => planFor(voice, join(one.root, 'experiments'), { directory: ADDRESS, isNamed: true });

test('nothing is left of a copy once the work is done, or could not be', async () => {
  const publisher = publisherOf(one, ADDRESS);
  wasDone(await publisher.publish());
  rename('Second');
  wasDone(await publisher.publish());
  wasDone(await publisher.toggle(false));
  wasDone(await publisher.toggle(true));
  wasDone(await publisher.back());
  wasDone(await pausePublished(ADDRESS, ['cta'], { say: () => undefined }));
  expect(await findWayBack(ADDRESS, 'ffffffffffffffff')).toMatchObject({ ok: false });
  rename('Cut off');
  store.gate = ({ method }) => (method === 'PUT' ? 'cut' : null);
  expect((await publisher.publish()).ok).toBe(false);
  store.gate = () => null;
  one.write('broken.yaml', 'id: [');
  expect((await plan()).ok).toBe(false);
  expect(copies()).toEqual([]);
});

test('old copies are swept up, and one that another user owns keeps nobody from publishing', async () => {
  wasDone(await publisherOf(one, ADDRESS).publish());
  for (const name of ['fx-target-gone', 'fx-target-theirs']) mkdirSync(join(temporary, name));
  const old = new Date(Date.now() - 2 * 3_600_000);
  for (const name of copies()) utimesSync(join(temporary, name), old, old);
  refused.push(join(temporary, 'fx-target-theirs'));
  wasDone(await openTarget(ADDRESS)).letGo();
  expect(copies()).toEqual(['fx-target-theirs']);
});

test('a plan keeps its copy until it is carried out or let go', async () => {
  const planned = wasDone(await plan());
  expect(copies()).toHaveLength(1);
  planned.target.letGo();
  planned.target.letGo();
  expect(copies()).toEqual([]);
});

test('a command leaves no copy behind when it ends', async () => {
  wasDone(await publisherOf(one, ADDRESS).publish());
  const { code, err } = await fx(['plan', 'experiments', '--to', ADDRESS], one.root);
  expect(err).not.toContain(temporary);
  expect(code).toBe(0);
  expect(copies()).toEqual([]);
});

test.each([
  ['a record that is none', 'state.json', '{}', 's3://site/fx/state.json is not a state file'],
  ['a manifest that is none', 'manifest.json', null, 's3://site/fx has lost manifest.json of revision'],
])('%s is named by its address, for every command', async (_, name, text, sentence) => {
  wasDone(await publisherOf(one, ADDRESS).publish());
  for (const key of [...store.objects.keys()])
    if (text === null && key.startsWith('fx/manifest.'))
      store.objects.set(key, { bytes: Buffer.from('x'), headers: {} });
  if (text !== null) store.objects.set(`fx/${name}`, { bytes: Buffer.from(text), headers: {} });
  const attempts = [
    await openTarget(ADDRESS),
    await plan(),
    await findWayBack(ADDRESS),
    await toggle(ADDRESS, true, () => undefined),
    await pausePublished(ADDRESS, ['cta'], { say: () => undefined }),
  ];
  for (const attempt of attempts) {
    expect(attempt.ok).toBe(false);
    const said = attempt.ok ? '' : obstacleText(attempt.obstacle);
    expect(said).toContain(sentence);
    expect(said).not.toContain('fx-target-');
  }
  expect(copies()).toEqual([]);
});
