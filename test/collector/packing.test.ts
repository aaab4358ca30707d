/**
 * Checks what happens to a file of events while it is packed: others write to it, pack it as well, or take its folder
 * away.
 */

import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepDays } from '../../src/collector/days.js';
import { openJournal } from '../../src/collector/journal.js';
import { folder } from './events.js';

/** Happens once all lines are read, and before the packed file gets its name. */
const meanwhile = vi.hoisted(() => ({ happens: (): void => undefined }));
vi.mock('node:zlib', async (original) => {
  const zlib = await original<typeof import('node:zlib')>();
  const createGzip = (): Transform => {
    const parts: Buffer[] = [];
    return new Transform({
      transform(part: Buffer, _, done) {
        parts.push(part);
        done();
      },
      flush(done) {
        meanwhile.happens();
        done(null, zlib.gzipSync(Buffer.concat(parts)));
      },
    });
  };
  return { ...zlib, createGzip };
});

let root: string;
let day: string;
beforeEach(() => {
  root = folder();
  mkdirSync(join(root, 'events'));
  day = join(root, 'events/2026-01-01.ndjson');
  writeFileSync(day, '{"id":"a"}\n');
});
afterEach(() => {
  meanwhile.happens = () => undefined;
});

/** Looks once, and says what was told. */
async function look(): Promise<string[]> {
  const told: string[] = [];
  const file = join(root, 'events.ndjson');
  const journal = await openJournal(file);
  const onProblem = (one: string): void => void told.push(one);
  await keepDays(journal, { file, folder: join(root, 'events'), everyMs: 86_400_000, restMs: 0, onProblem }).stop();
  await journal.close();
  return told;
}

test('lines that come while a file is packed are not lost: it stays, and is packed the next time', async () => {
  meanwhile.happens = () => appendFileSync(day, '{"id":"late"}\n');
  expect(await look()).toEqual([]);
  expect(readdirSync(join(root, 'events'))).toEqual(['2026-01-01.ndjson']);
  meanwhile.happens = () => undefined;
  expect(await look()).toEqual([]);
  expect(gunzipSync(readFileSync(`${day}.gz`)).toString()).toBe('{"id":"a"}\n{"id":"late"}\n');
  expect(existsSync(day)).toBe(false);
});

test('where another process was faster with a file, its packed file stays, and nothing is told', async () => {
  meanwhile.happens = () => {
    writeFileSync(`${day}.gz`, 'packed by the other');
    rmSync(day);
  };
  expect(await look()).toEqual([]);
  expect(readdirSync(join(root, 'events'))).toEqual(['2026-01-01.ndjson.gz']);
  expect(readFileSync(`${day}.gz`, 'utf8')).toBe('packed by the other');
});

test('a folder that somebody deletes while a file of it is packed leaves no problem behind', async () => {
  meanwhile.happens = () => rmSync(join(root, 'events'), { recursive: true });
  expect(await look()).toEqual([]);
  expect(existsSync(join(root, 'events'))).toBe(false);
});
