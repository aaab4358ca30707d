/** Runs `fx events compact`: makes Parquet of lines of events, so that a year of them is counted in seconds. */

import { Argument } from 'commander';
import { makeDirectory, OWN_FOLDER, Refusal, shown } from '../../files/index.js';
import { plural } from '../../pages/index.js';
import { compactEvents, leftOut } from '../../results/index.js';
import { example, type Setup } from '../command.js';
import { duckRefusal } from '../engines.js';
import { eventFiles, isParquet, readingOf, withEvents } from '../gathered.js';

const ARCHIVE = `${OWN_FOLDER}/archive`;

export const setup: Setup = (command, io) => {
  command
    .addArgument(new Argument('<action>', 'what to do').choices(['compact']))
    .argument(
      '[file...]',
      `lines of events: files, folders, s3://bucket/folder/ (default: ${OWN_FOLDER}/events.ndjson)`,
    )
    .option('--to <folder>', 'where the Parquet is kept: each run adds to it', ARCHIVE)
    .addHelpText(
      'after',
      example('fx events compact logs/ --to archive', 'fx results --events archive --events .fx/events.ndjson'),
    )
    .action(async (_action: string, named: readonly string[], { to }: { readonly to: string }) => {
      const { terminal } = io;
      const made = await withEvents(terminal, named, async (gathered) => {
        const files = gathered.filter((file) => !isParquet(file));
        if (!files.length) throw new Refusal('These files are Parquet already: name files of lines.', 'usage');
        makeDirectory(to);
        return terminal.busy(readingOf(files), () => compactEvents(eventFiles(files), to));
      });
      if (!made.ok) throw duckRefusal(made.code, made.reason);
      const { reading, events, bytes, files: written, isKnown } = made;
      if (terminal.isJson)
        return terminal.json('events', { to: shown(to), ...reading, events, bytes, files: written, known: isKnown });
      for (const one of [...leftOut(reading), ...reading.oddities.map((oddity) => `! ${oddity}`)]) terminal.say(one);
      if (!events) throw new Refusal('There is no event in these files: nothing was written.', 'no-events');
      terminal.data(
        `${plural(events, 'event')} of ${plural(reading.lines, 'line')} in ${shown(to)}, ${plural(written, 'file')}, ${(bytes / 1e6).toFixed(1)} MB${isKnown ? ': they were there before' : ''}.`,
      );
      terminal.say(`fx results --events ${shown(to)} counts them; the lines may be deleted.`);
    });
};
