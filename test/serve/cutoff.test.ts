/** Tests what a start takes down of publications during which the process before was killed. */

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { settleCutOff } from '../../src/serve/cutoff.js';
import type { Done } from '../../src/serve/fault.js';
import type { TargetHeld } from '../../src/serve/holdings.js';
import { type Deed, openRecord } from '../../src/serve/record.js';
import { type Asker, DRAFT, makeFolder, RUNNING, startStudio } from './studio.js';

const FILES = { 'experiments/price.yaml': RUNNING };
const MADE = expect.stringContaining('the target had it afterwards');
const UNKNOWN = expect.stringContaining('cannot be seen any more');

/** A folder that is served, asked something, and left. */
function placeOf(files: Readonly<Record<string, string>> = FILES) {
  const root = makeFolder(files);
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const record = join(root, '.fx/studio/record.ndjson');
  const lines = (): string[] => readFileSync(record, 'utf8').split('\n').filter(Boolean);
  return {
    root,
    record,
    async serve<T>(work: (owner: Asker) => Promise<T>): Promise<T> {
      const studio = await startStudio(root);
      try {
        return await work(await studio.enter());
      } finally {
        await studio.stop();
      }
    },
    /** As if the process had ended before it wrote down what became of it. @param at of the lines of that kind */
    forgetEnd(what: string, at = -1): void {
      const all = lines();
      const ends = all.filter((line) => line.includes(`"what":"${what}"`) && line.includes('"state":"done"'));
      expect(ends.at(at)).toBeDefined();
      writeFileSync(record, `${all.filter((line) => line !== ends.at(at)).join('\n')}\n`);
    },
    /** What is known of each, in its order. */
    deeds(): Deed[] {
      const found = new Map<string, Deed>();
      for (const line of lines()) found.set((JSON.parse(line) as Deed).id, JSON.parse(line) as Deed);
      return [...found.values()];
    },
    rename: (name: string) =>
      writeFileSync(join(root, 'experiments/price.yaml'), RUNNING.replace('name: Price', `name: ${name}`)),
  };
}
const publish = async (owner: Asker): Promise<string> => {
  const answer = await owner.post('/api/publish', {});
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { revision: string }).revision;
};
const look = async (): Promise<void> => undefined;

test('one that was made before the process ended is taken down as made', async () => {
  const place = placeOf();
  const revision = await place.serve(publish);
  place.forgetEnd('publish');
  expect(place.deeds()).toMatchObject([{ state: 'open' }]);
  const page = await place.serve(async (owner) => (await owner.get('/history')).text());
  expect(place.deeds()).toMatchObject([{ what: 'publish', state: 'done', after: revision, notes: [MADE] }]);
  expect(page).not.toMatch(/under way|not done/);
});

test('one that was not made is taken down as not made', async () => {
  const place = placeOf();
  const revision = await place.serve(publish);
  const [done] = place.deeds() as [Deed];
  appendFileSync(place.record, `${JSON.stringify({ ...done, id: 'other', before: revision, state: 'open' })}\n`);
  await place.serve(look);
  expect(place.deeds()).toMatchObject([{ state: 'done' }, { id: 'other', state: 'failed' }]);
});

test('a change of a draft alone, whose revision is the same, is recognised', async () => {
  const place = placeOf({ 'experiments/price.yaml': RUNNING, 'experiments/cta.yaml': DRAFT });
  const first = await place.serve(publish);
  writeFileSync(join(place.root, 'experiments/cta.yaml'), DRAFT.replace('name: ', 'name: Another '));
  expect(await place.serve(publish)).toBe(first);
  place.forgetEnd('publish');
  await place.serve(look);
  expect(place.deeds()).toMatchObject([{ state: 'done' }, { state: 'done', after: first, notes: [MADE] }]);
});

test('what somebody published in a terminal since is not taken for it', async () => {
  const place = placeOf();
  await place.serve(publish);
  const [done] = place.deeds() as [Deed];
  const aim = { after: '0123456789abcdef', release: '0123456789abcdef' };
  appendFileSync(place.record, `${JSON.stringify({ ...done, ...aim, id: 'other', before: 'older', state: 'open' })}\n`);
  await place.serve(look);
  const [, other] = place.deeds() as [Deed, Deed];
  expect(other).toMatchObject({ state: 'failed', notes: [UNKNOWN] });
  expect(other).not.toHaveProperty('after');
});

test('of several each is told by what the next one found', async () => {
  const place = placeOf();
  const first = await place.serve(publish);
  place.rename('Second');
  const second = await place.serve(publish);
  place.rename('Third');
  const third = await place.serve(publish);
  expect(new Set([first, second, third]).size).toBe(3);
  place.forgetEnd('publish', -2);
  await place.serve(look);
  expect(place.deeds()).toMatchObject([{ after: first }, { state: 'done', after: second }, { after: third }]);
});

test.each(['off', 'on'])('that everything was switched %s is told by the target', async (word) => {
  const place = placeOf();
  await place.serve(async (owner) => {
    await publish(owner);
    for (const one of word === 'on' ? ['off', 'on'] : ['off'])
      expect((await owner.post(`/api/${one}`, {})).status).toBe(200);
  });
  place.forgetEnd(word);
  const last = place.deeds().at(-1) as Deed;
  const other = word === 'on' ? 'off' : 'on';
  appendFileSync(place.record, `${JSON.stringify({ ...last, id: 'other', what: other, before: word })}\n`);
  await place.serve(look);
  expect(place.deeds().slice(-2)).toMatchObject([
    { what: word, state: 'done', after: word },
    { id: 'other', state: 'failed' },
  ]);
});

test('of what is no target any more it is said that nothing can be known', async () => {
  const place = placeOf();
  await place.serve(publish);
  place.forgetEnd('publish');
  writeFileSync(
    join(place.root, 'fx.config.yaml'),
    "previewToken: '0123456789abcdef'\ntargets:\n  live: public/other\n",
  );
  await place.serve(look);
  expect(place.deeds()).toMatchObject([{ state: 'failed', notes: [UNKNOWN] }]);
});

test.each([
  ['is asked', true],
  ['is away', false],
])('a target elsewhere that %s is told of, too', async (_, isThere) => {
  const root = makeFolder({});
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const origin = join(root, 'site.git');
  execFileSync('git', ['init', '-q', '--bare', origin]);
  const config = `previewToken: '0123456789abcdef'\ntargets:\n  live: git+file://${origin}#pages:fx\n`;
  const place = placeOf({ ...FILES, 'fx.config.yaml': config });
  const revision = await place.serve(publish);
  place.forgetEnd('publish');
  if (!isThere) renameSync(origin, `${origin}.away`);
  await place.serve(() =>
    vi.waitFor(
      () => {
        const expected = isThere ? { state: 'done', after: revision } : { state: 'failed', notes: [UNKNOWN] };
        expect(place.deeds()).toMatchObject([expected]);
      },
      { timeout: 30_000 },
    ),
  );
});

test('what another server ended meanwhile is left as that one said', async () => {
  const file = join(makeFolder({}), 'record.ndjson');
  const record = openRecord(file);
  const place = 's3://site/fx';
  const deed = record.begin({ who: 'a', what: 'publish', target: place, before: null });
  let answer: (held: Done<TargetHeld>) => void = () => undefined;
  const problems: unknown[] = [];
  await settleCutOff({
    record,
    places: [place],
    heldAt: () => new Promise((resolve) => (answer = resolve)),
    onProblem: (problem) => problems.push(problem),
  });
  record.end(deed, 'done', { after: 'b' });
  answer({ ok: true, value: { state: {}, release: null } as TargetHeld });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([await record.read(), problems]).toMatchObject([[{ state: 'done', after: 'b' }], []]);
});

test('a target that never answers keeps nobody from another one', async () => {
  const hanging = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(hanging, 'listening');
  const { port } = hanging.address() as AddressInfo;
  const config = `previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\n  far: git+http://127.0.0.1:${port}/site.git#pages:fx\n`;
  const place = placeOf({ ...FILES, 'fx.config.yaml': config });
  const target = `git+http://127.0.0.1:${port}/site.git#pages:fx`;
  const open = {
    id: 'far',
    at: new Date().toISOString(),
    who: 'a',
    what: 'publish',
    target,
    release: 'x',
    state: 'open',
  };
  mkdirSync(dirname(place.record), { recursive: true });
  writeFileSync(place.record, `${JSON.stringify(open)}\n`);
  const studio = await startStudio(place.root);
  const owner = await studio.enter();
  expect((await owner.post('/api/publish', { to: 'live' })).status).toBe(200);
  const state = () =>
    JSON.parse(readFileSync(join(place.root, 'public/fx/state.json'), 'utf8')) as { enabled: boolean };
  expect(state().enabled).toBe(true);
  // whoever asked waits for both, visitors of the one that answers do not
  const asked = owner.post('/api/off', {}).catch(() => null);
  await vi.waitFor(() => expect(state().enabled).toBe(false), { timeout: 30_000 });
  expect((await owner.post('/api/on', { to: 'live' })).status).toBe(200);
  hanging.close();
  hanging.closeAllConnections();
  await asked;
  await studio.stop();
});
