/** Tests what is kept of targets elsewhere: a second look fetches what changed, and trusts nothing that was damaged. */

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openTarget, type Target, toggle } from '../../../src/publishing/index.js';
import { folder } from '../../cli/fx.js';
import { type Project, project } from '../../cli/target.js';
import { nameS3, type S3Server } from '../../stores/s3server.js';
import { publisherOf, wasDone } from './places.js';

const ADDRESS = 's3://site/fx';
let store: S3Server;
let one: Project;
/** Keys that were fetched, the list left out. */
let fetched: string[];
beforeEach(async () => {
  store = await nameS3();
  one = project();
  fetched = [];
  vi.stubEnv('TMPDIR', folder({}));
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

async function look(): Promise<Target> {
  const target = wasDone(await openTarget(ADDRESS));
  target.letGo();
  return target;
}

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
});
