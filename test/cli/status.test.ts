/** Tests `fx pause`, `resume` and `archive`: they change the status, and no other byte. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type NewStatus, setStatus } from '../../src/authoring/edit.js';
import { setup as archive } from '../../src/cli/commands/archive.js';
import { setup as pause } from '../../src/cli/commands/pause.js';
import { setup as resume } from '../../src/cli/commands/resume.js';
import { experiment, folder, fx, run, VARIANTS } from './fx.js';

const REST = `description: "two # signs: no comment"\n${VARIANTS}# the end\n`;

test.each([
  [
    'a status that is there',
    'id: a\nname: A\nstatus: running # for now\n',
    'id: a\nname: A\nstatus: paused # for now\n',
  ],
  ['a status in quotes', `id: a\nname: A\nstatus:   "running"\n`, 'id: a\nname: A\nstatus:   paused\n'],
  ['no status', '# top\nid: a\nname: A  # called so\n', '# top\nid: a\nname: A  # called so\nstatus: paused\n'],
  ['no status, and lines that end as on Windows', 'id: a\r\nname: A\r\n', 'id: a\r\nname: A\r\nstatus: paused\r\n'],
  ['a byte order mark', '\uFEFFid: a\nname: A\n', '\uFEFFid: a\nname: A\nstatus: paused\n'],
  [
    'a name over several lines',
    'id: a\nname: >-\n  A long\n  name\n',
    'id: a\nname: >-\n  A long\n  name\nstatus: paused\n',
  ],
  ['a status that is a block', 'id: a\nname: A\nstatus: running\n\n\n', 'id: a\nname: A\nstatus: paused\n\n\n'],
])('with %s every other byte stays', (_, before, after) => {
  expect(setStatus(before + REST, 0, 'paused')).toBe(after + REST);
});

test('a file in one line, without a newline at its end, can be edited', () => {
  const flow = (fields: string) => `{id: a, name: A${fields}, variants: [{key: a, name: A}, {key: b, name: B}]}`;
  expect(setStatus(flow(''), 0, 'archived')).toBe(flow(', status: archived'));
  expect(setStatus(flow(', status: paused'), 0, 'running')).toBe(flow(', status: running'));
});

test('of several documents the one that is meant is edited', () => {
  const text = `# first\n---\nid: a\nname: A\n---\n# nothing\n---\nid: b\nname: B\nstatus: draft\n...\n`;
  expect(setStatus(text, 0, 'running')).toBe(text.replace('name: A\n', 'name: A\nstatus: running\n'));
  expect(setStatus(text, 1, 'running')).toBe(text.replace('draft', 'running'));
});

test('a status that an anchor names is left to the person', () => {
  expect(setStatus('id: a\nname: A\nstatus: &s running\nx-same: *s\n', 0, 'paused')).toBeNull();
});

const setups = { pause, resume, archive } as const;
const edit = (name: keyof typeof setups, dir: string, id: string, ...more: string[]) =>
  run(setups[name], [id, join(dir, 'experiments'), ...more]);
const read = (dir: string): string => readFileSync(join(dir, 'experiments/a.yaml'), 'utf8');

test.each<[keyof typeof setups, NewStatus]>([
  ['pause', 'paused'],
  ['archive', 'archived'],
  ['resume', 'running'],
])('%s writes status %s, and names the file and the apply', async (name, status) => {
  const dir = folder({ 'experiments/a.yaml': experiment('a', 'status: draft # why\n') });
  const { code, out, err } = await edit(name, dir, 'a', '--to', 'public/fx');
  expect(code).toBe(0);
  expect(out).toContain(`experiments/a.yaml: status draft → ${status}\n`);
  expect(err).toContain(`fx apply ${join(dir, 'experiments')} --to public/fx`);
  expect(read(dir)).toBe(experiment('a', `status: ${status} # why\n`));
});

test('what is so already is said, and nothing is written', async () => {
  const dir = folder({ 'experiments/a.yaml': experiment('a') });
  const { code, err } = await edit('resume', dir, 'a');
  expect(code).toBe(0);
  expect(err).toBe('It was so before: nothing was written.\n');
  expect(read(dir)).toBe(experiment('a'));
});

test('--json says what was and what is', async () => {
  const dir = folder({ 'experiments/a.yaml': experiment('a') });
  const { out } = await edit('pause', dir, 'a', '--json');
  expect(JSON.parse(out)).toMatchObject({
    schema: 'fx.pause/1',
    id: 'a',
    before: 'running',
    after: 'paused',
    changed: true,
  });
});

test('an id that is not there is answered with the nearest that is', async () => {
  const dir = folder({ 'experiments/a.yaml': experiment('homepage-cta') });
  const { code, out, err } = await edit('pause', dir, 'homepage-ctaa');
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('did you mean homepage-cta?');
});

test('a file that is broken elsewhere does not keep another from being paused', async () => {
  const dir = folder({ 'experiments/a.yaml': experiment('a'), 'experiments/b.yaml': 'id: b\n' });
  expect((await edit('pause', dir, 'a')).code).toBe(0);
  expect(read(dir)).toContain('status: paused\n');
});

test('what cannot be edited is refused, and stays', async () => {
  const text = experiment('a', 'x-s: &s draft\nstatus: *s\n');
  const dir = folder({ 'experiments/a.yaml': text });
  const { code, err } = await edit('pause', dir, 'a');
  expect(code).toBe(1);
  expect(err).toContain('set status: paused by hand.');
  expect(read(dir)).toBe(text);
});

test('it runs from the bin', async () => {
  const dir = folder({});
  const { code } = await fx(['pause', 'a'], dir);
  expect(code).toBe(1);
  const there = folder({ 'experiments/a.yaml': experiment('a') });
  writeFileSync(join(there, 'experiments/a.yaml'), experiment('a', '# kept\n'));
  expect((await fx(['archive', 'a'], there)).out).toBe('experiments/a.yaml: status running → archived\n');
  expect(read(there)).toBe(`id: a\nname: a\nstatus: archived\n# kept\n${VARIANTS}`);
});
