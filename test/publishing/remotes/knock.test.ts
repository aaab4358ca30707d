/** Tests whether targets elsewhere would take a publication, as they say it without one. */

import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { must } from '../../../src/publishing/attempt.js';
import { examineTarget } from '../../../src/publishing/examine.js';
import { folder } from '../../cli/fx.js';
import { type Project, project } from '../../cli/target.js';
import { nameS3, type S3Server } from '../../stores/s3server.js';
import { publisherOf, wasDone } from './places.js';

let one: Project;
beforeEach(() => {
  one = project();
  vi.spyOn(process, 'cwd').mockReturnValue(one.root);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const doorOf = async (address: string) => must(await examineTarget(address)).door;
const publish = async (address: string): Promise<boolean> => wasDone(await publisherOf(one, address).publish());

describe('an object store', () => {
  const ADDRESS = 's3://site/fx';
  let store: S3Server;
  beforeEach(async () => {
    store = await nameS3();
  });
  afterEach(() => store.close());

  test('in which nothing lies is not asked', async () => {
    expect(await doorOf(ADDRESS)).toEqual({ ok: true, value: 'unasked' });
    expect(store.writes).toEqual([]);
  });

  test('is open where it refuses to write over what is there, and unguarded where it does not', async () => {
    await publish(ADDRESS);
    const before = new Map([...store.objects].map(([key, { bytes }]) => [key, bytes]));
    expect(await doorOf(ADDRESS)).toEqual({ ok: true, value: 'open' });
    store.isUnconditional = true;
    expect(await doorOf(ADDRESS)).toEqual({ ok: true, value: 'unguarded' });
    expect(new Map([...store.objects].map(([key, { bytes }]) => [key, bytes]))).toEqual(before);
  });

  test('that lets nobody write says so', async () => {
    await publish(ADDRESS);
    store.gate = ({ method }) => (method === 'PUT' ? 403 : null);
    expect(await doorOf(ADDRESS)).toMatchObject({ ok: false, obstacle: expect.anything() });
  });
});

describe('a branch', () => {
  let origin: string;
  let address: string;
  beforeEach(() => {
    origin = folder({});
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', origin]);
    address = `git+file://${origin}#main:fx`;
  });

  test('without a commit is not asked', async () => {
    expect(await doorOf(address)).toEqual({ ok: true, value: 'unasked' });
  });

  test('is open where it takes the commit that it has, and stays as it was', async () => {
    await publish(address);
    const tip = (): string => execFileSync('git', ['-C', origin, 'rev-parse', 'main'], { encoding: 'utf8' });
    const before = tip();
    expect([await doorOf(address), tip()]).toEqual([{ ok: true, value: 'open' }, before]);
  });
});
