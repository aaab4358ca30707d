/** Tests which objects an address finds in stores that list in other ways, and that no other object is asked for. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { choiceOf, readEventsAddress } from '../../src/stores/address.js';
import { createStore, type Gathered, gatherEvents, listObjects } from '../../src/stores/index.js';
import { folder } from '../cli/fx.js';
import { eachWithS3, type S3Server } from './s3server.js';

let store: S3Server;
let temporary: string;
eachWithS3((...given) => {
  [store, temporary] = given;
});

const patience = { tries: 2, pauseMs: 1 };
const put = (key: string, content = key): void =>
  void store.objects.set(key, { bytes: Buffer.from(content), headers: {} });
const gather = (...names: readonly string[]): Promise<Gathered> => gatherEvents(names, { env: process.env, patience });
const sentence = (name: string): Promise<unknown> => gather(name).catch((error: Error) => error.message);
/** Answers a list with these entries, and everything else as it is. */
const list = (...entries: readonly string[]): void => {
  const body = `<ListBucketResult>${entries.map((one) => `<Contents>${one}</Contents>`).join('')}</ListBucketResult>`;
  store.gate = ({ key }) => (key === '' ? { status: 200, body } : null);
};
async function contentsOf(name: string): Promise<Readonly<Record<string, string>>> {
  const { files, letGo } = await gather(name);
  const contents = Object.fromEntries(files.map((one) => [one.name, readFileSync(one.path, 'utf8')]));
  letGo();
  return contents;
}

test.each(['odd/.*/out.ndjson', 'odd/.*/'])('%s does not read another object by a key with ..', async (pattern) => {
  put('out.ndjson', 'not what was named');
  put('odd/../out.ndjson', 'what was named');
  expect(await sentence(`s3://site/${pattern}`)).toBe(
    's3://site/odd/../out.ndjson has . or .. for a folder, which no address can ask for: copy it to another name.',
  );
  expect(store.asked).not.toContain('GET out.ndjson');
});

test.each(['s3://site/./a.ndjson', 's3://site/a/..'])('%s is refused before anything is asked', async (address) => {
  expect(await sentence(address)).toContain(`${address} has . or .. for a folder`);
  expect(store.asked).toEqual([]);
});

test('an object is asked for by its key, once for what is known of it and once for its bytes', async () => {
  put('logs/a.ndjson');
  await contentsOf('s3://site/logs/a.ndjson');
  expect(store.asked).toEqual(['HEAD logs/a.ndjson', 'GET logs/a.ndjson']);
});

test('one other thing is one object', async () => {
  put('other/a.csv');
  expect(await sentence('s3://site/other/')).toContain('of 1 object none is named');
});

test('a folder, a pattern and a bucket are listed and not asked for by a key', async () => {
  put('logs/a.ndjson');
  for (const name of ['s3://site', 's3://site/logs/', 's3://site/l*s/a.ndjson']) await contentsOf(name);
  expect(store.asked.filter((one) => one.startsWith('HEAD'))).toEqual([]);
});

test('a page with nothing that is read is no end', async () => {
  store.page = 2;
  for (const key of ['logs/1.csv', 'logs/2.csv', 'logs/3.ndjson', 'logs/4.ndjson', 'logs/5.ndjson']) put(key);
  expect(Object.values(await contentsOf('s3://site/logs/'))).toEqual([3, 4, 5].map((at) => `logs/${at}.ndjson`));
});

test('files of this machine alone ask no store, and make no folder', async () => {
  const near = folder({ 'a.ndjson': 'a' });
  const before = readdirSync(temporary);
  const { files, letGo } = await gather(near);
  expect([store.asked, readdirSync(temporary)]).toEqual([[], before]);
  letGo();
  expect([files.length, readFileSync(files[0]?.path ?? '', 'utf8')]).toEqual([1, 'a']);
});

describe('a list', () => {
  test('without sizes is read as far as each answer goes', async () => {
    put('logs/a.ndjson', 'a whole one');
    list('<Key>logs/a.ndjson</Key>');
    expect(await contentsOf('s3://site/logs/')).toEqual({ 's3://site/logs/a.ndjson': 'a whole one' });
  });

  test('without sizes, of a store that does not tell them in answers either', async () => {
    list('<Key>logs/a.ndjson</Key>');
    const { gate } = store;
    // Without a length it comes in chunks.
    const answer = { status: 200, body: 'all', headers: { 'transfer-encoding': 'chunked' } };
    store.gate = (request) => (request.key === '' ? gate(request) : answer);
    expect(await contentsOf('s3://site/logs/')).toEqual({ 's3://site/logs/a.ndjson': 'all' });
  });

  test('with characters by their numbers, and keys that are no UTF-8', async () => {
    put('logs/<é>.ndjson');
    list('<Key>logs/&#60;&#xe9;&GT;.ndjson</Key>');
    expect(Object.values(await contentsOf('s3://site/logs/'))).toEqual(['logs/<é>.ndjson']);
    const { gate } = store;
    const body =
      '<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>logs/%FF.ndjson</Key></Contents></ListBucketResult>';
    store.gate = (request) => (request.key === '' ? { status: 200, body } : gate(request));
    expect(await sentence('s3://site/logs/')).toContain('s3://site/logs/%FF.ndjson cannot be read: it answered 404');
  });

  test('may leave out what lies deeper', async () => {
    for (const key of ['logs/a', 'logs/deep/b']) put(key);
    const url = `${store.url}/site/`;
    const keys: string[] = [];
    for await (const page of listObjects(createStore(process.env), url, { prefix: 'logs/', isFlat: true, patience }))
      keys.push(...page.map(({ key }) => key));
    expect(keys).toEqual(['logs/a']);
  });

  test('of several that do not fit on the disk says how many they are', async () => {
    list(...['a', 'b'].map((name) => `<Key>${name}.ndjson</Key><Size>2000000000000000</Size>`));
    expect(await sentence('s3://site/')).toMatch(/^4,000,000 GB of 2 objects do not fit into /);
  });

  test('that answers as it should not is told by its answer', async () => {
    store.gate = () => ({ status: 403, body: '<Error><Code>RequestTimeTooSkewed</Code></Error>', headers: {} });
    expect(await sentence('s3://site/')).toContain('403 RequestTimeTooSkewed');
  });
});

test('what is no address of a store has no bucket', () => {
  expect(() => readEventsAddress('logs/')).toThrow('logs/ names no bucket');
});

test('what some tools put in place of a folder is no object of events', () => {
  const [whole, pattern] = [choiceOf('logs/'), choiceOf('l*s/')];
  expect([whole.isNamed('logs/'), pattern.isNamed('logs/'), pattern.isNamed('logs')]).toEqual([false, false, false]);
});
