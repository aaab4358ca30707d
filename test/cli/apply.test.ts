/** Tests `fx apply`: what it refuses, and what lies in the target afterwards. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { experiment } from './fx.js';
import { findFaults, project, reweighted, TOKEN } from './target.js';

const MAIN = fileURLToPath(new URL('../../dist/esm/cli/main.js', import.meta.url));

describe('fx apply', () => {
  test('writes each file under a fixed name and one with its hash', async () => {
    const { manifest, publish, read, state } = project();
    const { code, out } = await publish();
    expect(code).toBe(0);
    const fixed = ['container.js', 'fx.js', 'manifest.json', `preview.${TOKEN}.js`, `preview.${TOKEN}.json`];
    expect(out.trim().split('\n')).toEqual(expect.arrayContaining(fixed.map((name) => `public/fx/${name}`)));
    const { files } = state().current;
    expect(read('manifest.json')).toBe(read(`manifest.${files['manifest.json']}.json`));
    expect(read('container.js')).toBe(read(`container.${files['container.js']}.js`));
    expect(manifest().experiments.map(({ id }) => id)).toEqual(['cta']);
    expect(read(`preview.${TOKEN}.json`)).toContain('sketch');
  });

  test('leaves a target without faults, and nothing unfinished', async () => {
    const made = project();
    await made.publish();
    expect(findFaults(made)).toEqual([]);
    expect(made.names().filter((name) => /^\.|lock/.test(name))).toEqual([]);
  });

  test('says nothing of drafts or the token in state.json, which may lie on a public server', async () => {
    const { publish, read } = project();
    await publish();
    expect(read('state.json')).not.toMatch(new RegExp(`sketch|${TOKEN}`));
  });

  test('does nothing a second time', async () => {
    const { fx, publish, read } = project();
    await publish();
    const before = read('state.json');
    const { code, err } = await fx('apply', '--to', 'public/fx');
    expect(code).toBe(0);
    expect(err).toContain('Nothing to do');
    expect(read('state.json')).toBe(before);
  });

  test('wants a yes where nobody can be asked, names the command, and writes nothing', async () => {
    const { fx, names } = project();
    const { code, err } = await fx('apply', '--to', 'public/fx');
    expect(code).toBe(1);
    expect(err).toContain('run fx apply experiments --to public/fx --yes.');
    expect(names()).toEqual([]);
  });

  test('refuses what moves or breaks, names the command, and does it when told', async () => {
    const { fx, manifest, publish, write } = project();
    await publish();
    const { revision } = manifest();
    write('cta.yaml', reweighted);
    const refused = await fx('apply', '--to', 'public/fx', '--yes');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('run fx apply experiments --to public/fx --allow-breaking --yes.');
    expect(manifest().revision).toBe(revision);
    await publish('--allow-breaking');
    expect(manifest().revision).not.toBe(revision);
  });

  test('compares metrics, which no manifest carries', async () => {
    const metric = (event: string) =>
      experiment('cta', `metrics: [{ key: m, name: M, kind: conversion, eventName: ${event} }]\n`);
    const { fx, publish, write } = project({ 'cta.yaml': metric('one') });
    await publish();
    write('cta.yaml', metric('two'));
    const { code, err } = await fx('apply', '--to', 'public/fx', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('breaks  metrics[].m.eventName: one → two');
  });

  test('remembers ids and salts that were used', async () => {
    const { fx, publish, write } = project();
    await publish();
    write('cta.yaml', experiment('cta', 'status: archived\n'));
    await publish();
    write('cta.yaml', experiment('cta'));
    const again = await fx('apply', '--to', 'public/fx', '--yes');
    expect(again.err).toContain('The id cta was used before');
    write('cta.yaml', experiment('other', 'salt: cta\n'));
    const salted = await fx('apply', '--to', 'public/fx', '--yes');
    expect(salted.err).toContain('The salt cta was used before by cta');
    expect([again.code, salted.code]).toEqual([1, 1]);
  });

  test('with errors in the experiments writes nothing', async () => {
    const { fx, names, write } = project();
    write('bad.yaml', 'id: bad\n');
    expect((await fx('apply', '--to', 'public/fx', '--yes')).code).toBe(1);
    expect(names()).toEqual([]);
  });

  test.each([
    ['a file', 'experiments/cta.yaml', 'is a file, not a directory'],
    ['a name below a file', 'experiments/cta.yaml/fx', 'is a file, not a directory'],
    ['where nothing can be made', '/proc/fx', '/proc/fx cannot be written'],
  ])('refuses a target that is %s, in one sentence', async (_, to, sentence) => {
    const { fx } = project();
    const { code, err } = await fx('apply', '--to', to, '--yes');
    const lines = err.trim().split('\n');
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(/^✗ .*[.]$/);
    expect(lines.at(-1)).toContain(sentence);
    expect(err).not.toContain('    at ');
  });

  test('moves previews to a new token, and leaves nothing under the old one', async () => {
    const { fx, names, publish, root, write } = project();
    await publish();
    write('more.yaml', experiment('more'));
    await publish();
    writeFileSync(join(root, 'fx.config.yaml'), "previewToken: 'fedcba9876543210'\n");
    await publish();
    expect(names().filter((name) => name.includes(TOKEN))).toEqual([]);
    expect(names()).toContain('preview.fedcba9876543210.json');
    expect((await fx('rollback', '--to', 'public/fx', '--yes')).code).toBe(0);
  });

  test('takes over what fx build made, without a word about metrics', async () => {
    const { fx, publish, state } = project();
    await fx('build', '--out', 'public/fx');
    const { out } = await fx('plan', '--to', 'public/fx');
    expect(out).toContain('has no state.json');
    await publish();
    expect(state().history).toHaveLength(1);
    expect((await fx('rollback', '--to', 'public/fx', '--yes')).code).toBe(0);
  });

  test('puts back what somebody else changed', async () => {
    const { fx, publish, read, target } = project();
    await publish();
    const before = read('manifest.json');
    writeFileSync(join(target, 'manifest.json'), '{}');
    expect((await fx('plan', '--to', 'public/fx')).out).toContain(
      'Changed by somebody else, and replaced by the next fx apply: manifest.json.',
    );
    await publish();
    expect(read('manifest.json')).toBe(before);
  });
});

test('the same experiments give the same bytes from any directory, time zone, locale and order of files', async () => {
  const files = {
    'a.yaml': experiment('a', "endAt: '2031-01-01T00:00:00+02:00'\n"),
    'b/c.yml': experiment('c'),
    'd.yaml': experiment('d', 'name: É\n'.replace('name', 'description')),
  };
  const first = project({});
  const second = project({});
  const entries = Object.entries(files);
  for (const [made, order] of [
    [first, entries],
    [second, [...entries].reverse()],
  ] as const) {
    for (const [name, text] of order) {
      mkdirSync(join(made.root, 'experiments/b'), { recursive: true });
      made.write(name, text);
    }
  }
  await first.publish();
  const args = ['apply', join(second.root, 'experiments'), '--to', second.target, '--yes'];
  const env = { ...process.env, TZ: 'Pacific/Chatham', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' };
  expect(spawnSync(process.execPath, [MAIN, ...args], { cwd: '/', env }).status).toBe(0);
  expect(second.names()).toEqual(first.names());
  for (const name of first.names())
    expect(readFileSync(join(second.target, name)).equals(readFileSync(join(first.target, name)))).toBe(true);
});
