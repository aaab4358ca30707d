/** Tests a target in an object store: never half of two publications, whoever is killed, paused or faster. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openTarget } from '../../../src/publishing/index.js';
import { placeOfS3 } from '../../../src/publishing/remotes/s3.js';
import { experiment } from '../../cli/fx.js';
import { type Project, project } from '../../cli/target.js';
import { nameS3, type S3Server } from '../../stores/s3server.js';
import { publisherOf, wasDone } from './places.js';

const ADDRESS = 's3://site/fx';
let store: S3Server;
beforeEach(async () => {
  store = await nameS3();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await store.close();
});

const text = (name: string): string => store.objects.get(`fx/${name}`)?.bytes.toString() ?? '';
const manifest = (): { revision: string; enabled: boolean } => JSON.parse(text('manifest.json'));
const containerRevision = (): string | undefined => /"revision":"([0-9a-f]{16})"/.exec(text('container.js'))?.[1];
const rename = (one: Project, name: string): void =>
  one.write('cta.yaml', experiment('cta').replace('name: cta', `name: ${name}`));

test('plan, publish, roll back, off and on work as in a directory, and plan writes nothing', async () => {
  const one = project();
  store.objects.set('fx/robots.txt', { bytes: Buffer.from('not ours'), headers: {} });
  store.objects.set('fx/deep/manifest.json', { bytes: Buffer.from('{}'), headers: {} });
  const publisher = publisherOf(one, ADDRESS);
  wasDone(await openTarget(ADDRESS)).letGo();
  expect(store.writes).toEqual([]);
  expect(wasDone(await publisher.publish())).toBe(true);
  const first = await publisher.expectWhole();
  expect(manifest()).toMatchObject({ revision: first.revision, enabled: true });
  expect(wasDone(await publisher.publish())).toBe(false);
  rename(one, 'Second');
  wasDone(await publisher.publish());
  const second = await publisher.expectWhole();
  expect(second).toMatchObject({ history: 1 });
  wasDone(await publisher.toggle(false));
  expect(manifest().enabled).toBe(false);
  wasDone(await publisher.toggle(true));
  wasDone(await publisher.back());
  expect(await publisher.expectWhole()).toMatchObject({ revision: first.revision, enabled: true });
  expect([manifest().revision, containerRevision()]).toEqual([first.revision, first.revision]);
  expect(text('robots.txt')).toBe('not ours');
  expect(text('deep/manifest.json')).toBe('{}');
});

test('files that last are sent first and kept by caches, fixed names come after the record, the manifest last', async () => {
  const publisher = publisherOf(project(), ADDRESS);
  wasDone(await publisher.publish());
  const names = store.writes.map((one) => one.replace('PUT fx/', ''));
  const record = names.indexOf('state.json');
  expect(names.slice(0, record).every((name) => /\.[0-9a-f]{16}\.js(on)?$/.test(name))).toBe(true);
  expect(names.at(-1)).toBe('state.json');
  expect(names.at(-2)).toBe('manifest.json');
  const headersOf = (name: string) => store.objects.get(`fx/${name}`)?.headers;
  expect(headersOf('manifest.json')).toMatchObject({
    'cache-control': 'public, max-age=60',
    'content-type': 'application/json; charset=utf-8',
  });
  const lasting = names.find((name) => /^container\.[0-9a-f]{16}\.js$/.test(name)) ?? '';
  expect(headersOf(lasting)).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': 'text/javascript; charset=utf-8',
  });
});

test('cut off before any write, the site is of one publication, and the next one finishes', async () => {
  const one = project();
  const publisher = publisherOf(one, ADDRESS);
  wasDone(await publisher.publish());
  for (let turn = 0, isOver = false; !isOver; turn++) {
    expect(turn).toBeLessThan(60);
    const before = manifest().revision;
    rename(one, `Turn ${turn}`);
    let writes = 0;
    store.gate = ({ method }) => (method !== 'GET' && ++writes > turn ? 'cut' : null);
    const attempt = await publisher.publish();
    isOver = attempt.ok;
    store.gate = () => null;
    if (attempt.ok) break;
    expect(attempt.obstacle).toMatchObject({ code: 'remote', address: ADDRESS });
    // What lies there can be parsed, and is of before or after.
    expect(JSON.parse(text('state.json'))).toHaveProperty('current');
    const opened = await openTarget(ADDRESS);
    if (opened.ok) opened.value.letGo();
    expect(opened.ok && [before, opened.value.state?.current.revision]).toContain(manifest().revision);
    wasDone(await publisher.publish());
    const { revision } = await publisher.expectWhole();
    expect([manifest().revision, containerRevision()]).toEqual([revision, revision]);
  }
}, 120_000);

test('publishers that race leave one publication, whole, and the others are told', async () => {
  const projects = [0, 1, 2].map(() => project());
  const publishers = projects.map((one) => publisherOf(one, ADDRESS));
  for (let round = 0; round < (process.env.FX_LONG ? 50 : 5); round++) {
    for (const [index, one] of projects.entries()) rename(one, `Round ${round} of ${index}`);
    store.gate = async () => {
      await new Promise((settle) => setTimeout(settle, Math.random() * 8));
      return null;
    };
    const came = await Promise.all(publishers.map((one) => one.publish()));
    store.gate = () => null;
    for (const attempt of came) if (!attempt.ok) expect(attempt.obstacle.code).toMatch(/^(moved|remote|damaged)$/);
    rename(projects[0] as Project, `After ${round}`);
    wasDone(await (publishers[0] as (typeof publishers)[0]).publish());
    const { revision } = await (publishers[0] as (typeof publishers)[0]).expectWhole();
    expect([manifest().revision, containerRevision()]).toEqual([revision, revision]);
  }
}, 120_000);

test('a publisher that is paused before any of its writes and goes on later changes nothing of what came since', async () => {
  const [slow, fast] = [project(), project()];
  const [first, second] = [publisherOf(slow, ADDRESS), publisherOf(fast, ADDRESS)];
  wasDone(await first.publish());
  for (const at of ['container.js', 'manifest.json', 'state.json']) {
    rename(slow, `Slow at ${at}`);
    rename(fast, `Fast at ${at}`);
    let [isPaused, hasGone] = [false, false];
    let goOn = (): void => undefined;
    const paused = new Promise<void>((settle) => {
      goOn = settle;
    });
    store.gate = async ({ method, key }) => {
      if (!isPaused && method === 'PUT' && key === `fx/${at}`) {
        isPaused = true;
        await paused;
        hasGone = true;
      }
      return null;
    };
    const late = first.publish();
    await vi.waitFor(() => expect(isPaused).toBe(true), { timeout: 20_000 });
    wasDone(await second.publish());
    const { revision } = await second.expectWhole();
    goOn();
    expect(await late).toMatchObject({ ok: false, obstacle: { code: 'moved' } });
    expect(hasGone).toBe(true);
    expect([manifest().revision, containerRevision()]).toEqual([revision, revision]);
    await second.expectWhole();
  }
});

test('an answer that got lost is no foreign write', async () => {
  const publisher = publisherOf(project(), ADDRESS);
  let isLost = false;
  store.gate = ({ method, key }) => {
    const found = store.objects.get(key);
    // The bytes are stored, and the client hears 500: it tries again under the same condition.
    if (!isLost && method === 'PUT' && key === 'fx/state.json' && !found) {
      isLost = true;
      return 'lost';
    }
    return null;
  };
  wasDone(await publisher.publish());
  expect(isLost).toBe(true);
  await publisher.expectWhole();
});

describe('a store that refuses', () => {
  test.each<[string, () => void, string]>([
    ['a wrong key', () => vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wrong'), 'it answered 403 SignatureDoesNotMatch'],
    ['no key', () => vi.stubEnv('AWS_ACCESS_KEY_ID', ''), 'are not set in the environment'],
    [
      'another region that is not there',
      () => vi.stubEnv('AWS_ENDPOINT_URL_S3', 'http://127.0.0.1:59999'),
      'ECONNREFUSED',
    ],
  ])('%s', async (_, break_, reason) => {
    break_();
    const attempt = await publisherOf(project(), ADDRESS).publish();
    expect(attempt).toMatchObject({
      ok: false,
      obstacle: { code: 'remote', reason: expect.stringContaining(reason) as string },
    });
    expect(JSON.stringify(attempt)).not.toContain('wJalr');
  });

  test('a bucket that is not there', async () => {
    const attempt = await publisherOf(project(), 's3://other/fx').publish();
    expect(attempt).toMatchObject({
      ok: false,
      obstacle: { reason: expect.stringMatching(/^it answered 404 NoSuchBucket: /) as string },
    });
  });
});

test.each([
  ['s3://site', {}, 'https://s3.us-east-1.amazonaws.com/site/', ''],
  ['s3://site/', { AWS_DEFAULT_REGION: 'eu-west-1' }, 'https://s3.eu-west-1.amazonaws.com/site/', ''],
  ['s3://site/a/b/', { AWS_REGION: 'eu-west-1' }, 'https://s3.eu-west-1.amazonaws.com/site/a/b/', 'a/b/'],
  ['s3://site/a%20b', { AWS_ENDPOINT_URL: 'https://store.example/' }, 'https://store.example/site/a%20b/', 'a b/'],
  [
    's3://site/fx',
    { AWS_ENDPOINT_URL: 'https://other.example', AWS_ENDPOINT_URL_S3: 'https://store.example' },
    'https://store.example/site/fx/',
    'fx/',
  ],
])('%s lies at the endpoint and in the region that the environment names', (address, env, url, prefix) => {
  expect(placeOfS3(address, env)).toMatchObject({ address, url, prefix });
});
