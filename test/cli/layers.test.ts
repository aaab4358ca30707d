/**
 * Tests layers on the command line: a free slice for a new experiment, a bar for each layer, and facts for the
 * snippet.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareSlices } from '../../src/authoring/slice.js';
import { experiment } from './fx.js';
import { project, TOKEN } from './target.js';

const layered = (id: string, from: number, to: number, more = ''): string =>
  experiment(id, `layer: {name: checkout, from: ${from}, to: ${to}}\n${more}`);

const textOf = (root: string, id: string): string => readFileSync(join(root, 'experiments', `${id}.yaml`), 'utf8');

describe('fx create --layer', () => {
  const create = ['create', '--id', 'new', '--name', 'New', '--layer', 'checkout', '--share'];

  test('takes the first slice that is free and large enough', async () => {
    const { fx, root } = project({
      'a.yaml': layered('a', 0, 0.2),
      'b.yaml': layered('b', 0.3, 0.6, 'status: paused\n'),
      'c.yaml': layered('c', 0, 1, 'status: archived\n'),
    });
    expect((await fx(...create, '30%')).code).toBe(0);
    expect(textOf(root, 'new')).toContain('\nlayer:\n  name: checkout\n  from: 0.6\n  to: 0.9\n');
    expect((await fx('validate')).code).toBe(0);
  });

  test('begins a layer that nobody has', async () => {
    const { fx, root } = project({ 'a.yaml': experiment('a') });
    expect((await fx(...create, '0.3')).code).toBe(0);
    expect(textOf(root, 'new')).toContain('\nlayer:\n  name: checkout\n  from: 0\n  to: 0.3\n');
  });

  test('says who has the layer where no slice is large enough, and writes nothing', async () => {
    const { fx } = project({ 'a.yaml': layered('a', 0.1, 0.8) });
    const { code, err } = await fx(...create, '0.3');
    expect(code).toBe(1);
    expect(err).toContain('The layer checkout has no free slice of 0.3: a has 0.1 to 0.8.');
  });

  test('wants both the layer and the share', async () => {
    const { fx } = project({ 'a.yaml': experiment('a') });
    expect((await fx('create', '--id', 'n', '--name', 'N', '--layer', 'x')).err).toContain('belong together');
  });
});

test('fx list draws each layer as a bar', async () => {
  const { fx } = project({
    'a.yaml': layered('a', 0, 0.5),
    'b.yaml': layered('b', 0.5, 0.8),
    'c.yaml': experiment('c'),
  });
  const { out } = await fx('list');
  expect(out).toContain(`layer checkout  20% free\n  ${'█'.repeat(25)}${'▒'.repeat(15)}${'·'.repeat(10)}\n`);
  expect(out).toContain('  █ a  0% to 50%\n  ▒ b  50% to 80%\n');
  const { layers } = JSON.parse((await fx('list', '--json')).out);
  expect(layers).toEqual([
    {
      name: 'checkout',
      slices: [
        { id: 'a', from: 0, to: 0.5 },
        { id: 'b', from: 0.5, to: 0.8 },
      ],
      free: 0.2,
    },
  ]);
});

test('fx list says what the target holds, and since when', async () => {
  const site = project({ 'a.yaml': experiment('a') });
  const config = `previewToken: '${TOKEN}'\ntargets:\n  live: ${site.target}\n`;
  writeFileSync(join(site.root, 'fx.config.yaml'), config);
  expect((await site.fx('list')).out).toContain('nothing is published there yet');
  await site.publish();
  expect((await site.fx('list')).out).toMatch(
    / holds revision [0-9a-f]+ with 1 experiment, published \d{4}-\d\d-\d\d \d\d:\d\d UTC\.\n/,
  );
});

test('fx list names a target elsewhere by its address, and no time that only its copy here has', async () => {
  const site = project({ 'a.yaml': experiment('a') });
  const origin = join(site.root, 'site.git');
  execFileSync('git', ['init', '-q', '--bare', origin]);
  const address = `git+file://${origin}#pages:fx`;
  const config = `previewToken: '${TOKEN}'\ntargets:\n  live: ${address}\n`;
  writeFileSync(join(site.root, 'fx.config.yaml'), config);
  expect((await site.fx('list')).out).toContain(`${address}: nothing is published there yet.\n`);
  const applied = await site.fx('apply', '--yes');
  expect(applied.err).toContain('Published revision');
  expect(applied.out).toMatch(/^container\.js\n/);
  const { out } = await site.fx('list');
  expect(out.split('\n', 1)).toEqual([
    expect.stringMatching(/^git\+file:\/\/.*#pages:fx holds revision [0-9a-f]+ with 1 experiment\.$/) as string,
  ]);
  expect(out).toContain('published, the same as the file');
}, 60_000);

test.each([
  [0.2, 0.5, 0.2, 0.4, 'shrinks from 20% to 50% to 20% to 40%: who was in 40% to 50% drops out.'],
  [0.2, 0.5, 0.3, 0.6, 'moves from 20% to 50% to 30% to 60%: who was in 20% to 30% drops out.'],
  [0, 0.3, 0.5, 0.8, 'moves from 0% to 30% to 50% to 80%: all who were in drop out.'],
  [0.2, 0.5, 0, 0.5, 'grows from 20% to 50% to 0% to 50%: more visitors come in'],
])('a plan says who drops out of a slice %d to %d that becomes %d to %d', (from, to, nextFrom, nextTo, words) => {
  const { reason } = compareSlices({ name: 'x', from, to }, { name: 'x', from: nextFrom, to: nextTo });
  expect(reason).toContain(words);
});

test('segments of the configuration stand in the snippet, and more than five are refused', async () => {
  const site = project({ 'a.yaml': experiment('a') });
  const configure = (segments: string): void =>
    writeFileSync(join(site.root, 'fx.config.yaml'), `previewToken: '${TOKEN}'\nsegments: ${segments}\n`);
  configure('[user.tier, user.plan]');
  expect((await site.fx('build', '--out', 'out')).out).toContain('data-segments="user.tier,user.plan"');
  configure('[a, b, c, d, e, f]');
  expect((await site.fx('build', '--out', 'out')).err).toContain('segments must be a list of 5 facts at most');
});
