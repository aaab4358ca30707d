/**
 * Tests changes of files of which git has another text: a commit has what was asked for and nothing that somebody has
 * not saved in git, or there is none.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type InRepository, startInRepository } from './repository.js';
import { type Asker, DRAFT, type Studio } from './studio.js';

let studio: Studio;
let admin: Asker;
let git: InRepository['git'];
beforeEach(async () => {
  ({ studio, admin, git } = await startInRepository());
});
afterEach(() => studio.close());

const one = (id: string, more = ''): string =>
  `id: ${id}\nname: Of ${id}\nstatus: draft\nvariants:\n  - key: control\n    name: As it is\n  - key: b\n    name: B\n${more}`;
const at = (name: string): string => join(studio.root, 'experiments', name);
const inHead = (name: string): string => git('show', `HEAD:experiments/${name}`);
const here = (name: string): string => readFileSync(at(name), 'utf8');

/** Commits a file, then writes another text of it that is in no commit. */
function leave(name: string, saved: string, unsaved: string): void {
  writeFileSync(at(name), saved);
  git('add', at(name));
  git('commit', '-qm', 'Saved');
  writeFileSync(at(name), unsaved);
}

const update = async (body: object): Promise<readonly string[]> => {
  const answer = await admin.post('/api/experiment.update', body);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { notes?: string[] }).notes ?? [];
};

test('the experiment that was started is the one in the commit, wherever it stands in the file that git has', async () => {
  const saved = `${one('m-one')}---\n${one('m-two')}`;
  leave('multi.yaml', saved, `${one('m-zero')}---\n${saved}`);
  const answer = await admin.post('/api/experiment.start', { experimentId: 'm-one' });
  expect(await answer.json()).not.toHaveProperty('notes');
  expect(inHead('multi.yaml')).toBe(saved.replace('status: draft', 'status: running'));
  expect(here('multi.yaml')).toContain('id: m-zero\nname: Of m-zero\nstatus: draft');
});

test('an experiment that git has by another id is in no commit, and a note says so', async () => {
  const saved = `${one('m-one')}---\n${one('m-two')}`;
  leave('multi.yaml', saved, saved.replace('id: m-two', 'id: renamed'));
  const answer = await admin.post('/api/experiment.start', { experimentId: 'renamed' });
  const { notes } = (await answer.json()) as { notes: string[] };
  expect(notes).toEqual([expect.stringMatching(/no commit of it: .*multi\.yaml.*commit the file yourself\.$/)]);
  expect(inHead('multi.yaml')).toBe(saved);
  expect(here('multi.yaml')).toContain('id: renamed\nname: Of m-two\nstatus: running');
});

test('the variant that was changed is the one in the commit, where another one stands before it', async () => {
  const saved = one('cta', '  - key: c\n    name: C\n');
  leave('cta.yaml', saved, saved.replace('  - key: b\n', '  - key: new\n    name: New\n  - key: b\n'));
  expect(await update({ experimentId: 'cta', fields: [{ path: ['variants', 2, 'name'], value: 'Bee' }] })).toEqual([]);
  expect(inHead('cta.yaml')).toBe(saved.replace('name: B\n', 'name: Bee\n'));
});

test('a field whose line is changed in the work tree has its new value in the commit, without the rest', async () => {
  writeFileSync(at('cta.yaml'), DRAFT.replace('name: Green # for now', 'name: Greener # my own note'));
  expect(await update({ experimentId: 'cta', fields: [{ path: ['variants', 1, 'name'], value: 'Blue' }] })).toEqual([]);
  expect(inHead('cta.yaml')).toBe(DRAFT.replace('name: Green', 'name: Blue'));
  expect(here('cta.yaml')).toBe(DRAFT.replace('name: Green # for now', 'name: Blue # my own note'));
});

test('a change that git could not have by itself is in no commit, and a note says so', async () => {
  writeFileSync(at('cta.yaml'), DRAFT.replace('metrics:', '  - key: blue\n    name: Blue\nmetrics:'));
  const notes = await update({ experimentId: 'cta', fields: [{ path: ['divertTo'], value: 'blue' }] });
  expect(notes).toEqual([expect.stringContaining('which this change alone would make invalid')]);
  expect(inHead('cta.yaml')).toBe(DRAFT);
  expect(here('cta.yaml')).toContain('divertTo: blue');
});

describe('the whole YAML', () => {
  const unsaved = DRAFT.replace('name: Sign-ups', 'name: Signed up');

  test('is committed without what somebody has not saved in git', async () => {
    writeFileSync(at('cta.yaml'), unsaved);
    const yaml = unsaved.replace('Call to action', 'Buy');
    expect(await update({ experimentId: 'cta', yaml })).toEqual([]);
    expect([here('cta.yaml'), inHead('cta.yaml')]).toEqual([yaml, DRAFT.replace('Call to action', 'Buy')]);
    expect(git('diff')).toContain('+    name: Signed up');
  });

  test('of the editor in Studio is so, too', async () => {
    writeFileSync(at('cta.yaml'), unsaved);
    const { revision } = (await (await admin.get('/api/experiment.get?experimentId=cta')).json()) as {
      revision: string;
    };
    const yaml = unsaved.replace('Call to action', 'Buy');
    expect((await admin.submit('/experiments/cta/yaml', { yaml, revision })).status).toBe(303);
    expect([here('cta.yaml'), inHead('cta.yaml')]).toEqual([yaml, DRAFT.replace('Call to action', 'Buy')]);
  });

  test('is in no commit where both changed one line, and a note says so', async () => {
    writeFileSync(at('cta.yaml'), unsaved);
    const notes = await update({ experimentId: 'cta', yaml: unsaved.replace('Signed up', 'Joined') });
    expect(notes).toEqual([expect.stringMatching(/the place of this change is not sure.*commit the file yourself\.$/)]);
    expect([here('cta.yaml'), inHead('cta.yaml')]).toEqual([DRAFT.replace('Sign-ups', 'Joined'), DRAFT]);
  });
});
