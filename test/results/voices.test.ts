/** Tests that words are those of the place where they are read: Studio has no commands, and speaks of visitors. */

import { expect, test } from 'vitest';
import { conclude, lackOf } from '../../src/results/conclusion.js';
import type { MetricArm, MetricResult, Result } from '../../src/results/result.js';
import { IN_STUDIO, type ResultsVoice, SENT, TYPED } from '../../src/results/voices.js';
import { wordsOf } from '../../src/results/words.js';
import { asked, HEADING, metric } from './made.js';
import { did, readArms } from './madecounts.js';

const METRICS = [metric(), metric({ key: 'sold', name: 'Sold', kind: 'sum', role: 'secondary' })];
const SOUND = readArms({ control: [did(100, 1000), did(90, 1000)], treatment: [did(150, 1000), did(95, 1000)] }, {
  ...asked(),
  metrics: METRICS,
} as never);

const adjusted = (metrics: readonly MetricResult[], shrunk: number): MetricResult[] =>
  metrics.map((one) => ({
    ...one,
    arms: one.arms.map((arm): MetricArm => (arm.against ? { ...arm, against: { ...arm.against, shrunk } } : arm)),
  }));

/** All at once that a result can say. */
const ALL: Result = {
  ...SOUND,
  mixed: 60,
  strangers: 2,
  carried: 3,
  isOwnDesign: false,
  isFilePhase: false,
  metrics: adjusted(SOUND.metrics, 0.8).map((one) => ({
    ...one,
    arms: one.arms.map((arm) => ({ ...arm, pending: 4 })),
  })),
  phases: [
    { phase: SOUND.phase, subjects: 2000 },
    { phase: null, subjects: 3 },
    ...Array.from({ length: 7 }, (_, at) => ({ phase: `q${at}`, subjects: 2 })),
  ],
  arms: SOUND.arms.map((arm) => ({
    ...arm,
    failures: Array.from({ length: 7 }, (_, at) => ({ code: 'timeout', selector: `.b${at}`, subjects: 10 })),
  })),
  silent: [{ metric: 'sold', eventName: 'purchase', code: 'nobody', events: 7 }],
  segments: Array.from({ length: 14 }, (_, at) => ({
    by: 'language',
    value: `l${at}`,
    subjects: 20,
    arms: SOUND.arms.map(({ variant }) => ({ variant, subjects: 10 })),
    split: null,
    metrics: SOUND.metrics,
  })),
  planned: { subjects: 4000, share: 0.5 },
  verdict: { ...SOUND.verdict, code: 'do-not-trust', alarms: ['mixed'] },
};
const LACKING = [
  { code: 'few-subjects', seen: 20, least: 100 },
  { code: 'few-conversions', seen: 5, least: 25 },
  { code: 'too-skewed', least: 9000 },
  { code: 'unknown', reason: 'one-subject' },
  { code: 'unknown', reason: 'no-variance' },
] as const;

/** Every sentence of it. */
function sentencesOf(voice: ResultsVoice): string {
  const keeping = {
    ...SOUND,
    planned: ALL.planned,
    verdict: { ...SOUND.verdict, code: 'keep-running', missing: 2000 },
  };
  const lacking = { ...SOUND, verdict: { ...SOUND.verdict, code: 'not-enough', missing: 200, reason: 'few' } };
  return JSON.stringify([
    wordsOf(ALL, HEADING, voice),
    wordsOf({ ...ALL, subjects: 0 }, HEADING, voice),
    wordsOf({ ...ALL, metrics: adjusted(SOUND.metrics, 1) }, HEADING, voice),
    conclude(keeping as Result, false, voice),
    conclude({ ...keeping, planned: null } as Result, false, voice),
    conclude(lacking as unknown as Result, false, voice),
    LACKING.map((one) => lackOf(one as never, METRICS[1], voice)),
    voice.early,
  ]);
}

const COMMANDS = /fx [a-z]+|--[a-z]+/g;

test('where commands are typed they are named, and those who are counted are subjects', () => {
  const text = sentencesOf(TYPED);
  expect([...new Set(text.match(COMMANDS))].sort()).toEqual([
    '--adjust',
    '--csv',
    '--json',
    '--phase',
    '--sequential',
    '--to',
    'fx power',
    'fx results',
  ]);
  expect(text).not.toMatch(/visitor/i);
});

test('a page that is sent names no command', () => {
  const text = sentencesOf(SENT);
  expect(text.match(COMMANDS)).toBeNull();
  expect(text).not.toMatch(/visitor/i);
  expect(text).toContain('2 subjects began in another phase, q6.');
});

test('a page says days as people write them, and the terminal as files do', () => {
  const spans = [TYPED, SENT, IN_STUDIO].map((voice) => wordsOf(SOUND, HEADING, voice).span);
  const iso = /, \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d/;
  const written = /, \d{1,2} [A-Z][a-z]+ \d{4} to \d{1,2} [A-Z][a-z]+ \d{4}/;
  expect(spans).toEqual([iso, written, written].map((form) => expect.stringMatching(form)));
  const off = { days: [{ day: '2026-11-03', subjects: [10, 90], p: 1e-9 }], others: 0, rest: null };
  const [caveat] = wordsOf({ ...SOUND, offDays: off }, HEADING, IN_STUDIO).caveats;
  expect(caveat).toBe('The split is off on 3 Nov 2026 (10 : 90), that is on every day.');
});

test('a day that no calendar has stays what it is called', () => {
  expect([SENT, IN_STUDIO].map(({ day }) => day('an unknown day'))).toEqual(['an unknown day', 'an unknown day']);
});

test('Studio names no command, says where its own switches are, and speaks of visitors', () => {
  const text = sentencesOf(IN_STUDIO);
  expect(text.match(COMMANDS)).toBeNull();
  expect(text.replaceAll(/"(few-)?subjects"/g, '')).not.toMatch(/subject/i);
  expect(text).toContain('2 visitors began in another phase: choose q6 as the phase of its results to see them.');
  expect(text).toContain('the 12 with the most visitors follow: the CSV has all.');
  // Each sentence that names them in one voice is there in the other.
  expect(text.replaceAll('visitor', 'subject').match(/subject/g)).toHaveLength(
    sentencesOf(SENT).match(/subject/g)?.length ?? 0,
  );
});
