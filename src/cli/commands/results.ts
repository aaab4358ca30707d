/** `fx results`: what the collected events say about each experiment. */

import { buildMetric, defaultControl, evenWeights, type Source } from '../../authoring/index.js';
import { type Experiment, exposureShares, type FxEvent, statusOf } from '../../core/index.js';
import { EVENTS_FILE, findEvents, Refusal, readLines, shown, writeAtomic } from '../../files/index.js';
import { plural } from '../../pages/index.js';
import { DEFAULT_DIRECTORY, openProject, requireValid } from '../../publishing/index.js';
import {
  type Asked,
  type Certainty,
  type Entry,
  ledgerOf,
  type Reading,
  type Result,
  readEvents,
  report,
  shortPercent,
  tally,
  wordsOf,
} from '../../results/index.js';
import { example, type Setup } from '../command.js';
import { readCount, readRatio } from '../input.js';
import { resultText } from '../resultsprint.js';
import { unknown } from '../status.js';
import type { Terminal } from '../terminal.js';

interface Options {
  readonly events?: readonly string[];
  readonly experiment?: string;
  readonly phase?: string;
  readonly confidence: string;
  readonly sequential?: string | true;
  readonly html?: string;
}

/** Subjects of all variants at which an interval for many looks is narrowest. */
const TUNED_FOR = '5000';
const MOST_SUBJECTS = 1_000_000_000;

/** An experiment, and what the head of its result says. */
interface Chosen {
  readonly asked: Asked;
  readonly name: string;
  readonly status: string;
}

/** And what came of it. */
interface Told extends Chosen {
  readonly result: Result;
}

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'a directory of experiments', DEFAULT_DIRECTORY)
    .option(
      '--events <file>',
      `what the collector wrote, .gz too, - for stdin; may be given again (default: ${EVENTS_FILE})`,
      (one: string, before: readonly string[] = []) => [...before, one],
    )
    .option('--experiment <id>', 'only this one')
    .option('--phase <phase>', 'of the experiment, in place of the published one')
    .option('--confidence <share>', 'how often an interval is to hold the truth', '95%')
    .option(
      '--sequential [subjects]',
      `intervals that hold at every look, narrowest at so many subjects (default: ${TUNED_FOR})`,
    )
    .option('--html <file>', 'write it as a page, to be sent to whoever has no terminal')
    .addHelpText('after', example('fx results --events events.ndjson --experiment homepage-cta'))
    .action(async (directory: string, options: Options) => {
      const { terminal } = io;
      const certainty = readCertainty(options);
      const { preview, sources } = requireValid(terminal, await openProject(terminal, directory));
      const chosen = choose(sources, new Map(preview.experiments.map((one) => [one.id, one])), directory, options);
      const names = options.events ?? [await findEvents()];
      const { events, ...reading } = await terminal.busy(`Reading ${names.join(', ')}`, () =>
        readEvents(
          names.map((name) => [name === '-' ? name : shown(name), readLines(name)] as const),
          wantedBy(chosen),
        ),
      );
      const ledger = ledgerOf(events);
      const results = chosen
        .map((one) => ({ ...one, result: tally(one.asked, ledger, certainty, options.phase) }))
        .filter(({ result, status }) => result.phases.length || status === 'running' || options.experiment);
      const entries = results.map((one) => entryOf(one, certainty.confidence));
      const notes = notesOn(reading, certainty);
      if (options.html !== undefined) {
        writeAtomic(options.html, report(entries, notes));
        const written = `${shown(options.html)}: ${plural(entries.length, 'result')}, written.`;
        terminal.say(`${terminal.hint.green('✓')} ${written}`);
      }
      if (terminal.isJson) {
        const { confidence, tunedFor: sequential = null } = certainty;
        return terminal.json('results', {
          directory,
          confidence,
          sequential,
          ...reading,
          experiments: results.map(asData),
        });
      }
      if (options.html === undefined) show(terminal, entries, notes);
    });
};

function show(terminal: Terminal, entries: readonly Entry[], notes: readonly string[]): void {
  for (const [at, { id, heading, words }] of entries.entries())
    terminal.data(`${at ? '\n' : ''}${resultText(id, heading, words, terminal.paint)}`);
  if (!entries.length) terminal.data('No experiment is running, and none is in these events.');
  terminal.say(`\n${notes.join('\n')}`);
}

function readCertainty({ confidence, sequential }: Options): Certainty {
  return {
    confidence: readRatio(confidence, '--confidence', 0.5, 0.9999),
    tunedFor:
      sequential === undefined
        ? undefined
        : readCount(sequential === true ? TUNED_FOR : sequential, '--sequential', MOST_SUBJECTS),
  };
}

function choose(
  sources: ReadonlyMap<string, Source>,
  built: ReadonlyMap<string, Experiment>,
  directory: string,
  { experiment: id }: Options,
): Chosen[] {
  if (id !== undefined && !sources.has(id))
    throw new Refusal(unknown(id, directory, [...sources.keys()]), 'unknown-id');
  return [...sources]
    .filter(([one]) => id === undefined || one === id)
    .map(([one, { raw }]) => ({ asked: ask(raw, built.get(one)), name: raw.name, status: statusOf(raw) }))
    .filter(({ status }) => status !== 'draft' || id !== undefined);
}

/** From the file: what was archived has results, too, and no manifest has it. */
function ask({ id, variants, control, metrics = [] }: Source['raw'], built: Experiment | undefined): Asked {
  const even = evenWeights(variants.length);
  const shares = exposureShares(
    variants.map(({ weight, recipeSampleRate = 1 }, at) => ({ weight: weight ?? even[at] ?? 0, recipeSampleRate })),
  );
  return {
    id,
    variants: variants.map(({ key, name }, at) => ({ key, name, share: shares[at] ?? 0 })),
    control: control ?? defaultControl(variants),
    phase: built?.phase ?? null,
    // where there is one, it decides
    metrics: metrics
      .map(buildMetric)
      .map((metric) => ({ ...metric, isPrimary: metric.isPrimary ?? metrics.length === 1 })),
  };
}

function wantedBy(chosen: readonly Chosen[]): (event: FxEvent) => boolean {
  const ids = new Set(chosen.map(({ asked }) => asked.id));
  const names = new Set(chosen.flatMap(({ asked }) => asked.metrics.map(({ eventName }) => eventName)));
  return (event) => (event.type === 'conversion' ? names.has(event.name) : ids.has(event.experiment));
}

function entryOf({ asked: { id, control }, name, status, result }: Told, confidence: number): Entry {
  const heading = { name, status, control, confidence };
  return { id, heading, words: wordsOf(result, heading) };
}

const asData = ({ name, status, result: { sinceMs, untilMs, ...result } }: Told): object => ({
  ...result,
  name,
  status,
  since: sinceMs === null ? null : new Date(sinceMs).toISOString(),
  until: untilMs === null ? null : new Date(untilMs).toISOString(),
});

function notesOn(reading: Omit<Reading, 'events'>, { confidence, tunedFor }: Certainty): string[] {
  const { lines, repeated, unread, firstUnread } = reading;
  const intervals = `The ${shortPercent(confidence)} intervals`;
  return [
    `${plural(lines, 'line')} read${repeated ? `, ${plural(repeated, 'event')} that came again counted once` : ''}.`,
    ...(unread ? [`! ${plural(unread, 'line')} without an event, the first at ${firstUnread}.`] : []),
    tunedFor === undefined
      ? `${intervals} hold for one look, at a number of subjects fixed before (fx power); --sequential gives some for every look.`
      : `${intervals} hold at every look.`,
  ];
}
