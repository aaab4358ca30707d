/** Keeps events in a directory until a collector has confirmed them, so that none is lost when the process dies. */

import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { BATCH_BYTES, BATCH_EVENTS, ENVELOPE_BYTES } from '../../core/index.js';
import { createMemoryOutbox, type Outbox } from '../server/index.js';

/** How a spool is kept. */
export interface SpoolOptions {
  /** The most bytes that wait: over it the oldest go first. Default 64 MiB. */
  readonly mostBytes?: number;
}

const MOST_BYTES = 67_108_864;
/**
 * Nobody writes to a file for longer, and a file of another host that was left alone for longer has lost its process.
 */
const LONGEST_OPEN_MS = 600_000;
const ABANDONED_MS = 3_600_000;

/** A batch in the making, or one that waits: a file of its own, deleted once the collector has it. */
interface SpoolFile {
  readonly path: string;
  count: number;
  bytes: number;
}

const NAME = /^fx-(.+)-(\d+)-([\da-f]{8})-(\d+)\.ndjson$/;

/**
 * Opens a spool. Each event is in the hands of the operating system when `add` returns: it survives the end of the
 * process, not that of the machine. What processes that are gone have left is taken over.
 *
 * @throws where the directory cannot be made or read
 */
export function createSpool(directory: string, { mostBytes = MOST_BYTES }: SpoolOptions = {}): Outbox {
  mkdirSync(directory, { recursive: true });
  const own = `fx-${hostname().replace(/[^\w.]/g, '_')}-${process.pid}-${randomHex()}`;
  /** Where the disk refuses, events wait in memory. */
  const memory = createMemoryOutbox();
  let next = 0;
  const nextPath = (): string => join(directory, `${own}-${next++}.ndjson`);
  const waiting: SpoolFile[] = adopt(directory, own.slice(0, own.lastIndexOf('-')), nextPath);
  let current: (SpoolFile & { readonly fd: number; readonly openedAt: number }) | undefined;
  let isTaken = false;

  const close = (): void => {
    if (!current) return;
    closeSync(current.fd);
    waiting.push(current);
    current = undefined;
  };
  const open = (): NonNullable<typeof current> => {
    const path = nextPath();
    return { path, fd: openSync(path, 'ax', 0o600), openedAt: Date.now(), count: 0, bytes: 0 };
  };
  const held = (): number => waiting.reduce((sum, { bytes }) => sum + bytes, current?.bytes ?? 0);
  /** Makes room; the batch that is under way may yet be confirmed. */
  const trim = (): number => {
    let lost = 0;
    while (held() > mostBytes && waiting.length > (isTaken ? 1 : 0)) {
      const [oldest] = waiting.splice(isTaken ? 1 : 0, 1);
      if (!oldest) break;
      lost += oldest.count;
      discard(oldest.path);
    }
    return lost;
  };
  const write = (text: string): void => {
    const line = Buffer.from(`${text}\n`);
    const isFull =
      current &&
      (current.count >= BATCH_EVENTS ||
        current.bytes + line.length > BATCH_BYTES - ENVELOPE_BYTES ||
        Date.now() - current.openedAt > LONGEST_OPEN_MS);
    if (isFull) close();
    current ??= open();
    // A write that is cut short leaves a line that is no JSON, which readers pass over.
    if (writeSync(current.fd, line) !== line.length) throw new Error('no space');
    current.count++;
    current.bytes += line.length;
  };

  return {
    add(text) {
      try {
        write(text);
        return trim();
      } catch {
        // Silence is right: the event waits in memory instead, and is counted there where it has to go.
        return memory.add(text);
      }
    },
    take() {
      if (!waiting[0]) close();
      for (let file = waiting[0]; file; file = waiting[0]) {
        const texts = readLines(file.path);
        if (texts[0]) {
          isTaken = true;
          const { path } = file;
          return { texts, done: () => release(path) };
        }
        waiting.shift();
        discard(file.path);
      }
      return memory.take();
    },
    size: () => waiting.reduce((sum, { count }) => sum + count, current?.count ?? 0) + memory.size(),
  };

  function release(path: string): void {
    isTaken = false;
    const at = waiting.findIndex((file) => file.path === path);
    if (at >= 0) waiting.splice(at, 1);
    discard(path);
  }
}

/** Takes over the files of processes that are gone. A rename lets one of several have each. */
function adopt(directory: string, own: string, nextPath: () => string): SpoolFile[] {
  const adopted: SpoolFile[] = [];
  for (const name of readdirSync(directory).sort()) {
    const from = join(directory, name);
    if (name.startsWith(own) || !isAbandoned(name, from)) continue;
    const path = nextPath();
    try {
      renameSync(from, path);
    } catch {
      // Silence is right: another process has it.
      continue;
    }
    const lines = readLines(path);
    adopted.push({ path, count: lines.length, bytes: lines.join('\n').length });
  }
  return adopted;
}

function isAbandoned(name: string, path: string): boolean {
  const [, host, pid] = NAME.exec(name) ?? [];
  const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (host === undefined || changedAt === undefined) return false;
  if (host !== hostname().replace(/[^\w.]/g, '_')) return Date.now() - changedAt > ABANDONED_MS;
  // A container starts anew under the number that its dead process had.
  if (Number(pid) === process.pid) return changedAt < Date.now() - process.uptime() * 1000;
  return !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The whole lines of a file; none where it is gone. */
function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(isWhole);
  } catch {
    // Silence is right: what is not there holds nothing.
    return [];
  }
}

/** Whether a line was written to its end. */
function isWhole(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    // Silence is right: the call that wrote it never returned, so nobody was told that the event is kept.
    return false;
  }
}

function discard(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Silence is right: what is sent twice has the same id.
  }
}

function randomHex(): string {
  return Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}
