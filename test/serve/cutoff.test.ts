/** Tests what a start takes down of publications during which the process before was killed. */

import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Deed } from '../../src/serve/record.js';
import { type Asker, makeFolder, RUNNING, startStudio } from './studio.js';

const FILES = { 'experiments/price.yaml': RUNNING };
const MADE = expect.stringContaining('seen at the target');
const UNKNOWN = expect.stringContaining('could not be seen');

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
