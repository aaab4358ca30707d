/** Tests that objects of a store are read as files of a folder are: which ones, whole, and gone afterwards. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Gathered, gatherEvents } from '../../src/stores/index.js';
import { folder } from '../cli/fx.js';
import { eachWithS3, type S3Server } from './s3server.js';

let store: S3Server;
let temporary: string;
eachWithS3((...given) => {
  [store, temporary] = given;
});

const put = (key: string, content: string | Buffer, headers: Readonly<Record<string, string>> = {}): void =>
  void store.objects.set(key, { bytes: Buffer.from(content), headers });
const told: [done: number, all: number][] = [];
const gather = (...names: readonly string[]): Promise<Gathered> => {
  told.length = 0;
  const onBytes = (done: number, all: number): void => void told.push([done, all]);
  return gatherEvents(names, { env: process.env, patience: { tries: 4, pauseMs: 1 }, onBytes });
};
const contentOf = ({ files }: Gathered): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ path, name }) => [name, readFileSync(path, 'latin1')]));
/** Asked for by the key, each time. */
const asked = (what: string): number => store.asked.filter((one) => one === what).length;

describe('of a bucket', () => {
  beforeEach(() => {
    for (const key of ['a.ndjson', 'b.log.gz', 'part-0001', 'deep/c.jsonl', 'readme.txt', '.x.ndjson', '.x/y.ndjson'])
      put(`logs/${key}`, key);
    for (const key of ['logs/', 'logs/node_modules/x.ndjson', 'logs-old/x.ndjson', 'logs2.ndjson']) put(key, key);
  });

  test.each([
    ['s3://site/logs/', ['a.ndjson', 'b.log.gz', 'deep/c.jsonl', 'part-0001']],
    ['s3://site/logs', ['a.ndjson', 'b.log.gz', 'deep/c.jsonl', 'part-0001']],
    ['S3://site/logs', ['a.ndjson', 'b.log.gz', 'deep/c.jsonl', 'part-0001']],
    ['s3://site/logs/readme.txt', ['readme.txt']],
    ['s3://site/logs/.x.ndjson', ['.x.ndjson']],
    ['s3://site/logs/.x/', ['.x/y.ndjson']],
    ['s3://site/logs/*.txt', ['readme.txt']],
    ['s3://site/logs/*.ndjson', ['a.ndjson']],
    ['s3://site/logs/d*/', ['deep/c.jsonl']],
    ['s3://site/logs/.*.ndjson', ['.x.ndjson']],
    ['s3://site/l*gs/d*p', ['deep/c.jsonl']],
  ])('%s names what a folder or a shell would', async (address, keys) => {
    const gathered = await gather(address);
    expect(contentOf(gathered)).toEqual(Object.fromEntries(keys.map((key) => [`s3://site/logs/${key}`, key])));
    gathered.letGo();
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('the whole of it, and several addresses, are read once each', async () => {
    const all = await gather('s3://site', 's3://site/logs/', 's3://site/logs2.ndjson');
    expect(Object.keys(contentOf(all)).sort()).toEqual(
      [
        'logs-old/x.ndjson',
        'logs/a.ndjson',
        'logs/b.log.gz',
        'logs/deep/c.jsonl',
        'logs/part-0001',
        'logs2.ndjson',
      ].map((key) => `s3://site/${key}`),
    );
    expect(asked('GET logs/a.ndjson')).toBe(1);
    all.letGo();
  });

  test('one object is read by somebody who may not list', async () => {
    store.gate = ({ key }) => (key === '' ? 403 : null);
    const gathered = await gather('s3://site/logs/a.ndjson');
    expect(contentOf(gathered)).toEqual({ 's3://site/logs/a.ndjson': 'a.ndjson' });
    gathered.letGo();
  });

  test.each([
    [
      's3://site/log',
      'There is nothing in s3://site/log/, but there is s3://site/logs-old/x.ndjson: s3://site/log* names all that begins so.',
    ],
    ['s3://site/none/', 'There is no object s3://site/none/, and none below it: check the bucket and the name.'],
    ['s3://site/logs/readme*', ''],
    [
      's3://site/logs/../logs/',
      's3://site/logs/../logs/ has . or .. for a folder, which no address can ask for: copy it to another name.',
    ],
    ['s3:///logs', 's3:///logs names no bucket: write it as in s3://bucket/events/.'],
    ['s3://', 's3:// names no bucket: write it as in s3://bucket/events/.'],
    [
      's3://other/logs/',
      's3://other/logs/ cannot be listed: it answered 404 NoSuchBucket: check the name of the bucket, and AWS_ENDPOINT_URL_S3 where it is not at Amazon.',
    ],
  ])('%s is found, or it is said what to do', async (address, sentence) => {
    const gathered = await gather(address).catch((error: Error) => error.message);
    expect(typeof gathered === 'string' ? gathered : '').toBe(sentence);
    if (typeof gathered !== 'string') gathered.letGo();
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('a folder of other things says which names are read', async () => {
    put('other/a.csv', 'a');
    put('other/b.json', 'b');
    await expect(gather('s3://site/other')).rejects.toThrow(
      's3://site/other holds no file of events: of 2 objects none is named .ndjson, .jsonl, .log, .gz or .parquet, or has no ending. Name them, as in s3://site/other/*.json.',
    );
    const gathered = await gather('s3://site/other/*.json');
    expect(contentOf(gathered)).toEqual({ 's3://site/other/b.json': 'b' });
    gathered.letGo();
  });
});

test('thousands of objects are found, a page of a thousand after the other', async () => {
  store.page = 1000;
  for (let at = 0; at < 2345; at++) put(`logs/${at}.ndjson`, `${at}`);
  const gathered = await gather('s3://site/logs/');
  expect(gathered.files).toHaveLength(2345);
  expect(contentOf(gathered)['s3://site/logs/1999.ndjson']).toBe('1999');
  expect(asked('LIST logs/')).toBe(3);
  gathered.letGo();
});

const ODD = [
  'a b.ndjson',
  'a+b.ndjson',
  'a%20b.ndjson',
  'a&b=c#d?.ndjson',
  "it's (1)!.ndjson",
  'größe/😀.ndjson',
  '/at/the/top.ndjson',
  'two//slashes.ndjson',
  'a..b.ndjson',
  '..',
  'A.ndjson',
  'a.ndjson',
  'a\\b.ndjson',
  'C:.ndjson',
  `${'long/'.repeat(40)}${'name'.repeat(100)}.ndjson`,
  'new\nline.ndjson',
  '<&amp;>".ndjson',
];

test.each([true, false])(
  'keys of any letters are read, and written nowhere else (in addresses: %s)',
  async (isEncoding) => {
    store.isEncoding = isEncoding;
    // XML without escapes could not tell these.
    const keys = ODD.filter((key) => key !== '..' && (isEncoding || !/[<\n]/.test(key))).map((key) => `odd/${key}`);
    for (const key of keys) put(key, key);
    put('odd/../../../out.ndjson', 'out');
    put('odd/..', 'out');
    const gathered = await gather('s3://site/odd/');
    const names = keys.map((key) => `s3://site/${key.replace('\n', '%0A')}`);
    expect(gathered.files.map(({ name }) => name).sort()).toEqual(names.sort());
    for (const { path, name } of gathered.files)
      expect(readFileSync(path, 'utf8')).toBe(name.replace('s3://site/', '').replace('%0A', '\n'));
    const [own = '', ...others] = readdirSync(temporary);
    expect(others).toEqual([]);
    expect(gathered.files.filter(({ path }) => dirname(path) !== join(temporary, own))).toEqual([]);
    expect(statSync(join(temporary, own)).mode & 0o777).toBe(0o700);
    for (const { path } of gathered.files) expect(statSync(path).mode & 0o777).toBe(0o600);
    gathered.letGo();
    expect(readdirSync(temporary)).toEqual([]);
  },
);

test.each(ODD.filter((key) => !/^\.\.$|\*/.test(key)))('%s is named as it is written', async (key) => {
  put(key, 'this one');
  const gathered = await gather(`s3://site/${key}`);
  expect(Object.values(contentOf(gathered))).toEqual(['this one']);
  gathered.letGo();
});

test('what says that it is packed is copied as it is stored, and Parquet keeps the folder that it is counted by', async () => {
  const packed = gzipSync('one\ntwo\n'.repeat(1000));
  put('logs/a.ndjson', packed, { 'content-encoding': 'gzip' });
  put('logs/bucket-03-of-16/2026.parquet', 'PAR1');
  const gathered = await gather('s3://site/logs/');
  expect(contentOf(gathered)['s3://site/logs/a.ndjson']).toBe(packed.toString('latin1'));
  expect(
    gathered.files.map(({ path }) => path).filter((path) => /\/bucket-03-of-16\/\d+\.parquet$/.test(path)),
  ).toHaveLength(1);
  gathered.letGo();
});

test('files of this machine and standard input stand beside objects, each by its name', async () => {
  put('a.ndjson', 'far');
  const near = folder({ 'near.ndjson': 'near' });
  const gathered = await gather('-', near, 's3://site/a.ndjson');
  expect(gathered.files.map(({ path, name }) => [path, name])).toEqual([
    ['-', '-'],
    [join(near, 'near.ndjson'), expect.stringMatching(/near\.ndjson$/)],
    [expect.stringMatching(/0\.ndjson$/), 's3://site/a.ndjson'],
  ]);
  gathered.letGo();
  expect(readFileSync(join(near, 'near.ndjson'), 'utf8')).toBe('near');
});

test('bytes are told as they come, up to all', async () => {
  put('a.ndjson', 'x'.repeat(1000));
  put('b.ndjson', 'y'.repeat(500));
  const gathered = await gather('s3://site/');
  expect(told.at(-1)).toEqual([1500, 1500]);
  expect(told.every(([done, all], at) => all === 1500 && done >= (told[at - 1]?.[0] ?? 0))).toBe(true);
  gathered.letGo();
});

test('what does not fit on the disk is not begun', async () => {
  const contents = '<Contents><Key>a.ndjson</Key><Size>4000000000000000</Size></Contents>';
  store.gate = () => ({ status: 200, body: `<ListBucketResult>${contents}</ListBucketResult>` });
  await expect(gather('s3://site/')).rejects.toMatchObject({
    code: 'no-space',
    message: expect.stringMatching(
      /^4,000,000 GB of s3:\/\/site\/a\.ndjson do not fit into .*, where they are copied and [\d.,]+ [kMG]B are free: free some space, or set TMPDIR/,
    ),
  });
  expect(asked('GET a.ndjson')).toBe(0);
  expect(readdirSync(temporary)).toEqual([]);
});
