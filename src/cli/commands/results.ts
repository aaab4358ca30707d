/** Runs `fx results`: what the collected events say about each experiment. */

import { ID } from '../../authoring/index.js';
import { EVENTS_FILE, Refusal, shown, writeAtomic } from '../../files/index.js';
import { plural } from '../../pages/index.js';
import { DEFAULT_DIRECTORY, type Valid } from '../../publishing/index.js';
import {
  asData,
  type Certainty,
  csvOf,
  type Entry,
  entryOf,
  type FileCounts,
  noteOnStrangers,
  notesOn,
  type ResultsVoice,
  readChosen,
  report,
  SENT,
  type ToldResult,
  TYPED,
} from '../../results/index.js';
import { runAa } from '../aa.js';
import { example, type Setup } from '../command.js';
import { embedPictures } from '../embedded.js';
import { type CounterOptions, countEvents, ENGINES } from '../engines.js';
import { readCount, readRatio } from '../input.js';
import { lookAt } from '../places.js';
import { validAt } from '../problems.js';
import { choose, designsAt } from '../readouts.js';
import { resultText } from '../resultsprint.js';
import type { Terminal } from '../terminal.js';

interface Options extends CounterOptions {
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
  readonly aa?: string | true;
}

/** Subjects of all variants at which an interval for many looks is narrowest. */
const TUNED_FOR = '5000';
/** Of splits at random: enough to tell 5% from 8%. */
const AA_SPLITS = '1000';
const MOST_SPLITS = 100_000;
const MOST_SUBJECTS = 1_000_000_000;

const several = (one: string, before: readonly string[] = []): readonly string[] => [...before, one];

export const setup: Setup = (command, io) => {
  command
    .argument('[dir...]', `a directory of experiments (default: ${DEFAULT_DIRECTORY}); files of events may follow`)
    .option(
      '--events <file>',
      `what the collector wrote: files, folders, s3://bucket/folder/, - for stdin; may be given again (default: ${EVENTS_FILE})`,
      several,
    )
    .option('--experiment <id>', 'only this one')
    .option('--phase <phase>', 'of the experiment, in place of the published one')
    .option('--to <target>', 'where it is published: phases are judged by what was published there')
    .option(
      '--by <fact>',
      'show each device, language, isNew or fact of the site by itself; may be given again',
      several,
    )
    .option('--confidence <share>', 'how often an interval is to hold the truth', '95%')
    .option(
      '--sequential [subjects]',
      `intervals that hold at every look; they are narrowest at this number of subjects (default: ${TUNED_FOR})`,
    )
    .option('--adjust', 'take into account what subjects did in the 14 days before')
    .option('--no-stitch', 'keep a visitor who signed in apart from who they are')
    .option('--engine <name>', `who counts: ${ENGINES.join(', ')} (default: memory, for Parquet duckdb)`)
    .option('--url <address>', 'of --engine clickhouse')
    .option('--table <name>', 'of --engine clickhouse (default: events)')
    .option('--from <file>', 'read counts that a database answered to fx sql, in place of events')
    .option('--html <file>', 'write it as a page, to be sent to whoever has no terminal')
    .option('--csv <file>', 'write a row for each experiment, phase, variant, metric and segment')
    .option(
      '--aa [splits]',
      `split the subjects at random, so many times, and say how often a difference is found where there is none (default: ${AA_SPLITS})`,
    )
    .addHelpText('after', example('fx results --events events.ndjson --experiment homepage-cta'))
    .action(async (places: readonly string[], options: Options) => {
      const { terminal } = io;
      const certainty = readCertainty(options);
      const splits = options.aa === undefined ? null : readSplits(options);
      const { directory, events } = await sortPlaces(places, options.events ?? []);
      const { valid } = await validAt(terminal, directory);
      const chosen = choose(valid, await designsAt(options.to), directory, options.experiment);
      const { by = [], stitch: isStitched } = options;
      const manner = { certainty, isAdjusted: options.adjust === true, phase: options.phase };
      if (splits !== null) return runAa(terminal, chosen, events, { splits, isStitched, manner });
      const experiments = chosen.map(({ asked }) => asked);
      const counted = await countEvents(terminal, events, options, { experiments, by, isStitched });
      const results = chosen
        .map((one, at) => readChosen(one, counted, at, manner))
        .filter(({ result, status }) => result.phases.length || status === 'running' || options.experiment);
      await tell(terminal, results, counted, { directory, options, certainty, valid });
    });
};

/** A folder of YAML is the directory; what else is named are events. */
async function sortPlaces(places: readonly string[], named: readonly string[]) {
  const events: string[] = [...named];
  let directory: string | null = null;
  for (const place of places) {
    const found = await lookAt(place);
    if (!found && ID.test(place) && place !== DEFAULT_DIRECTORY) {
      const words = `There is no directory and no file ${place}: of one experiment write --experiment ${place}.`;
      throw new Refusal(words, 'usage');
    }
    if (directory === null && !found?.isEvents) directory = place;
    else events.push(place);
  }
  return { directory: directory ?? DEFAULT_DIRECTORY, events };
}

interface Telling {
  readonly directory: string;
  readonly options: Options;
  readonly certainty: Certainty;
  readonly valid: Pick<Valid, 'sources' | 'holdouts'>;
}

async function tell(
  terminal: Terminal,
  results: readonly ToldResult[],
  counted: FileCounts,
  { directory, options, certainty, valid }: Telling,
): Promise<void> {
  const entriesFor = (voice: ResultsVoice): Entry[] => results.map((one) => entryOf(one, certainty.confidence, voice));
  const known = new Set([...valid.sources.keys(), ...valid.holdouts.keys()]);
  const hasNone = !results.length || results.some(({ result }) => !result.phases.length);
  const notesFor = (voice: ResultsVoice): string[] => [
    ...notesOn(counted, certainty, options.adjust === true, voice),
    ...(hasNone ? noteOnStrangers(counted, known) : []),
  ];
  const written = (file: string, text: string): void => {
    writeAtomic(file, text);
    terminal.say(`${terminal.hint.green('✓')} ${shown(file)}: ${plural(results.length, 'result')}, written.`);
  };
  if (options.html !== undefined) {
    const embedded = await embedPictures(entriesFor(SENT), valid.sources);
    written(options.html, report(embedded.entries, notesFor(SENT)));
    for (const file of embedded.tooLarge)
      terminal.say(terminal.hint.yellow(`! ${shown(file)} is larger than 2 MB: it is not in the page.`));
  }
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
  } else if (options.html === undefined && options.csv === undefined)
    show(terminal, entriesFor(TYPED), notesFor(TYPED));
  if (!terminal.isJson && !counted.reading.lines)
    terminal.say('No event has come in yet: fx doctor with the address of a page says whether its events arrive.');
}

function show(terminal: Terminal, entries: readonly Entry[], notes: readonly string[]): void {
  for (const [at, { id, heading, words }] of entries.entries())
    terminal.data(`${at ? '\n' : ''}${resultText(id, heading, words, terminal)}`);
  if (!entries.length) terminal.data('No experiment is running, and none is in these events.');
  terminal.say(`\n${notes.join('\n')}`);
}

function readSplits({ aa, engine, from, by, html, csv }: Options): number {
  if (engine !== undefined || from !== undefined || by !== undefined || html !== undefined || csv !== undefined)
    throw new Refusal(
      '--aa splits the subjects of lines in memory: leave out --engine, --from, --by, --html and --csv.',
      'usage',
    );
  if (typeof aa === 'string' && !/^[\d.,_-]+$/.test(aa))
    throw new Refusal(
      `${aa} stands where --aa has its number of splits: write --aa last, or --aa ${AA_SPLITS} ${aa}.`,
      'usage',
    );
  return readCount(aa === true || aa === undefined ? AA_SPLITS : aa, '--aa', MOST_SPLITS, 100);
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
