/** Tests changes for review: they are judged, versioned and answered by what their branch has. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkerOf } from './promised.js';
import { type InRepository, startInRepository } from './repository.js';
import { type Asker, DRAFT, type Studio, startStudio } from './studio.js';

let studio: Studio;
let admin: Asker;
let git: InRepository['git'];
beforeEach(async () => {
  ({ studio, admin, git } = await startInRepository());
});
afterEach(() => studio.close());

interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly name?: string;
  readonly revision: string;
  readonly branch?: string;
  readonly startedAt?: string;
  readonly notes?: readonly string[];
  readonly details?: { readonly yaml: string; readonly revision: string };
}

/** For review, unless the body says otherwise. The status is that of the experiment, or of the refusal. */
const ask = async (operation: string, body: object, ifMatch?: string): Promise<Answer> => {
  const headers = ifMatch === undefined ? {} : { 'if-match': ifMatch };
  const answer = await admin.post(`/api/experiment.${operation}`, { branch: true, ...body }, headers);
  return { ...((await answer.json()) as Answer), ...(!answer.ok && { status: answer.status }) };
};
const get = async (query = ''): Promise<Answer> =>
  (await (await admin.get(`/api/experiment.get?experimentId=cta${query}`)).json()) as Answer;
const rename = (value: string, ifMatch?: string) =>
  ask('update', { experimentId: 'cta', fields: [{ path: ['name'], value }] }, ifMatch);
const onBranch = (): string => git('show', 'fx/cta:experiments/cta.yaml');
const titles = (): string[] => git('log', '--format=%s', 'main..fx/cta').trim().split('\n');

test('what is made on a branch twice is there already, and the first one stays', async () => {
  const made = (name: string) => ({ key: 'fresh', name, variants: [{ key: 'a' }, { key: 'b' }] });
  expect(await ask('create', made('First'))).toMatchObject({ name: 'First', branch: 'fx/fresh' });
  expect(await ask('create', made('Second'))).toMatchObject({ status: 409, code: 'EXPERIMENT_KEY_EXISTS' });
  expect(git('show', 'fx/fresh:experiments/fresh.yaml')).toContain('name: First');
  // It goes its way on the branch, where alone it is.
  expect(await ask('start', { experimentId: 'fresh' })).toMatchObject({ status: 'running', branch: 'fx/fresh' });
  expect(await ask('stop', { experimentId: 'fresh', reason: 'Enough.' })).toMatchObject({ status: 'archived' });
  expect((await admin.get('/api/experiment.get?experimentId=fresh')).status).toBe(404);
});

test('of two people who saw the same, the second gets the version of the branch', async () => {
  const { revision } = await get();
  const first = await ask('update', { experimentId: 'cta', yaml: DRAFT.replace('Call to action', 'First') }, revision);
  expect(first).toMatchObject({ name: 'First', branch: 'fx/cta' });
  for (const body of [
    { yaml: DRAFT.replace('Call to action', 'Second') },
    { fields: [{ path: ['name'], value: 'Second' }] },
  ])
    expect(await ask('update', { experimentId: 'cta', ...body }, revision)).toMatchObject({
      ...{ status: 412, code: 'CONFLICT' },
      details: { yours: revision, revision: first.revision, yaml: onBranch(), branch: 'fx/cta' },
    });
  expect(onBranch()).toContain('name: First');
  expect(await rename('Second', first.revision)).toMatchObject({ name: 'Second' });
});

test('the answer is what the branch has, and the experiment here stays as it is', async () => {
  const before = await get();
  const answer = await rename('For review');
  expect(answer).toMatchObject({ name: 'For review', branch: 'fx/cta' });
  expect(answer.revision).not.toBe(before.revision);
  expect(await get('&branch=true')).toEqual(answer);
  expect(await get()).toEqual(before);
});

test('what was started on a branch is running there, and was never started here', async () => {
  expect(await ask('start', { experimentId: 'cta' })).toMatchObject({ status: 'running', branch: 'fx/cta' });
  expect(await ask('start', { experimentId: 'cta' })).toMatchObject({
    status: 409,
    code: 'EXPERIMENT_ALREADY_RUNNING',
  });
  expect(titles()).toEqual(['Start cta']);
  expect((await get('&branch=true')).startedAt).toBeDefined();
  expect(await get()).not.toHaveProperty('startedAt');
  expect(await (await admin.get('/experiments/cta')).text()).toContain('It is on the branch fx/cta alone');
  expect(await ask('stop', { experimentId: 'cta', reason: 'x', branch: false })).toMatchObject({
    code: 'EXPERIMENT_NOT_RUNNING',
  });
});

test('what was asked for twice is one commit', async () => {
  const first = await rename('Once');
  expect(await rename('Once')).toMatchObject({ name: 'Once', branch: 'fx/cta', revision: first.revision });
  expect(titles()).toEqual(['Update cta']);
});

test('a change that would not be valid on the branch is refused by what the branch has', async () => {
  const fields = [{ path: ['variants', 1, 'key'], value: 'lime' }];
  expect(await ask('update', { experimentId: 'cta', fields })).toMatchObject({ branch: 'fx/cta' });
  const divert = { experimentId: 'cta', fields: [{ path: ['divertTo'], value: 'green' }] };
  expect(await ask('update', divert)).toMatchObject({ status: 422, code: 'VALIDATION_FAILED' });
  expect(onBranch()).not.toContain('divertTo');
  const percentages = { control: 30, lime: 70 };
  expect(await ask('update', { experimentId: 'cta', percentages })).toMatchObject({ branch: 'fx/cta' });
  expect(onBranch()).toContain('weight: 7000');
});

test('a branch that was merged is begun anew from where it went', async () => {
  await rename('Merged');
  git('merge', '-q', 'fx/cta');
  git('commit', '-q', '--allow-empty', '-m', 'Later');
  const { revision } = await get();
  expect(await rename('Next', revision)).toMatchObject({ name: 'Next', branch: 'fx/cta' });
  expect(titles()).toEqual(['Update cta']);
  expect(git('log', '-1', '--format=%s', 'fx/cta^').trim()).toBe('Later');
});

test('where the branch is checked out the file itself is changed', async () => {
  git('checkout', '-q', '-b', 'fx/cta');
  expect(await rename('Here')).toMatchObject({ name: 'Here' });
  expect(readFileSync(join(studio.root, 'experiments/cta.yaml'), 'utf8')).toContain('name: Here');
  expect([git('status', '--porcelain', '--untracked-files=no'), titles()]).toEqual(['', ['Update cta']]);
  expect((await get('&branch=true')).name).toBe('Here');
});

test('what somebody has not saved in git is not on the branch either', async () => {
  writeFileSync(join(studio.root, 'experiments/cta.yaml'), DRAFT.replace('# for now', '# mine'));
  expect(await rename('Review')).toMatchObject({ name: 'Review', branch: 'fx/cta' });
  expect(onBranch()).toBe(DRAFT.replace('Call to action', 'Review'));
});

test('a form of Studio goes on top of what the branch has, and over none of its lines', async () => {
  const { revision } = await get();
  await rename('First');
  const yaml = DRAFT.replace('Sign-ups', 'Signed up');
  const form = (text: string) => admin.submit('/experiments/cta/yaml', { yaml: text, revision, branch: 'yes' });
  expect((await form(yaml)).status).toBe(303);
  expect(onBranch()).toBe(yaml.replace('Call to action', 'First'));
  const answer = await form(DRAFT.replace('Call to action', 'Second'));
  expect(answer.status).toBe(412);
  expect(await answer.text()).toContain('name: First');
  expect(onBranch()).toContain('name: First');
});

test('a change on a branch during which the process ended is taken down as what became of it', async () => {
  await rename('Cut off');
  const record = join(studio.root, '.fx/studio/record.ndjson');
  const lines = readFileSync(record, 'utf8').trimEnd().split('\n');
  writeFileSync(record, `${lines.slice(0, -1).join('\n')}\n`);
  const second = await startStudio(studio.root);
  expect(readFileSync(record, 'utf8')).toMatch(
    /"branch":"fx\/cta"[^\n]*"state":"done"|"state":"done"[^\n]*"branch":"fx\/cta"/,
  );
  await second.stop();
});

test('every answer is as the document promises', async () => {
  const check = checkerOf(await (await admin.get('/api/openapi.json')).json());
  await rename('First');
  await check('experiment.get', await admin.get('/api/experiment.get?experimentId=cta&branch=true'));
  const body = { experimentId: 'cta', fields: [{ path: ['name'], value: 'x' }], branch: true };
  await check('experiment.update', await admin.post('/api/experiment.update', body));
  await check('experiment.update', await admin.post('/api/experiment.update', body, { 'if-match': 'old' }));
});
