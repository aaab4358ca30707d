/** Tests which experiments of a folder are read out, and what is said of the events that were read. */

import { describe, expect, test } from 'vitest';
import {
  asData,
  chooseResults,
  entryOf,
  type FileCounts,
  leftOut,
  noteOnStrangers,
  notesOn,
  notesOnEvents,
  readChosen,
  type Selectable,
  type Selected,
} from '../../src/results/index.js';
import { type ResultsVoice, SENT, TYPED } from '../../src/results/voices.js';
import { asked, HEADING } from './made.js';
import { arm, counted, did, MANNER } from './madecounts.js';

const raw = (id: string, more: object = {}) => ({
  raw: { id, name: `Test ${id}`, variants: [{ key: 'control' }, { key: 'b' }], ...more },
});
const folder = (more: Partial<Selectable> = {}): Selectable =>
  ({
    sources: new Map([
      ['cta', raw('cta', { description: 'Louder sells.', hypothesis: 'It sells.' })],
      ['hero', raw('hero', { hypothesis: 'A face helps.', status: 'paused', conclusion: { decision: 'keep' } })],
      ['next', raw('next', { status: 'draft' })],
    ]),
    holdouts: new Map([['all', { raw: { id: 'all', name: 'Holdout', share: 0.1 } }]]),
    preview: { experiments: [{ id: 'cta', phase: 'p7' }, { id: 'hero' }] },
    ...more,
  }) as unknown as Selectable;
const idsOf = (chosen: readonly Selected[]): string[] => chosen.map((one) => one.asked.id);

test('experiments that no file has are named, the most frequent first, and at most five', () => {
  const exposed = new Map([
    ['old', 2],
    ['cta', 9],
    ['gone\n', 7],
    ...['a', 'b', 'c', 'd'].map((id): [string, number] => [id, 1]),
  ]);
  const counted = { exposed } as unknown as FileCounts;
  expect(noteOnStrangers(counted, new Set(['cta']))).toEqual([
    '! No file has the id of gone\\n (7 lines), old (2 lines), a (1 line), b (1 line), c (1 line): was an id changed, or are these events of another project?',
  ]);
  expect(noteOnStrangers(counted, new Set(exposed.keys()))).toEqual([]);
  expect(noteOnStrangers({} as FileCounts, new Set())).toEqual([]);
});

describe('what is read out of a folder', () => {
  test('is every experiment that has begun, and every holdout', () => {
    expect(idsOf(chooseResults(folder(), [], undefined))).toEqual(['cta', 'hero', 'all']);
  });

  test('is the one that is named alone, a draft too, and nothing where none is called so', () => {
    expect(idsOf(chooseResults(folder(), [], 'next'))).toEqual(['next']);
    expect(idsOf(chooseResults(folder(), [], 'all'))).toEqual(['all']);
    expect(chooseResults(folder(), [], 'missing')).toEqual([]);
  });

  test('has the description of its file, else the hypothesis, else none', () => {
    const all = chooseResults(folder(), [], undefined);
    expect(all.map(({ description }) => description)).toEqual(['Louder sells.', 'A face helps.', null]);
  });

  test('says how an experiment ended, where its file does', () => {
    const [, hero] = chooseResults(folder(), [], undefined);
    expect(hero).toMatchObject({ status: 'paused', ending: { decision: 'keep', winner: null, learning: null } });
    const conclusion = { decision: 'ship', winner: 'b', learning: 'Loud.' };
    const sources = new Map([['cta', raw('cta', { conclusion })]]) as unknown as Selectable['sources'];
    expect(chooseResults(folder({ sources }), [], 'cta')[0]?.ending).toEqual(conclusion);
  });

  test('is read in the phase that its file makes, and in none that is known where a file has an error', () => {
    const phaseOf = (given: Selectable): (string | null)[] =>
      chooseResults(given, [], undefined)
        .slice(0, 2)
        .map((one) => one.asked.phase);
    expect(phaseOf(folder())).toEqual(['p7', null]);
    expect(phaseOf(folder({ preview: null }))).toEqual([null, null]);
  });

  test('is judged by the designs of its own id', () => {
    const design = (id: string) =>
      ({ id, phase: `of ${id}`, firstPublished: 0, control: 'control', shares: {} }) as never;
    const [cta] = chooseResults(folder(), [design('cta'), design('hero')], 'cta');
    expect(cta?.asked.designs).toMatchObject([{ phase: 'of cta' }]);
  });
});

const NOTHING = { lines: 1, events: 1, unread: 0, firstUnread: null, firstFault: null, dropped: 0, oddities: [] };
const countedFile = (reading: object = {}, repeated: number | null = null, experiments: object[] = []): FileCounts =>
  ({ counts: { experiments }, repeated, reading: { ...NOTHING, ...reading } }) as unknown as FileCounts;
const selected: Selected = { asked: asked(), ...HEADING };

describe('one that was chosen', () => {
  const all = countedFile({}, null, [counted([arm('control', [did(100, 1000)]), arm('treatment', [did(150, 1000)])])]);

  test('is read from the counts in its place, and as one that nobody saw where there are none', () => {
    expect(readChosen(selected, all, 0, MANNER).result).toMatchObject({ subjects: 2000, verdict: { code: 'ship' } });
    expect(readChosen(selected, all, 1, MANNER).result).toMatchObject({
      subjects: 0,
      verdict: { reason: 'no-subjects' },
    });
  });

  test('has its name, its status and its words for a page, and plain data for programs', () => {
    const told = readChosen({ ...selected, name: 'Louder' }, all, 0, MANNER);
    const entry = entryOf(told, 0.95, TYPED);
    expect(entry).toMatchObject({ id: 'cta', heading: { name: 'Louder', status: 'running', confidence: 0.95 } });
    expect(entry.words.conclusion?.code).toBe('ship');
    expect(asData(told)).toMatchObject({
      id: 'cta',
      name: 'Louder',
      since: '2026-11-02T00:00:00.000Z',
      conclusion: null,
    });
    expect(JSON.parse(JSON.stringify(asData(told)))).not.toHaveProperty('sinceMs');
  });
});

describe('the notes on the events', () => {
  const notes = (...given: Parameters<typeof countedFile>): string[] =>
    notesOn(countedFile(...given), { confidence: 0.95 }, false, TYPED);

  test('say how many lines were read, and no more where all is well', () => {
    expect(notes()[0]).toBe('Read 1 line.');
    expect(notes({ lines: 1200 })).toHaveLength(2);
  });

  test('say of thousands how many, and of one that it is one', () => {
    const { reading } = countedFile({ unread: 1, firstUnread: 'a.ndjson:3', firstFault: 'it is no JSON' });
    expect(leftOut(reading)).toEqual(['! 1 line or event was left out, the first at a.ndjson:3: it is no JSON.']);
    expect(leftOut({ ...reading, unread: 1200 })).toEqual([
      '! 1,200 lines or events were left out, the first at a.ndjson:3: it is no JSON.',
    ]);
    expect(leftOut({ ...reading, unread: 0 })).toEqual([]);
    expect(notesOnEvents({ ...countedFile(), repeated: 1 })[0]).toBe(
      'Read 1 line. 1 event arrived more than once and counts once.',
    );
  });

  test('say what came again, what was no event, what was odd and what browsers gave up', () => {
    const odd = {
      unread: 2,
      firstUnread: 'a.ndjson:3',
      firstFault: 'it is no JSON',
      dropped: 5,
      oddities: ['Two currencies.'],
    };
    expect(notes(odd, 3).slice(0, 4)).toEqual([
      'Read 1 line. 3 events arrived more than once and count once.',
      '! 2 lines or events were left out, the first at a.ndjson:3: it is no JSON.',
      '! Two currencies.',
      '! Browsers had to give up 5 events before they could send them.',
    ]);
  });

  test('say when an interval holds: for one look, or at every one, in the words of where it is read', () => {
    const last = (tunedFor: number | undefined, isAdjusted: boolean, voice: ResultsVoice) =>
      notesOn(countedFile(), { confidence: 0.9, tunedFor }, isAdjusted, voice).slice(1);
    expect(last(undefined, false, TYPED)).toEqual([
      expect.stringMatching(/^The 90% intervals hold for one look.*--sequential/),
    ]);
    expect(last(undefined, false, SENT)).toEqual([
      expect.stringMatching(/Whoever decides earlier because it looks good/),
    ]);
    expect(last(5000, true, TYPED)).toEqual([
      'The 90% intervals hold at every look.',
      'What subjects did in the 14 days before is taken into account.',
    ]);
  });
});
