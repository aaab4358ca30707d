/** Measures how long `fx validate`, `plan` and `build` take on 10, 100 and 1,000 files, and with how much memory. */

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE, CLI } from '../publish.mjs';
import { median } from '../stats.mjs';

const COUNTS = [10, 100, 1000];
const QUICK = [
  ['validate', 10],
  ['validate', 1000],
  ['plan', 100],
  ['build', 100],
];
const USAGE = fileURLToPath(new URL('usage.cjs', import.meta.url));

const COMMANDS = {
  validate: ['validate', 'experiments'],
  plan: ['plan', 'experiments', '--to', 'public'],
  build: ['build', 'experiments', '--out', 'built'],
};

export const commands = {
  name: 'commands',
  title: 'The command line',
  needs: [],
  async run({ args, say }) {
    const cells = args.isQuick ? QUICK : Object.keys(COMMANDS).flatMap((name) => COUNTS.map((count) => [name, count]));
    const runs = args.isQuick ? 1 : 2;
    const rows = [];
    for (const [command, count] of cells) {
      say(`fx ${command}, ${count} files`);
      const work = directoryOf(count);
      const measured = [];
      for (let run = 0; run < runs; run++) measured.push(await measure(command, work));
      rows.push({
        command,
        count,
        runs,
        wallMs: Math.min(...measured.map(({ wallMs }) => wallMs)),
        cpuMs: median(measured.map(({ cpuMs }) => cpuMs)),
        memoryMb: Math.max(...measured.map(({ memoryKb }) => memoryKb)) / 1024,
      });
    }
    return { rows };
  },
};

/** What the main process uses; a helper process of esbuild is in the time on the clock only. */
async function measure(command, work) {
  const usage = join(work, 'usage.json');
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--require', USAGE, CLI, ...COMMANDS[command]], {
    cwd: work,
    env: { ...process.env, FX_BENCH_USAGE: usage, NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = [];
  child.stderr.on('data', (chunk) => said.push(chunk));
  const status = await new Promise((resolve) => child.once('close', resolve));
  const wallMs = performance.now() - startedAt;
  if (status !== 0) throw new Error(`fx ${command} failed: ${Buffer.concat(said).toString().slice(0, 2000)}`);
  return { wallMs, ...JSON.parse(readFileSync(usage, 'utf8')) };
}

/** A directory with so many files, as people write them. */
function directoryOf(count) {
  const work = join(CACHE, `files-${count}`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, 'experiments'), { recursive: true });
  for (let index = 0; index < count; index++)
    writeFileSync(join(work, 'experiments', `test-${index}.yaml`), textOf(index));
  return work;
}

const textOf = (index) => `# Test ${index}: does another headline sell more?
id: test-${index}
name: Headline of section ${index}
description: A sentence about what is tried, and why it should help.
trigger:
  kind: urlMatch
  pattern: '^/section-${index % 50}/item-${index}(?:[?#]|$)'
  regex: true
audience:
  sampleRate: 0.8
  rule:
    and:
      - { '==': [{ var: user.country }, DE] }
      - { in: [{ var: user.plan }, [pro, team]] }
      - { '>=': [{ var: user.visits }, ${(index % 5) + 1}] }
variants:
  - key: control
    name: As it is
    weight: 5000
  - key: treatment
    name: Another headline
    weight: 5000
    domOps:
      - op: replaceText
        selector: main h1
        value: Headline ${index}
      - { op: addClass, selector: .hero, value: hero-${index} }
    css: |
      .hero-${index} { background: #17382c; color: #f4efe4; }
    js: |
      const button = document.querySelector('.buy');
      if (button) button.dataset.test = experiment.id;
      return () => button && delete button.dataset.test;
metrics:
  - { key: orders, name: Orders, kind: conversion, eventName: purchase, isPrimary: true }
owners: [team-${index % 7}]
`;
