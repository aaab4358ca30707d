/** Tests the copies of targets elsewhere: gone when they are needed no more, fetched in part, and named by nobody. */

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { obstacleText } from '../../../src/cli/obstacles.js';
import {
  findWayBack,
  openTarget,
  pausePublished,
  planFor,
  type Target,
  toggle,
  type Voice,
} from '../../../src/publishing/index.js';
import { experiment, folder, fx } from '../../cli/fx.js';
import { type Project, project } from '../../cli/target.js';
import { publisherOf, wasDone } from './places.js';
import { nameS3, type S3Server } from './s3server.js';

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
/** Keys that were fetched, the list left out. */
let fetched: string[];
beforeEach(async () => {
  store = await nameS3();
  one = project();
  temporary = folder({});
  fetched = [];
  vi.stubEnv('TMPDIR', temporary);
  vi.spyOn(process, 'cwd').mockReturnValue(one.root);
  store.gate = ({ method, key }) => {
    if (method === 'GET' && key !== '') fetched.push(key);
    return null;
  };
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
async function look(): Promise<Target> {
  const target = wasDone(await openTarget(ADDRESS));
  target.letGo();
  return target;
}

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
}, 60_000);

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

test('where fx has a folder of its own, a second look fetches nothing, and after a change what changed alone', async () => {
  mkdirSync(join(one.root, '.fx'));
  const publisher = publisherOf(one, ADDRESS);
  wasDone(await publisher.publish());
  await look();
  fetched = [];
  const before = await look();
  expect(fetched).toEqual([]);
  wasDone(await toggle(ADDRESS, false, () => undefined));
  fetched = [];
  const after = await look();
  expect([before.state?.enabled, after.state?.enabled]).toEqual([true, false]);
  expect(fetched).toContain('fx/state.json');
  expect(fetched).toContain('fx/manifest.json');
  // The tag itself is the same for both.
  expect(fetched.filter((key) => key.startsWith('fx/fx.'))).toEqual([]);
});

test('what somebody else wrote meanwhile is seen at once', async () => {
  mkdirSync(join(one.root, '.fx'));
  wasDone(await publisherOf(one, ADDRESS).publish());
  await look();
  store.objects.set('fx/container.js', { bytes: Buffer.from('// not of fx'), headers: {} });
  store.objects.delete('fx/fx.js');
  expect((await look()).drift).toEqual(['container.js', 'fx.js']);
});

test('of a store that tells no versions nothing is taken from what was kept', async () => {
  mkdirSync(join(one.root, '.fx'));
  wasDone(await publisherOf(one, ADDRESS).publish());
  store.isSilent = true;
  await look();
  store.objects.set('fx/container.js', { bytes: Buffer.from('// not of fx'), headers: {} });
  expect((await look()).drift).toEqual(['container.js']);
});

test('a kept copy that was damaged on this disk is fetched again', async () => {
  mkdirSync(join(one.root, '.fx'));
  wasDone(await publisherOf(one, ADDRESS).publish());
  await look();
  const [shelf = ''] = readdirSync(join(one.root, '.fx/targets'));
  const seen = join(one.root, '.fx/targets', shelf, 'seen');
  writeFileSync(join(seen, 'manifest.json'), '{"not": "it"}');
  fetched = [];
  expect((await look()).drift).toEqual([]);
  expect(fetched).toEqual(['fx/manifest.json']);
  for (const text of ['', '[]', 'null', '{"files":{"../../x":["a","b"]}}', '{"files":{"manifest.json":"a"}}']) {
    writeFileSync(join(seen, 'index.json'), text);
    expect((await look()).drift).toEqual([]);
  }
});

test('where fx has no folder of its own, none is made', async () => {
  wasDone(await publisherOf(one, ADDRESS).publish());
  await look();
  expect(existsSync(join(one.root, '.fx'))).toBe(false);
});

test('a branch that is where it was is not fetched again', async () => {
  mkdirSync(join(one.root, '.fx'));
  const origin = join(folder({}), 'site.git');
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', origin]);
  const address = `git+file://${origin}#pages:fx`;
  wasDone(await publisherOf(one, address).publish());
  wasDone(await openTarget(address)).letGo();
  const log = join(folder({}), 'log');
  const bin = folder({ git: `#!/bin/sh\necho "$@" >> ${log}\nPATH="${process.env.PATH}" exec git "$@"\n` });
  chmodSync(join(bin, 'git'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  const fetches = (): number => readFileSync(log, 'utf8').match(/ fetch /g)?.length ?? 0;
  const target = wasDone(await openTarget(address));
  target.letGo();
  expect([target.drift, fetches()]).toEqual([[], 0]);
  wasDone(await toggle(address, false, () => undefined));
  const before = fetches();
  expect(wasDone(await openTarget(address)).state?.enabled).toBe(false);
  expect(fetches()).toBe(before + 1);
}, 60_000);

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
