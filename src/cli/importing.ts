/** Sets up commands that import a file: they read it, write experiments, and tell what became of each. */

import { join } from 'node:path';
import { exists, fileStem, makeDirectory, Refusal, readText, shown, writeAtomic } from '../files/index.js';
import type { TranslatedFile, Translation } from '../importers/index.js';
import { plural } from '../pages/index.js';
import { DEFAULT_DIRECTORY } from '../publishing/index.js';
import { example, type Setup } from './command.js';

interface Options {
  readonly out: string;
  readonly force?: boolean;
}

/** A command that imports one file, of whose text `read` makes a value. */
export interface FileImport<Value> {
  readonly name: string;
  /** What its argument is. */
  readonly file: string;
  /** What keeps the variants that people have, in a sentence. */
  readonly recall: string;
  /** Where experiments stand in such a file, and where to get it: a sentence for somebody who named another file. */
  readonly wanted: string;
  readonly translate: (value: Value, file: ReadFile) => Promise<TranslatedFile>;
  readonly read: FileReading<Value>;
}

/** Adds what such a command takes and does. */
export const importFile =
  <Value>({ name, file, recall, wanted, translate, read }: FileImport<Value>): Setup =>
  (command, io) => {
    command
      .argument('<file>', file)
      .option('--out <directory>', 'where the experiments go', DEFAULT_DIRECTORY)
      .option('--force', 'overwrite experiments that differ')
      .addHelpText(
        'after',
        example(`fx ${name} ${name.slice(7)}.${read.what === 'JSON' ? 'json' : 'ts'} --out experiments`),
      )
      .action(async (path: string, { out, force = false }: Options) => {
        const { terminal } = io;
        const { value, ...file } = await readWith(read, path);
        const {
          experiments,
          report,
          aside = 0,
        } = await terminal.busy(`Reading ${shown(path)}`, () => translate(value, file));
        if (!report.length)
          throw new Refusal(
            `${shown(path)} holds ${aside ? plural(aside, 'feature') : read.contentOf(value, file.text)}, and no experiment. ${wanted}`,
            'empty',
          );
        const files = await Promise.all(
          experiments.map(async ({ id, text }) => {
            const target = join(out, `${fileStem(id)}.yaml`);
            const before = await readText(target);
            return { path: target, text, isSame: before === text, isThere: before !== null };
          }),
        );
        const differ = files.filter(({ isSame, isThere }) => isThere && !isSame).map((one) => shown(one.path));
        if (differ.length && !force) {
          const words = `Nothing was written: there already and different: ${differ.join(', ')}. Add --force to overwrite.`;
          throw new Refusal(words, 'exists', { files: differ });
        }
        if (files.length) makeDirectory(out);
        for (const { path: target, text, isSame } of files) if (!isSame) writeAtomic(target, text);
        const left = report.filter(({ id }) => id === null).length;
        if (left) io.exit(1);
        if (terminal.isJson) {
          terminal.json(name, { experiments: report, files: files.map((one) => shown(one.path)) });
          return;
        }
        for (const one of report) terminal.data(describe(one));
        if (files.length)
          terminal.say(
            `${plural(files.length, 'experiment')} in ${shown(out)}. Check them with: fx validate ${shown(out)}. ${recall}`,
          );
        if (left)
          terminal.say(
            `${plural(left, 'experiment')} left out: the report says where and why. Change it there and import again, or write it with: fx create`,
          );
        if (aside) terminal.say(`${plural(aside, 'feature')} without an experiment left aside.`);
      });
  };

/** How the text of a file is read. */
export interface FileReading<Value> {
  /** The name of its format. */
  readonly what: string;
  readonly parse: (text: string) => Value | Promise<Value>;
  /** What a file holds instead of experiments, as somebody who opens it would say. */
  readonly contentOf: (value: Value, text: string) => string;
  /** Where an error of `parse` is, from 1, and what it is. */
  readonly faultOf: (error: unknown, text: string) => { readonly line: number; readonly why: string };
}

export const READ_JSON: FileReading<unknown> = {
  what: 'JSON',
  parse: (text) => JSON.parse(text),
  contentOf(value) {
    if (Array.isArray(value)) return `a list of ${value.length}`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const keys = Object.keys(value);
    return keys.length ? keys.slice(0, 5).join(', ') + (keys.length > 5 ? ' …' : '') : 'an empty object';
  },
  faultOf: (error, text) => ({ line: lineOfFault(text, `${(error as Error).message}`), why: whyOf(error) }),
};

/** V8 adds a place, or some of the text around it: the line says where. */
const whyOf = (error: unknown): string =>
  `${(error as Error).message}`.replace(/(?: (?:in JSON )?at position \d+|, (?:\.\.\.)?").*$/s, '');

/** V8 tells no place of a token that it did not expect: the first lines that end with it are refused for it, too. */
function lineOfFault(text: string, message: string): number {
  const [, offset = text.length] = /at position (\d+)/.exec(message) ?? [];
  const lines = text.slice(0, Number(offset)).split('\n');
  let [first, last] = [message.startsWith(UNEXPECTED) ? 1 : lines.length, lines.length];
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    if (isUnexpected(lines.slice(0, middle).join('\n'))) last = middle;
    else first = middle + 1;
  }
  return last;
}

const UNEXPECTED = 'Unexpected token';

function isUnexpected(text: string): boolean {
  try {
    JSON.parse(text);
  } catch (error) {
    return (error as Error).message.startsWith(UNEXPECTED);
  }
  return false;
}

/** A file that was read, as messages call it. */
export interface ReadFile {
  readonly file: string;
  readonly text: string;
}

async function readWith<Value>(
  { what, parse, faultOf }: FileReading<Value>,
  path: string,
): Promise<ReadFile & { value: Value }> {
  if (!(await exists(path))) throw new Refusal(`${path} is not there.`, 'missing');
  const text = (await readText(path)) ?? '';
  try {
    return { file: shown(path), text, value: await parse(text) };
  } catch (error) {
    const { line, why } = faultOf(error, text);
    throw new Refusal(`${shown(path)}:${line} is no ${what}: ${why}`, 'unreadable');
  }
}

function describe({ name, id, carried, translated, needs }: Translation): string {
  return [
    `${name} → ${id ?? 'left out'}`,
    ...(carried.length ? [`  carried over    ${carried.join(', ')}`] : []),
    ...translated.map(({ what, before, after }) => `  translated      ${what}: ${before} → ${after}`),
    ...needs.map((need) => `  needs a person  ${need}`),
  ].join('\n');
}
