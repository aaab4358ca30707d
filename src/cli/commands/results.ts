/** `fx results`: what the collected events say about each experiment. */

import { statusOf } from '../../core/index.js';
import { EVENTS_FILE, findEvents, gatherFiles, Refusal, readLines, shown, writeAtomic } from '../../files/index.js';
import { plural } from '../../pages/index.js';
import { DEFAULT_DIRECTORY, openTarget, type PhaseDesign, type Valid } from '../../publishing/index.js';
import {
  type Asked,
  askOf,
  askOfHoldout,
  type Certainty,
  countFiles,
  csvOf,
  dataOf,
  type Entry,
  type FileCounts,
  type Manner,
  type Result,
  readOut,
  report,
  shortPercent,
  wordsOf,
} from '../../results/index.js';
import { example, type Setup } from '../command.js';
import { readCount, readRatio } from '../input.js';
import { orRefuse } from '../obstacles.js';
import { lookAt } from '../places.js';
import { validAt } from '../problems.js';
import { resultText } from '../resultsprint.js';
import { unknown } from '../status.js';
import type { Terminal } from '../terminal.js';

interface Options {
  readonly events?: readonly string[];
  readonly experiment?: string;
  readonly phase?: string;
  readonly to?: string;
  readonly by?: readonly string[];
  readonly confidence: string;
  readonly sequential?: string | true;
  readonly adjust?: boolean;
  readonly stitch: boolean;
  readonly html?: string;
  readonly csv?: string;
}

/** Subjects of all variants at which an interval for many looks is narrowest. */
const TUNED_FOR = '5000';
const MOST_SUBJECTS = 1_000_000_000;

/** An experiment, and what the head of its result says. */
interface Chosen {
  readonly asked: Asked;
  readonly name: string;
  readonly description: string | null;
  readonly status: string;
}

/** And what came of it. */
interface Told extends Chosen {
  readonly result: Result;
}

const several = (one: string, before: readonly string[] = []): readonly string[] => [...before, one];

export const setup: Setup = (command, io) => {
  command
    .argument('[dir...]', `a directory of experiments (default: ${DEFAULT_DIRECTORY}); files of events may follow`)
    .option(
      '--events <file>',
      `what the collector wrote: files, folders, - for stdin; may be given again (default: ${EVENTS_FILE})`,
      several,
    )
    .option('--experiment <id>', 'only this one')
    .option('--phase <phase>', 'of the experiment, in place of the published one')
    .option('--to <target>', 'where it is published: phases are judged by what was published there')
    .option('--by <fact>', 'each device, language, isNew or fact of the site apart; may be given again', several)
    .option('--confidence <share>', 'how often an interval is to hold the truth', '95%')
    .option(
      '--sequential [subjects]',
      `intervals that hold at every look, narrowest at so many subjects (default: ${TUNED_FOR})`,
    )
    .option('--adjust', 'take into account what subjects did in the 14 days before')
    .option('--no-stitch', 'keep a visitor who signed in apart from who they are')
    .option('--html <file>', 'write it as a page, to be sent to whoever has no terminal')
    .option('--csv <file>', 'write a row to experiment, phase, variant, metric and segment')
    .addHelpText('after', example('fx results --events events.ndjson --experiment homepage-cta'))
    .action(async (places: readonly string[], options: Options) => {
      const { terminal } = io;
      const certainty = readCertainty(options);
      const { directory, events } = await sortPlaces(places, options.events ?? []);
      const { valid } = await validAt(terminal, directory);
      const chosen = choose(valid, await designsAt(options.to), directory, options);
      const files = await gatherFiles(events.length ? events : [await findEvents()]);
      const counted = await terminal.busy(`Reading ${files.map(shown).join(', ')}`, () =>
        countAll(chosen, files, options),
      );
      const manner = { certainty, isAdjusted: options.adjust === true, phase: options.phase };
      const results = chosen
        .map((one, at) => readChosen(one, counted, at, manner))
        .filter(({ result, status }) => result.phases.length || status === 'running' || options.experiment);
      tell(terminal, results, counted, { directory, options, certainty });
    });
};

/** A folder of YAML is the directory; what else is named are events. */
async function sortPlaces(places: readonly string[], named: readonly string[]) {
  const events: string[] = [...named];
  let directory: string | null = null;
  for (const place of places) {
    if (directory === null && !(await lookAt(place))?.isEvents) directory = place;
    else events.push(place);
  }
  return { directory: directory ?? DEFAULT_DIRECTORY, events };
}

async function designsAt(to: string | undefined): Promise<readonly PhaseDesign[]> {
  if (to === undefined) return [];
  const { state } = orRefuse(await openTarget(to));
  if (!state) throw new Refusal(`${to} is no target: name the folder that fx apply publishes to.`, 'no-target');
  return state.designs ?? [];
}

function countAll(
  chosen: readonly Chosen[],
  files: readonly string[],
  { by = [], stitch }: Options,
): Promise<FileCounts> {
  const question = { experiments: chosen.map(({ asked }) => asked), by, isStitched: stitch };
  return countFiles(
    question,
    files.map((name) => ({ name: name === '-' ? name : shown(name), lines: (onOddity) => readLines(name, onOddity) })),
  );
}

const readChosen = (one: Chosen, { counts }: FileCounts, at: number, manner: Manner): Told => ({
  ...one,
  result: readOut(one.asked, counts.experiments[at] ?? { id: one.asked.id, phases: [] }, manner),
});

interface Telling {
  readonly directory: string;
  readonly options: Options;
  readonly certainty: Certainty;
}

function tell(
  terminal: Terminal,
  results: readonly Told[],
  counted: FileCounts,
  { directory, options, certainty }: Telling,
): void {
  const entries = results.map((one) => entryOf(one, certainty.confidence));
  const notes = notesOn(counted, certainty, options);
  const written = (file: string, text: string): void => {
    writeAtomic(file, text);
    terminal.say(`${terminal.hint.green('✓')} ${shown(file)}: ${plural(entries.length, 'result')}, written.`);
  };
  if (options.html !== undefined) written(options.html, report(entries, notes));
  if (options.csv !== undefined) written(options.csv, csvOf(results.map(({ result }) => result)));
  if (terminal.isJson) {
    const { confidence, tunedFor: sequential = null } = certainty;
    const { reading, repeated } = counted;
    terminal.json('results', {
      directory,
      confidence,
      sequential,
      ...reading,
      repeated,
      experiments: results.map(asData),
    });
  } else if (options.html === undefined && options.csv === undefined) show(terminal, entries, notes);
}

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
  { preview, sources, holdouts }: Valid,
  designs: readonly PhaseDesign[],
  directory: string,
  { experiment: id }: Options,
): Chosen[] {
  if (id !== undefined && !sources.has(id) && !holdouts.has(id))
    throw new Refusal(unknown(id, directory, [...sources.keys(), ...holdouts.keys()]), 'unknown-id');
  const phases = new Map(preview.experiments.map((one) => [one.id, one.phase ?? null]));
  const experiments = [...sources].map(([one, source]) => ({
    asked: askOf(
      source,
      phases.get(one) ?? null,
      designs.filter((design) => design.id === one),
    ),
    name: source.raw.name,
    description: source.raw.description ?? null,
    status: statusOf(source.raw),
  }));
  const held = [...holdouts.values()].map((source) => ({
    asked: askOfHoldout(source),
    name: source.raw.name,
    description: source.raw.description ?? null,
    status: 'running',
  }));
  return [...experiments, ...held]
    .filter(({ asked }) => id === undefined || asked.id === id)
    .filter(({ status }) => status !== 'draft' || id !== undefined);
}

function entryOf({ asked: { id, variants }, name, description, status, result }: Told, confidence: number): Entry {
  const heading = { name, status, description, confidence };
  return { id, heading, variants, result, words: wordsOf(result, heading) };
}

const asData = ({ name, status, result }: Told): object => ({ ...dataOf(result), name, status });

function notesOn(
  { reading, repeated }: FileCounts,
  { confidence, tunedFor }: Certainty,
  { adjust }: Options,
): string[] {
  const { lines, unread, firstUnread, firstFault, dropped, oddities } = reading;
  const intervals = `The ${shortPercent(confidence)} intervals`;
  return [
    `${plural(lines, 'line')} read${repeated ? `, ${plural(repeated, 'event')} that came again counted once` : ''}.`,
    ...(unread
      ? [`! ${plural(unread, 'line')} or events that are none, the first at ${firstUnread}: ${firstFault}.`]
      : []),
    ...oddities.map((one) => `! ${one}`),
    ...(dropped ? [`! Browsers had to give up ${plural(dropped, 'event')} before they could send them.`] : []),
    tunedFor === undefined
      ? `${intervals} hold for one look, at a number of subjects fixed before (fx power); --sequential gives some for every look.`
      : `${intervals} hold at every look.`,
    ...(adjust ? ['What subjects did in the 14 days before is taken into account.'] : []),
  ];
}
