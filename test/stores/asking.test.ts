/** Tests where a store is asked, as whom, and what is done where it is silent. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bucketUrl, createStore, inBucket, type StoreEnvironment } from '../../src/stores/index.js';
import { nameS3, type S3Server } from './s3server.js';

const { sent } = vi.hoisted(() => ({ sent: { timeouts: [] as unknown[], secure: [] as string[], shortened: 0 } }));
vi.mock('node:http', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:http')>();
  const request = (url: URL, options: import('node:http').RequestOptions, onAnswer: () => void): unknown => {
    sent.timeouts.push(options.timeout);
    return real.request(url, { ...options, ...(sent.shortened && { timeout: sent.shortened }) }, onAnswer);
  };
  return { ...real, request };
});
vi.mock('node:https', async (importOriginal) => {
  const { request: plain } = await vi.importActual<typeof import('node:http')>('node:http');
  const request = (url: URL, options: import('node:http').RequestOptions, onAnswer: () => void): unknown => {
    sent.secure.push(url.href);
    return plain(url.href.replace('https:', 'http:'), options, onAnswer as never);
  };
  return { ...(await importOriginal<typeof import('node:https')>()), request };
});
const { library } = vi.hoisted(() => ({ library: { isMissing: false } }));
// A package that is not installed is how test/files/optional.test.ts finds it.
vi.mock('../../src/files/index.js', async (importOriginal) => {
  const real = await importOriginal<typeof import('../../src/files/index.js')>();
  return {
    ...real,
    loadOptional: (load: () => Promise<unknown>) => (library.isMissing ? null : real.loadOptional(load)),
  };
});

let store: S3Server;
beforeEach(async () => {
  store = await nameS3();
  sent.timeouts.length = sent.secure.length = sent.shortened = 0;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await store.close();
});

test.each<[env: StoreEnvironment, url: string]>([
  [{}, 'https://s3.us-east-1.amazonaws.com/site/'],
  [{ AWS_DEFAULT_REGION: 'eu-west-1' }, 'https://s3.eu-west-1.amazonaws.com/site/'],
  [{ AWS_DEFAULT_REGION: 'eu-west-1', AWS_REGION: 'eu-north-1' }, 'https://s3.eu-north-1.amazonaws.com/site/'],
  [{ AWS_ENDPOINT_URL: 'http://minio:9000//' }, 'http://minio:9000/site/'],
  [{ AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_S3: 'http://b' }, 'http://b/site/'],
])('%o ask at %s', (env, url) => {
  expect(bucketUrl('site', env)).toBe(url);
});

test.each<[env: StoreEnvironment, name: string]>([
  [{ AWS_ENDPOINT_URL: 'minio:9000' }, 'AWS_ENDPOINT_URL must be an address'],
  [{ AWS_ENDPOINT_URL_S3: 'nowhere' }, 'AWS_ENDPOINT_URL_S3 must be an address'],
  [{ AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_S3: 'ftp://b' }, 'AWS_ENDPOINT_URL_S3 must be an address'],
])('%o is told by its name', (env, name) => {
  expect(() => bucketUrl('site', env)).toThrow(name);
});

const ask = (env: StoreEnvironment, method: 'GET' | 'PUT' = 'GET') =>
  createStore(env).ask(`${bucketUrl('site', env)}${inBucket('a b')}`, {
    method,
    ...(method === 'PUT' && { body: Buffer.from('written') }),
  });

test('a body is signed and sent', async () => {
  expect((await ask(process.env, 'PUT')).status).toBe(200);
  expect(store.objects.get('a b')?.bytes.toString()).toBe('written');
});

test('a secure address is asked securely', async () => {
  const env = { ...process.env, AWS_ENDPOINT_URL_S3: store.url.replace('http:', 'https:') };
  expect((await ask(env)).status).toBe(404);
  expect(sent.secure).toEqual([`${env.AWS_ENDPOINT_URL_S3}/site/a%20b`]);
});

test('whoever signed in for a time brings the token', async () => {
  let token: unknown;
  store.gate = ({ headers }) => {
    token = headers['x-amz-security-token'];
    return null;
  };
  await ask({ ...process.env, AWS_SESSION_TOKEN: 'for-an-hour' });
  expect(token).toBe('for-an-hour');
  await ask({ ...process.env, AWS_SESSION_TOKEN: '' });
  expect(token).toBeUndefined();
});

test.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])('without %s nothing is asked', async (name) => {
  await expect(ask({ ...process.env, [name]: '' })).rejects.toMatchObject({
    isPassing: false,
    message: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set in the environment',
  });
  expect(store.asked).toEqual([]);
});

test('a store that says nothing for a minute is given up, and may be asked again', async () => {
  store.gate = () => new Promise(() => undefined);
  sent.shortened = 20;
  await expect(ask(process.env)).rejects.toMatchObject({
    isPassing: true,
    message: 'the connection failed (ETIMEDOUT)',
  });
  expect(sent.timeouts).toEqual([60_000]);
});

test('a request ends once it is told to, and not only after the silence', async () => {
  const ending = new AbortController();
  store.gate = () => {
    ending.abort();
    return new Promise(() => undefined);
  };
  sent.shortened = 2000;
  const asked = createStore(process.env).ask(bucketUrl('site', process.env), { signal: ending.signal });
  await expect(asked).rejects.toThrow('the connection failed (ABORT_ERR)');
});

test('where the package that signs is missing, the line that installs it is told', async () => {
  library.isMissing = true;
  await expect(ask(process.env)).rejects.toMatchObject({
    isPassing: false,
    message: 'aws4fetch is not installed: npm install aws4fetch puts it beside fx',
  });
  library.isMissing = false;
});
