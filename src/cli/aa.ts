/** Prints what `fx results --aa` finds where there is nothing to find. */

import { Refusal } from '../files/index.js';
import { inLine } from '../pages/index.js';
import {
  type AaResult,
  aaWords,
  countFiles,
  countsAt,
  createSamples,
  type Manner,
  type Selected,
  sampleOf,
  tryAgainstItself,
} from '../results/index.js';
import { eventFiles, isParquet, readingOf, withEvents } from './gathered.js';
import type { Terminal } from './terminal.js';

/** What is tried. */
export interface AaOptions {
  readonly splits: number;
  readonly isStitched: boolean;
  readonly manner: Manner;
}

/** Splits the subjects of each experiment anew, and tells how often a difference was found. */
export async function runAa(
  terminal: Terminal,
  chosen: readonly Selected[],
  events: readonly string[],
  { splits, isStitched, manner }: AaOptions,
): Promise<void> {
  const experiments = chosen.map(({ asked }) => asked);
  const samples = createSamples(experiments);
  const counted = await withEvents(terminal, events, async (files) => {
    if (files.some(isParquet))
      throw new Refusal('--aa reads lines, and no Parquet: name the lines of events.', 'usage');
    return terminal.busy(readingOf(files), () =>
      countFiles({ experiments, by: [], isStitched }, eventFiles(files), undefined, samples),
    );
  });
  const results = await terminal.busy(`Splitting subjects ${splits.toLocaleString('en')} times`, async () =>
    chosen.flatMap((one, at) => {
      const sample = sampleOf(samples, one.asked, countsAt(one, counted, at), manner.phase);
      const found = sample && tryAgainstItself(one.asked, sample, splits, manner);
      return found ? [{ name: one.name, found }] : [];
    }),
  );
  if (terminal.isJson) terminal.json('aa', { splits, experiments: results.map(({ found }) => found) });
  else show(terminal, results);
}

function show(terminal: Terminal, results: readonly { readonly name: string; readonly found: AaResult }[]): void {
  const { bold, dim, green, red, yellow } = terminal.paint;
  const marks = { 'as-promised': green('✓'), 'too-often': red('✗'), 'too-seldom': yellow('!'), unjudged: '–' };
  for (const [at, { name, found }] of results.entries()) {
    const { summary, metrics, asides } = aaWords(found);
    const lines = [
      `${bold(found.id)}  ${inLine(name)}`,
      `  ${summary}`,
      ...metrics.map(({ key, state, text }) => `  ${marks[state]} ${bold(key)}: ${text}`),
      ...asides.map((line) => dim(`  ${line}`)),
    ];
    terminal.data(`${at ? '\n' : ''}${lines.join('\n')}`);
  }
  if (!results.length)
    terminal.data('No experiment has subjects enough to split them: it takes 20 who saw the same phase.');
}
