/**
 * Tests that a result is of what happened alone: not of the order of events, of repeats, of files and how they are laid
 * out, of later phases, or of what else is asked.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { gatherFiles, readChunks } from '../../src/files/index.js';
import type { ExperimentCounts } from '../../src/results/counts.js';
import type { Asked } from '../../src/results/design.js';
import type { Limits } from '../../src/results/engines/passes.js';
import { countFiles, type Manner, readOut } from '../../src/results/index.js';
import { anyEvent, anyEvents, HOLDOUT } from './engines/anything.js';
import { type Event, QUESTION } from './engines/shop.js';
import { asked, metric } from './made.js';

/** `FX_LONG=1` plays 10,000 in all. */
const PLAYS = process.env.FX_LONG ? 5000 : 8;
const TIMEOUT = process.env.FX_LONG ? 7_200_000 : 300_000;
const HOUR = 3_600_000;
/** The last hour of `anyEvent` is 120 after this; windows are three days at the most. */
const START = Date.UTC(2026, 10, 2);
const LATER = START + 300 * HOUR;

const folder = mkdtempSync(join(tmpdir(), 'fx-anyorder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const aboutHoldout: Asked = {
  ...asked({ id: HOLDOUT, phase: null, control: 'held', metrics: [metric({ eventName: 'buy' })] }),
  variants: ['held', 'open'].map((key) => ({ key, name: key, share: 0.5, image: null })),
};
/** All kinds of metrics, with caps and windows, of four experiments and a holdout. */
const ABOUT: readonly Asked[] = [
  ...QUESTION.experiments.map(({ id, metrics }) => {
    const about = asked({ id, control: 'a', metrics: metrics.map((one, at) => metric({ ...one, role: roleAt(at) })) });
    return { ...about, variants: ['a', 'b'].map((key) => ({ key, name: key, share: 0.5, image: null })) };
  }),
  aboutHoldout,
];
const [CTA] = ABOUT as readonly [Asked];

function roleAt(at: number) {
  return (['primary', 'guardrail', 'secondary'] as const)[Math.min(at, 2)] ?? 'secondary';
}

const MANNER: Manner = { certainty: { confidence: 0.95 }, isAdjusted: true };

interface Counting {
  readonly about?: readonly Asked[];
  readonly isStitched?: boolean;
  readonly limits?: Limits;
}

/** What every figure of a read-out is made of. The files are read once. */
async function countsIn(
  places: readonly string[],
  { about = ABOUT, isStitched = true, limits }: Counting = {},
): Promise<readonly ExperimentCounts[]> {
  try {
    const files = (await gatherFiles(places)).map((name) => ({ name, chunks: () => readChunks(name) }));
    const { counts, reading } = await countFiles({ experiments: about, by: QUESTION.by, isStitched }, files, limits);
    expect(reading).toMatchObject({ unread: 0, firstFault: null });
    return counts.experiments;
  } finally {
    for (const place of places) rmSync(place, { recursive: true, force: true });
  }
}

const COLUMNS = [
  ...['id', 'type', 'at', 'sentAt', 'received', 'subject', 'visitor', 'revision', 'path', 'experiment', 'phase'],
  ...['variant', 'reason', 'device', 'isNew', 'segments', 'name', 'value', 'code', 'selector', 'message', 'stack'],
];
const cellOf = (value: unknown): string => {
  const text = value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return `"${text.replaceAll('"', '""')}"`;
};
const linesOf = (events: readonly Event[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');
const tableOf = (events: readonly Event[]): string =>
  [COLUMNS, ...events.map((event) => COLUMNS.map((name) => (event[name] === '' ? '' : cellOf(event[name]))))]
    .map((cells) => cells.join(','))
    .join('\n');
/** As a web server logs the body of a request; without clocks there was none. */
const loggedOf = (events: readonly Event[]): string =>
  events
    .map(({ sentAt, received, ...event }) =>
      sentAt === undefined
        ? JSON.stringify(event)
        : JSON.stringify({ received, body: JSON.stringify({ v: 1, sentAt, dropped: 0, events: [event] }) }),
    )
    .join('\n');

/** Files and folders of a project, each with its way to hold events. */
const LAYOUTS: readonly (readonly [string, (events: readonly Event[]) => string | Buffer])[] = [
  ['now.ndjson', linesOf],
  ['days/2026-11-02.ndjson.gz', (events) => gzipSync(linesOf(events))],
  ['days/older/access.log', loggedOf],
  ['days/older/access.log.1.gz', (events) => Buffer.concat(cut(loggedOf(events)).map((part) => gzipSync(part)))],
  ['warehouse/export.log', tableOf],
  ['warehouse/list.jsonl', (events) => JSON.stringify(events, null, 1)],
];
/** Two packed files one behind the other, as `cat` makes of them. */
const cut = (text: string): readonly string[] => {
  const middle = text.indexOf('\n', text.length / 2) + 1;
  return [text.slice(0, middle), text.slice(middle)];
};

let plays = 0;
function written(events: readonly Event[], placeOf: (event: Event, at: number) => number): string[] {
  const project = join(folder, `${plays++}`);
  for (const [at, [name, textOf]] of LAYOUTS.entries()) {
    const path = join(project, name);
    mkdirSync(dirname(path), { recursive: true });
    const own = events.filter((event, index) => placeOf(event, index) === at);
    if (own.length) writeFileSync(path, textOf(own));
  }
  return [project];
}

const inOneFile = (events: readonly Event[]): string[] => written(events, () => 0);

const mixedUp = anyEvents.chain((events) =>
  fc.record({
    events: fc.constant(events),
    again: fc.shuffledSubarray([...events]),
    order: fc.shuffledSubarray([...events.keys()], { minLength: events.length }),
    places: fc.array(fc.nat(LAYOUTS.length - 1), { minLength: 1, maxLength: 7 }),
    isStitched: fc.boolean(),
  }),
);

test(
  'any order, repeats, files, folders and layouts give the same counts, on the disk as in memory',
  async () => {
    await fc.assert(
      fc.asyncProperty(mixedUp, async ({ events, again, order, places, isStitched }) => {
        const wanted = await countsIn(inOneFile(events), { isStitched });
        const shuffled: Event[] = [...order.map((at) => events[at] as Event), ...again];
        const placeOf = (_: Event, at: number): number => places[at % places.length] ?? 0;
        expect(await countsIn(written(shuffled, placeOf), { isStitched })).toEqual(wanted);
        const limits = { inMemory: 100 };
        expect(await countsIn(written(shuffled, placeOf), { isStitched, limits })).toEqual(wanted);
      }),
      { numRuns: PLAYS, seed: 61 },
    );
  },
  TIMEOUT,
);

/** Without clocks, as what comes later may tell more of one that is off. */
const onTime = ({ sentAt: _, received: __, ...event }: Event): Event => event;

test(
  'events of later phases and other experiments, and what else is asked, never change a result',
  async () => {
    /** All windows are over: until then a phase is not finished, and time alone changes it. */
    const last = { ...asEvent('end', START + 200 * HOUR), type: 'conversion', name: 'buy', value: 1 };
    const drawn = fc.array(anyEvent, { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(anyEvents, drawn, fc.boolean(), async (first, later, isStitched) => {
        const base = [...first.map(onTime).filter(({ phase }) => phase !== 'p2'), last];
        const added = later.flatMap((event, at) => laterOf(onTime(event), at));
        const wanted = await countsIn(inOneFile(base), { isStitched });
        const all = written([...added, ...base], (_, at) => at % LAYOUTS.length);
        const found = await countsIn(all, { isStitched });
        expect(found.map(withoutLater)).toEqual(wanted.map(withoutLater));
        expect(resultIn(found)).toEqual(resultIn(wanted));
        const [alone] = await countsIn(inOneFile(base), { isStitched, about: [CTA] });
        expect(alone).toEqual(wanted[0]);
      }),
      { numRuns: PLAYS, seed: 62 },
    );
  },
  TIMEOUT,
);

const asEvent = (subject: string, at: number): Event => ({
  id: `${subject} ${at}`,
  at,
  subject,
  revision: 'r',
  path: '/',
});

/** Without the phase that came later. */
const withoutLater = ({ id, phases }: ExperimentCounts) => ({
  id,
  phases: phases.filter(({ phase }) => phase !== 'p2'),
});
/** Without the list of phases, which a later one is in. */
const resultIn = ([cta]: readonly ExperimentCounts[]) =>
  cta && { ...readOut(CTA, cta, { ...MANNER, phase: 'p1' }), phases: [] };

/**
 * The same person in the same browser, later: first they see the next phase of every experiment, so that all that
 * follows is of that one.
 */
function laterOf(event: Event, index: number): Event[] {
  const { subject, visitor } = event;
  const at = Number(event.at) + LATER - START;
  const who = { subject, ...(visitor !== undefined && { visitor }), revision: 'r', path: '/' };
  const seen = ABOUT.map(({ id }) => ({
    ...{ ...who, id: `later ${index} ${id}`, at: LATER, type: 'exposure', experiment: id },
    ...{ phase: 'p2', variant: 'a', reason: 'assigned' },
  }));
  const other = { ...who, id: `other ${index}`, at: START, type: 'exposure', experiment: 'other', phase: 'p1' };
  return [
    ...seen,
    { ...event, id: `then ${index}`, at, ...(event.type === 'exposure' && { phase: 'p2' }) },
    { ...other, variant: 'a', reason: 'assigned' },
  ];
}
