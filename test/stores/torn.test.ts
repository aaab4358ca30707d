/** Tests that no part of an object is taken for the whole, whatever the store and the way to it do. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gatherEvents } from '../../src/stores/index.js';
import { eachWithS3, type S3Server } from './s3server.js';

const KEY = 'logs/a.ndjson';
const BYTES = Buffer.from(Array.from({ length: 50_000 }, (_, at) => `line ${at}\n`).join(''));
let store: S3Server;
let temporary: string;
eachWithS3((...given) => {
  [store, temporary] = given;
  put(BYTES);
});

const put = (bytes: Buffer): void => void store.objects.set(KEY, { bytes, headers: {} });
/** What was read, or the sentence. */
async function read(): Promise<Buffer | string> {
  const options = { env: process.env, patience: { tries: 4, pauseMs: 1 } };
  const gathered = await gatherEvents(['s3://site/logs/'], options).catch((error: Error) => error.message);
  if (typeof gathered === 'string') {
    expect(readdirSync(temporary)).toEqual([]);
    return gathered;
  }
  const [first] = gathered.files;
  const bytes = readFileSync(first?.path ?? '');
  gathered.letGo();
  return bytes;
}
/** What was read, beside what was to be read: a matcher would compare half a million bytes one by one. */
async function compared(wanted: Buffer): Promise<string> {
  const found = await read();
  if (typeof found === 'string') return found;
  return found.equals(wanted) ? 'the same' : `another of ${found.length} bytes`;
}
/** More often than any of these tests takes: whoever asks without end fails by this sentence, and hangs no test. */
const TOO_OFTEN = 60;
/** Does something at each turn of reading the object. */
const atEach = (turn: (at: number) => Awaited<ReturnType<S3Server['gate']>>): void => {
  let at = 0;
  store.gate = ({ method, key }) => {
    if (method !== 'GET' || key !== KEY) return null;
    return at < TOO_OFTEN
      ? turn(at++)
      : { status: 410, body: `<Error><Code>AskedMoreThan${TOO_OFTEN}Times</Code></Error>` };
  };
};
const reads = (): number => store.asked.filter((one) => one === `GET ${KEY}`).length;

test.each([
  ['with what tells its version', false],
  ['without', true],
])('a connection that ends in the middle is gone on with, %s', async (_, isSilent) => {
  store.isSilent = isSilent;
  atEach((at) => (at < 2 ? { after: 100_000 } : null));
  expect(await compared(BYTES)).toBe('the same');
  expect(reads()).toBe(3);
});

test('one that gives a little each time is gone on with for as long as that takes', async () => {
  atEach((at) => (at < 12 ? { after: 30_000 } : null));
  expect(await compared(BYTES)).toBe('the same');
});

test('one that gives nothing more is given up', async () => {
  atEach((at) => (at === 0 ? { after: 100_000 } : { after: 0 }));
  expect(await read()).toMatch(/^s3:\/\/site\/logs\/a\.ndjson cannot be read: the connection failed \(ECONNRESET\)\.$/);
  expect(reads()).toBe(4);
});

test.each([500, 503, 429])('an answer of %d is asked again, and told where it stays', async (status) => {
  atEach((at) => (at < 3 ? status : null));
  expect(await compared(BYTES)).toBe('the same');
  atEach(() => status);
  expect(await read()).toBe(`s3://site/logs/a.ndjson cannot be read: it answered ${status} SlowDown.`);
  store.gate = ({ key }) => (key === '' ? status : null);
  expect(await read()).toBe(`s3://site/logs/ cannot be listed: it answered ${status} SlowDown.`);
});

test('an answer that is shorter than what was listed is not taken, however it ends', async () => {
  atEach(() => ({ status: 200, body: 'line 0\n', headers: { 'content-length': '7' } }));
  expect(await read()).toBe(`s3://site/logs/a.ndjson cannot be read: it gave 7 bytes of ${BYTES.length}.`);
});

test('an answer without an end is not written down', async () => {
  atEach(() => ({ status: 200, body: 'x'.repeat(10 * BYTES.length) }));
  expect(await read()).toMatch(/^s3:\/\/site\/logs\/a\.ndjson cannot be read: it gave more than its \d+ bytes\.$/);
});

const rangeFrom = (from: number): Readonly<Record<string, string>> => ({
  'content-range': `bytes ${from}-${BYTES.length - 1}/${BYTES.length}`,
});

test.each([204, 206])('an answer of %d to whoever asks for the whole is given up', async (status) => {
  atEach(() => ({ status, body: '', headers: rangeFrom(0) }));
  expect(await read()).toBe(
    `s3://site/logs/a.ndjson cannot be read: it answered ${status} where all of it was asked for.`,
  );
  expect(reads()).toBe(4);
});

test('another part than the one that was asked for is never taken, and given up', async () => {
  atEach((at) => (at % 2 ? { status: 206, body: 'x', headers: rangeFrom(7) } : { after: 100_000 }));
  expect(await read()).toBe('s3://site/logs/a.ndjson cannot be read: it answered 206 where all of it was asked for.');
});

test('a store that ends too early and then gives too much, again and again, is given up', async () => {
  const more = { status: 206, body: 'x'.repeat(BYTES.length), headers: rangeFrom(100_000) };
  atEach((at) => (at % 2 ? more : { after: 100_000 }));
  // How much of it came before it was too much, and so which of both was the last, is up to the connection.
  expect(await read()).toMatch(
    / cannot be read: (?:it gave more than its \d+ bytes|the connection failed \(ECONNRESET\))\.$/,
  );
});

describe('an object that changes', () => {
  const OTHER = Buffer.from('another one\n'.repeat(3000));

  test('after it was listed is read as it is then', async () => {
    atEach(() => {
      put(OTHER);
      return null;
    });
    expect(await compared(OTHER)).toBe('the same');
  });

  test('while it is read is read again from its beginning, whatever its length', async () => {
    for (const next of [OTHER, Buffer.concat([BYTES, OTHER])]) {
      put(BYTES);
      atEach((at) => {
        if (at === 1) put(next);
        return at === 0 ? { after: 100_000 } : null;
      });
      expect(await compared(next)).toBe('the same');
    }
  });

  test('in a store that ignores conditions is not put together of two', async () => {
    atEach((at) => {
      if (at === 0) return { after: 100_000 };
      put(OTHER);
      // The rest of another object, as if it had been asked for.
      const headers = { etag: '"other"', 'content-range': `bytes 100000-${BYTES.length - 1}/${BYTES.length}` };
      return at === 1 ? { status: 206, body: 'x'.repeat(BYTES.length - 100_000), headers } : null;
    });
    expect(await compared(OTHER)).toBe('the same');
  });

  test('in a store that tells its version in lists alone is not put together of two', async () => {
    store.isSilent = 'objects';
    atEach((at) => {
      // As long as the other, so that its length says nothing.
      if (at === 1) put(Buffer.alloc(BYTES.length, 'another\n'));
      return at === 0 ? { after: 100_000 } : null;
    });
    expect(await compared(Buffer.alloc(BYTES.length, 'another\n'))).toBe('the same');
  });

  test('again and again is given up', async () => {
    atEach((at) => {
      put(Buffer.from(`${at} `.repeat(100_000)));
      return { after: 50_000 };
    });
    expect(await read()).toBe(
      's3://site/logs/a.ndjson cannot be read: it is written again and again while it is read.',
    );
  });

  test('by being deleted is said to be gone', async () => {
    atEach(() => {
      store.objects.delete(KEY);
      return null;
    });
    expect(await read()).toBe(
      's3://site/logs/a.ndjson cannot be read: it answered 404 NoSuchKey: it was deleted meanwhile.',
    );
  });
});

test('one object that cannot be read ends all of it, and nothing stays', async () => {
  for (let at = 0; at < 30; at++) store.objects.set(`logs/${at}.ndjson`, { bytes: BYTES, headers: {} });
  store.gate = ({ key }) => (key === 'logs/5.ndjson' ? 403 : null);
  expect(await read()).toBe('s3://site/logs/5.ndjson cannot be read: it answered 403 SlowDown.');
  expect(store.asked.filter((one) => one.startsWith('GET logs/')).length).toBeLessThan(31);
});
