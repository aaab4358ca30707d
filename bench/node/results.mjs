/**
 * Measures what counting events takes: fx over lines and over Parquet, beside plain SQL, in seconds of the processor.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE, CLI } from '../publish.mjs';
import { EXPERIMENTS, writeEvents } from './events.mjs';

/** `FX_BENCH_EVENTS` asks for another number. */
const COUNT = Number(process.env.FX_BENCH_EVENTS) || 1_000_000;
const QUICK = 100_000;
const beside = (name) => fileURLToPath(new URL(name, import.meta.url));

export const results = {
  name: 'results',
  title: 'Counting events',
  needs: [],
  async run({ args, say }) {
    const count = args.isQuick ? QUICK : COUNT;
    const { work, lines } = await prepare(count, say);
    const fx = (...rest) => [CLI, ...rest];
    const cells = [
      ['fx results, lines in memory', fx('results', 'experiments', '--json', '--events', lines)],
      ['fx events compact', fx('events', 'compact', lines, '--to', 'archive')],
      ['fx results, that Parquet in DuckDB', fx('results', 'experiments', '--json', '--events', 'archive')],
      ['plain SQL, DuckDB over the lines', [beside('plain.mjs'), 'duckdb', lines]],
      ['plain SQL, SQLite with the lines in memory', [beside('plain.mjs'), 'sqlite', lines]],
    ];
    const rows = [];
    for (const [title, command] of cells) {
      say(title);
      rows.push({ title, ...(await measure(command, work)) });
    }
    return { count, rows };
  },
};

async function prepare(count, say) {
  const work = join(CACHE, `events-${count}`);
  const lines = join(work, 'events.ndjson');
  mkdirSync(join(work, 'experiments'), { recursive: true });
  rmSync(join(work, 'archive'), { recursive: true, force: true });
  for (const id of EXPERIMENTS) writeFileSync(join(work, 'experiments', `${id}.yaml`), textOf(id));
  if (!existsSync(lines)) {
    say(`makes up ${count.toLocaleString('en')} events`);
    await writeEvents(`${lines}.part`, count);
    renameSync(`${lines}.part`, lines);
  }
  return { work, lines };
}

/** All processes of a command together; the memory of the largest. */
export async function measure(command, work) {
  const used = join(work, 'used');
  rmSync(used, { force: true });
  const child = spawn(process.execPath, command, {
    cwd: work,
    env: { ...process.env, NODE_OPTIONS: `--require ${beside('used.cjs')}`, FX_BENCH_USED: used, NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = [];
  child.stderr.on('data', (chunk) => said.push(chunk));
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${command[1]} failed: ${Buffer.concat(said).toString().slice(0, 2000)}`);
  const all = readFileSync(used, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return {
    cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    memoryMb: Math.max(...all.map(({ memoryKb }) => memoryKb)) / 1024,
  };
}

/** The file of an experiment with four metrics, one of them capped at a quantile. */
export const textOf = (id) => `id: ${id}
name: ${id}
trigger: { kind: auto }
variants:
  - { key: control, name: As it is, weight: 5000 }
  - { key: treatment, name: Another, weight: 5000 }
metrics:
  - { key: orders, name: Orders, kind: conversion, eventName: purchase, isPrimary: true }
  - { key: revenue, name: Revenue, kind: sum, eventName: purchase, cap: { quantile: 0.999 } }
  - { key: signups, name: Sign-ups, kind: conversion, eventName: signup }
  - { key: carts, name: Carts, kind: count, eventName: add_to_cart }
`;
