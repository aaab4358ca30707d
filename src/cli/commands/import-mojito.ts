/** Runs `fx import-mojito`: makes experiment files of Mojito waves, and says wave by wave what became of them. */

import { join } from 'node:path';
import { compile } from '../../authoring/index.js';
import {
  exists,
  fileStem,
  type LoadedFile,
  loadExperiments,
  makeDirectory,
  Refusal,
  readText,
  shown,
  writeAtomic,
} from '../../files/index.js';
import { type Imported, type ImportedExperiment, importMojito } from '../../importers/index.js';
import { plural } from '../../pages/index.js';
import { DEFAULT_DIRECTORY } from '../../publishing/index.js';
import { example, type Setup } from '../command.js';
import { describeWaves, tableOf } from '../wavereport.js';
import { loadWaves } from '../waves.js';

interface Options {
  readonly out: string;
  readonly force?: boolean;
}

export const setup: Setup = (command, io) => {
  command
    .argument('<waves>', 'the directory that holds the waves')
    .option('--out <directory>', 'where the experiments go', DEFAULT_DIRECTORY)
    .option('--force', 'overwrite experiments that differ')
    .addHelpText('after', example('fx import-mojito lib/waves --out experiments'))
    .action(async (directory: string, { force = false, out }: Options) => {
      const { terminal } = io;
      const { others, imported } = await terminal.busy(`Reading the waves of ${shown(directory)}`, async () => {
        const { others: left, ...input } = await loadWaves(directory);
        return { others: left, imported: await importMojito(input) };
      });
      const files = await toFiles(imported.experiments, out);
      await requireFree(files, out, force);
      const changed = files.filter(({ isSame }) => !isSame);
      if (changed.length) makeDirectory(out);
      for (const { path, text } of changed) writeAtomic(path, text);
      const left = imported.waves.filter(({ id }) => id === null).length;
      if (left) io.exit(1);
      if (terminal.isJson) return terminal.json('import-mojito', toData(imported, files, others));
      terminal.data(tableOf(imported.waves, terminal.paint));
      terminal.data(describeWaves(imported.waves, out, terminal.paint));
      for (const other of others) terminal.say(`${other} holds no config.yml or test-object.js, and was left aside.`);
      sayEnd(terminal, { changed: changed.length, same: files.length - changed.length, left, out, imported });
    });
};

interface NewFile extends ImportedExperiment {
  readonly path: string;
  /** Whether it is there, byte for byte. */
  readonly isSame: boolean;
  readonly isThere: boolean;
}

function toFiles(experiments: readonly ImportedExperiment[], out: string): Promise<NewFile[]> {
  return Promise.all(
    experiments.map(async (one) => {
      const path = join(out, `${fileStem(one.id)}.yaml`);
      const text = await readText(path);
      return { ...one, path, isThere: text !== null, isSame: text === one.text };
    }),
  );
}

/** Nothing is written where a file is in the way, or another file has one of the ids. */
async function requireFree(files: readonly NewFile[], out: string, force: boolean): Promise<void> {
  const differ = files.filter(({ isSame, isThere }) => isThere && !isSame).map(({ path }) => shown(path));
  if (differ.length && !force) {
    const [one] = differ;
    const there =
      differ.length === 1 ? `${one} is there already and differs` : `${differ.join(', ')} are there already and differ`;
    throw new Refusal(`Nothing was written: ${there}. Add --force to overwrite, or name another --out.`, 'exists', {
      files: differ,
    });
  }
  if (!(await exists(out))) return;
  const paths = new Set(files.map(({ path }) => shown(path)));
  // Problems of files that were there before are not the fault of the waves.
  const there = await loadExperiments(out).catch((): LoadedFile[] => []);
  const { problems } = await compile([
    ...there.filter(({ path }) => !paths.has(path)),
    ...files.map(({ path, text }) => ({ path: shown(path), text })),
  ]);
  const taken = problems.filter(({ code, path }) => code === 'duplicate' && path === 'id');
  if (!taken.length) return;
  const places = taken.map(({ file, message }) => `${file}: id ${message}`).join('; ');
  throw new Refusal(`Nothing was written: ${places}. Take the other file away, or name another --out.`, 'duplicate');
}

function toData({ waves }: Imported, files: readonly NewFile[], others: readonly string[]): object {
  return {
    waves: waves.map((wave) => ({ ...wave, file: fileOf(wave.id, files) })),
    files: files.map(({ isSame, path }) => ({ path: shown(path), written: !isSame })),
    others,
  };
}

function fileOf(id: string | null, files: readonly NewFile[]): string | null {
  const file = files.find((one) => one.id === id);
  return file ? shown(file.path) : null;
}

interface End {
  readonly changed: number;
  readonly same: number;
  readonly left: number;
  readonly out: string;
  readonly imported: Imported;
}

function sayEnd({ hint, say }: Parameters<Setup>[1]['terminal'], { changed, imported, left, out, same }: End): void {
  const users = imported.waves.filter(({ usesMojito }) => usesMojito).length;
  const directory = shown(out);
  const done = [
    ...(changed ? [`${plural(changed, 'experiment')} written to ${directory}`] : []),
    ...(same ? [`${plural(same, 'experiment')} as before`] : []),
  ];
  if (done.length) say(`${hint.green('✓')} ${done.join(', ')}. Check them with: fx validate ${directory}`);
  const code = users ? `, and the code of ${plural(users, 'experiment')} needs it` : '';
  if (done.length) say(`Load fx.mojito.js before fx: it keeps the recipes that visitors have${code}.`);
  if (left) say(`${hint.red('✗')} ${plural(left, 'wave')} left out: the report says why.`);
}
