/** Tests the commands that read events on what lies in an object store: they say of it what they say of files. */

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { canMount } from '../serve/mounted.js';
import { nameS3, type S3Server } from '../stores/s3server.js';
import { folder, fx, type Outcome } from './fx.js';

const EXPERIMENTS = join(process.cwd(), 'demo/experiments');
const SAMPLE = join(process.cwd(), 'demo/sample.ndjson.gz');
const MAIN = fileURLToPath(new URL('../../dist/esm/cli/main.js', import.meta.url));
let store: S3Server;
let root: string;
let temporary: string;
beforeEach(async () => {
  store = await nameS3();
  [root, temporary] = [folder({}), folder({})];
  vi.stubEnv('TMPDIR', temporary);
  put('logs/sample.ndjson.gz', readFileSync(SAMPLE));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await store.close();
});

const put = (key: string, bytes: Buffer): void => void store.objects.set(key, { bytes, headers: {} });
const results = (...args: readonly string[]): Promise<Outcome> => fx(['results', EXPERIMENTS, ...args], root);

test('fx results reads a folder of a bucket as it reads one of the disk, and leaves nothing', async () => {
  const near = await results('--json', '--events', SAMPLE);
  const far = await results('--json', '--events', 's3://site/logs/');
  expect([far.code, far.err, far.out]).toEqual([0, near.err, near.out]);
  expect((await results('--json', 's3://site/logs/sample.ndjson.gz')).out).toBe(far.out);
  put('logs/torn.ndjson', Buffer.from('\n{"torn\n'));
  expect((await results('--events', 's3://site/logs/')).err).toContain('s3://site/logs/torn.ndjson:2');
  expect(readdirSync(temporary)).toEqual([]);
}, 120_000);

test('fx events compact packs it, and the Parquet is counted from where it is put', async () => {
  const made = await fx(['events', 'compact', 's3://site/logs/', '--to', 'archive'], root);
  expect(made.out).toMatch(/^22,632 events of 22,689 lines in archive, 16 files/);
  for (const name of readdirSync(join(root, 'archive'), { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.parquet')) put(`archive/${name}`, readFileSync(join(root, 'archive', name)));
  const near = await results('--json', '--events', 'archive');
  const far = await results('--json', '--events', 's3://site/archive');
  // DuckDB adds up in another order each time, which the last digits show.
  const nearly = JSON.parse(near.out, (_, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? expect.closeTo(value, 8) : value,
  );
  expect([far.code, JSON.parse(far.out)]).toEqual([0, nearly]);
  expect(readdirSync(temporary)).toEqual([]);
}, 120_000);

test('fx power and fx results --aa read it, too', async () => {
  const ask = ['--experiment', 'hero-headline', '--events', 's3://site/logs/', '--json'];
  const power = await fx(['power', EXPERIMENTS, ...ask, '--lift', '10%'], root);
  expect([power.code, power.err]).toEqual([0, expect.not.stringContaining('✗')]);
  const aa = await results('--aa', '100', ...ask);
  expect([aa.code, JSON.parse(aa.out)]).toMatchObject([0, { experiments: [{ id: 'hero-headline' }] }]);
  expect(readdirSync(temporary)).toEqual([]);
}, 120_000);

test.each<[string, Buffer, string]>([
  ['logs/all.zip', Buffer.from('PK\u0003\u0004...'), 's3://site/logs/all.zip is a ZIP archive: unpack it first'],
  ['bad/a.parquet', Buffer.from('PAR1 and nothing'), 's3://site/bad/a.parquet'],
])('%s is called by its address where it cannot be read', async (key, bytes, sentence) => {
  put(key, bytes);
  const { code, err } = await results('--events', `s3://site/${key}`);
  expect([code, err]).toEqual([1, expect.stringContaining(sentence)]);
  expect(err).not.toContain(temporary);
  expect(readdirSync(temporary)).toEqual([]);
});

test('what is cut off is said of its address', async () => {
  put('logs/sample.ndjson.gz', gzipSync('{}\n'.repeat(1000)).subarray(0, -12));
  const { err } = await results('--events', 's3://site/logs/');
  expect(err).toContain('s3://site/logs/sample.ndjson.gz is incomplete: its compressed data ends too early.');
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'copies go when %s ends it',
  async (signal) => {
    let isAsked = false;
    put('logs/second.ndjson', Buffer.from('{}\n'));
    store.gate = ({ method, key }) => {
      if (method !== 'GET' || key !== 'logs/second.ndjson') return null;
      isAsked = true;
      return new Promise(() => undefined);
    };
    const args = [MAIN, 'results', EXPERIMENTS, '--events', 's3://site/logs/'];
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('close', (_, by) => resolve(by)));
    await vi.waitFor(() => expect([isAsked, readdirSync(temporary).length]).toEqual([true, 1]), { timeout: 60_000 });
    child.kill(signal);
    expect(await ended).toBe(signal);
    expect(readdirSync(temporary)).toEqual([]);
  },
  120_000,
);

test('a disk that fills up while they are copied is named, and the copies go', async () => {
  if (!canMount()) throw new Error('Mounts cannot be made here: allow namespaces of users.');
  put('logs/a.ndjson', Buffer.alloc(1_000_000, '{}\n'));
  // By the list it was small, and it has grown since.
  const listed = '<Contents><Key>logs/a.ndjson</Key><Size>10</Size><ETag>"before"</ETag></Contents>';
  store.gate = ({ key }) =>
    key === '' ? { status: 200, body: `<ListBucketResult>${listed}</ListBucketResult>` } : null;
  const script = 'mount -t tmpfs -o size=256k none "$TMPDIR" && "$@"; code=$?; ls -A "$TMPDIR" >&2; exit $code';
  const args = [process.execPath, MAIN, 'results', EXPERIMENTS, '--events', 's3://site/logs/'];
  const child = spawn('unshare', ['-rm', 'sh', '-c', script, 'sh', ...args], { cwd: root });
  let err = '';
  child.stderr.on('data', (part: Buffer) => {
    err += part.toString();
  });
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  expect(err).toBe(
    `✗ The disk of ${temporary} is full, where this command keeps what does not fit into memory: free some space, or set TMPDIR to a folder of another disk.\n`,
  );
}, 60_000);

test('other addresses are refused, with what to do', async () => {
  const { code, err } = await results('--events', 'gs://site/logs/');
  expect([code, err]).toEqual([
    1,
    expect.stringContaining('gs://site/logs/ is no file here: copy it first or mount it'),
  ]);
});
