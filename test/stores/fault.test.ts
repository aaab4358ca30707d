/** Tests what is said of a store that gives nothing, and what to do. */

import { expect, test, vi } from 'vitest';
import { faultIn, faultOnTheWay } from '../../src/stores/fault.js';
import { gatherEvents } from '../../src/stores/index.js';
import { nameS3 } from './s3server.js';

const listed = (patience = { tries: 2, pauseMs: 1 }): Promise<unknown> =>
  gatherEvents(['s3://site/logs/'], { env: process.env, patience }).catch((error: Error) => error.message);

const error = (code: string, rest = ''): string => `<Error><Code>${code}</Code>${rest}</Error>`;
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toUTCString();

test.each<[status: number, body: string, headers: Readonly<Record<string, string>>, sentence: string]>([
  [403, error('AccessDenied'), {}, '403 AccessDenied: whoever has AWS_ACCESS_KEY_ID may not do that'],
  [403, error('InvalidAccessKeyId'), {}, '403 InvalidAccessKeyId: there AWS_ACCESS_KEY_ID is not known'],
  [400, error('ExpiredToken'), {}, '400 ExpiredToken: AWS_SESSION_TOKEN has expired, so sign in again'],
  [
    403,
    error('RequestTimeTooSkewed'),
    { date: minutesAgo(17) },
    '403 RequestTimeTooSkewed: the clock of this machine is 17 minutes fast, so set it',
  ],
  [
    403,
    error('RequestTimeTooSkewed'),
    { date: minutesAgo(-90) },
    '403 RequestTimeTooSkewed: the clock of this machine is 90 minutes slow, so set it',
  ],
  [
    403,
    error('RequestTimeTooSkewed'),
    { date: 'no date' },
    '403 RequestTimeTooSkewed: the clock of this machine is wrong, so set it',
  ],
  [
    301,
    error('PermanentRedirect'),
    { 'x-amz-bucket-region': 'eu-west-1' },
    '301 PermanentRedirect: the bucket lies in eu-west-1, so set AWS_REGION=eu-west-1',
  ],
  [
    400,
    error('AuthorizationHeaderMalformed', '<Region>eu-north-1</Region>'),
    {},
    '400 AuthorizationHeaderMalformed: the bucket lies in eu-north-1, so set AWS_REGION=eu-north-1',
  ],
  [301, '', {}, '301: the bucket lies in another region, so set AWS_REGION'],
  [418, '<html>', {}, '418'],
])('an answer of %d %s %o', async (status, body, headers, sentence) => {
  const store = await nameS3();
  store.gate = () => ({ status, body, headers });
  expect(await listed()).toBe(`s3://site/logs/ cannot be listed: it answered ${sentence}.`);
  await store.close();
  vi.unstubAllEnvs();
});

test.each<[what: string, break_: () => void, sentence: string | RegExp]>([
  [
    'no key',
    () => vi.stubEnv('AWS_ACCESS_KEY_ID', ''),
    'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set in the environment',
  ],
  [
    'a wrong secret',
    () => vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wrong'),
    'it answered 403 SignatureDoesNotMatch: AWS_SECRET_ACCESS_KEY does not belong to AWS_ACCESS_KEY_ID',
  ],
  [
    'an address that is none',
    () => vi.stubEnv('AWS_ENDPOINT_URL_S3', 'minio:9000'),
    'AWS_ENDPOINT_URL_S3 must be an address such as https://store.example.com, not minio:9000',
  ],
  [
    'nobody there',
    () => vi.stubEnv('AWS_ENDPOINT_URL_S3', 'http://127.0.0.1:1'),
    'nothing listens at 127.0.0.1:1 (ECONNREFUSED): check AWS_ENDPOINT_URL_S3',
  ],
])('of %s', async (_, break_, sentence) => {
  const store = await nameS3();
  break_();
  expect(await listed()).toBe(`s3://site/logs/ cannot be listed: ${sentence}.`);
  await store.close();
  vi.unstubAllEnvs();
});

test('something else that answers is no store', async () => {
  const store = await nameS3();
  store.gate = () => ({ status: 200, body: '<!doctype html>' });
  expect(await listed()).toBe(
    's3://site/logs/ cannot be listed: what answers is no object store: check AWS_ENDPOINT_URL_S3.',
  );
  await store.close();
  vi.unstubAllEnvs();
});

test.each([
  ['ENOTFOUND', false, 'no machine is called store.example: check AWS_REGION and AWS_ENDPOINT_URL_S3'],
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    false,
    'the certificate of store.example is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT): NODE_EXTRA_CA_CERTS names a file of those that are',
  ],
  ['ETIMEDOUT', true, 'the connection failed (ETIMEDOUT)'],
])('a way that ends in %s', (code, isPassing, sentence) => {
  const fault = faultOnTheWay(Object.assign(new Error('no'), { code }), new URL('https://store.example/site/'));
  expect([fault.message, fault.isPassing]).toEqual([sentence, isPassing]);
});

test('a way that ends without a code is told in the words of what ended it', () => {
  const fault = faultOnTheWay(new Error('socket hang up'), new URL('https://store.example/site/'));
  expect(fault.message).toBe('the connection failed (Error: socket hang up)');
});

test('a clock is called wrong where no time came with the answer', () => {
  const answer = { status: 403, body: Buffer.from(error('RequestTimeTooSkewed')), header: () => null };
  expect(faultIn(answer).message).toMatch(/: the clock of this machine is wrong, so set it$/);
});
