/** Runs `fx create`: makes an experiment file by asking, or from options. */

import { basename, dirname, join, resolve } from 'node:path';
import { compile, freeSlice, layersOf } from '../../authoring/index.js';
import type { Layer } from '../../core/index.js';
import { exists, fileStem, loadExperiments, makeDirectory, Refusal, shown, writeAtomic } from '../../files/index.js';
import { DEFAULT_DIRECTORY } from '../../publishing/index.js';
import {
  type Answers,
  DEFAULT_VARIANTS,
  readMetric,
  readShare,
  readVariant,
  schemaPathFrom,
  toYaml,
  type WhyTaken,
} from '../answers.js';
import { example, type Setup } from '../command.js';
import { problemText } from '../problems.js';
import { pagesHere } from '../sitefolder.js';
import type { Terminal } from '../terminal.js';

interface Options {
  readonly id?: string;
  readonly name?: string;
  readonly description?: string;
  readonly variant?: string[];
  readonly sampleRate?: string;
  readonly url?: string;
  readonly layer?: string;
  readonly share?: string;
  readonly rule?: string;
  readonly metric?: string[];
  readonly status?: string;
  readonly force?: boolean;
}

const more = (value: string, before: string[] = []): string[] => [...before, value];

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'where to', DEFAULT_DIRECTORY)
    .option('--id <id>', 'lower-case words joined by hyphens; names the file too')
    .option('--name <name>', 'what people call it')
    .option('--description <text>', 'what is tested, and why')
    .option('--variant <key:weight=name>', 'once for each; weight, 5000 or 50%, and name may be left out', more)
    .option('--sample-rate <share>', 'share of visitors in the test: 0.2, 20%')
    .option('--layer <name>', 'a layer: its experiments never meet in one visitor; with --share')
    .option('--share <share>', 'how much of the layer, from what is free: 0.3, 30%')
    .option('--url <path>', 'the pages: a part of their address, / for the home page')
    .option('--rule <json>', 'who may take part')
    .option('--metric <key:kind:event>', 'once for each, the first decides; kind: conversion, count, sum', more)
    .option('--status <status>', 'draft, running or paused', 'draft')
    .option('--force', 'overwrite the file')
    .addHelpText('after', example('fx create', 'fx create --id homepage-cta --name "Homepage CTA" --metric signup'))
    .action(async (directory: string, options: Options) => {
      const { terminal } = io;
      await requirePlace(directory);
      const layer = await takeSlice(directory, options);
      const findTaken = () => (options.force ? () => undefined : takenIn(directory));
      const answers = { ...(await complete(terminal, read(options), findTaken)), layer };
      const path = join(directory, `${fileStem(answers.id ?? '')}.yaml`);
      if (!options.force && (await exists(path))) {
        throw new Refusal(`${shown(path)} is there already: choose another --id, or add --force.`, 'exists');
      }
      const schema = join(dirname(resolve(directory)), 'fx.schema.json');
      const text = toYaml(answers, (await exists(schema)) ? schemaPathFrom(resolve(directory), schema) : null);
      await requireValid(terminal, directory, shown(path), text);
      makeDirectory(directory);
      writeAtomic(path, text);
      if (terminal.isJson)
        return terminal.json('create', { id: answers.id, file: shown(path), status: options.status });
      terminal.data(shown(path));
      terminal.say(`${terminal.hint.green('✓')} Written. ${await nextStep(answers)}`);
      if (!answers.metrics?.length)
        terminal.say(`! Nothing is counted yet: fx results reads what stands below metrics: in the file.`);
    });
};

/** A word that names no directory is the name of an experiment, far more often than one of a directory to be made. */
async function requirePlace(directory: string): Promise<void> {
  if (directory === DEFAULT_DIRECTORY || /[\\/]/.test(directory) || (await exists(directory))) return;
  throw new Refusal(
    `There is no directory ${shown(directory)}. Is it the experiment's name? Then: fx create --name ${JSON.stringify(directory)}. To make a directory of it, write ./${directory}`,
    'missing',
  );
}

async function nextStep({ variants = DEFAULT_VARIANTS }: Answers): Promise<string> {
  const [, ...others] = variants.map(({ key }) => key);
  const folder = await pagesHere();
  return `Say below ${others.join(' and ')} what changes, or click it together: fx dev${folder === '.' ? '' : ` ${folder}`}`;
}

function read(options: Options): Answers {
  const { id, name, description, variant, sampleRate, url, rule, metric, status } = options;
  return {
    id,
    name,
    description,
    status,
    url,
    variants: variant?.map(readVariant),
    sampleRate: sampleRate === undefined ? undefined : readShare(sampleRate),
    metrics: metric?.map(readMetric),
    rule: rule === undefined ? undefined : readRule(rule),
  };
}

/** A slice of the layer that no experiment has, archived ones left aside. */
async function takeSlice(directory: string, { layer: name, share }: Options): Promise<Layer | undefined> {
  if (name === undefined && share === undefined) return undefined;
  if (name === undefined || share === undefined)
    throw new Refusal('--layer and --share belong together, as in --layer checkout --share 0.3.', 'usage');
  const files = (await exists(directory)) ? await loadExperiments(directory).catch(() => []) : [];
  const { sources } = await compile(files);
  const living = [...sources.values()].map(({ raw }) => raw).filter(({ status }) => status !== 'archived');
  const slices = layersOf(living).get(name) ?? [];
  const slice = freeSlice(slices, readShare(share));
  if (slice) return { name, ...slice };
  const taken = slices.map(({ id, from, to }) => `${id} has ${from} to ${to}`).join(', ');
  throw new Refusal(
    `The layer ${name} has no free slice of ${share}: ${taken}. Take less, or archive one of them.`,
    'layer',
  );
}

function readRule(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(`--rule must be JSON, such as {"==": [{"var": "user.plan"}, "pro"]}.`, 'usage');
  }
}

/** Says which file has an id already, its name or its content. */
async function takenIn(directory: string): Promise<WhyTaken> {
  const files = (await exists(directory)) ? await loadExperiments(directory).catch(() => []) : [];
  const { sources } = await compile(files);
  const places = new Map([
    ...files.map(({ path }): [string, string] => [basename(path).replace(/\.ya?ml$/, ''), path]),
    ...[...sources].map(([id, { path }]): [string, string] => [id, path]),
  ]);
  return (id) => (places.has(id) ? `${places.get(id)} has it already: choose another.` : undefined);
}

/** Asks for everything that no option said; where nobody can be asked, id and name are needed. */
async function complete(
  terminal: Terminal,
  given: Answers,
  findTaken: () => WhyTaken | Promise<WhyTaken>,
): Promise<Answers> {
  const isOpen = given.id === undefined || given.name === undefined;
  if (isOpen && terminal.isInteractive) return (await import('../wizard.js')).ask(given, await findTaken());
  if (!isOpen) return given;
  const missing = (['id', 'name'] as const).filter((field) => given[field] === undefined).map((field) => `--${field}`);
  throw new Refusal(
    `Nobody can be asked here: add ${missing.join(' and ')}, as in fx create --id my-test --name "My test".`,
    'usage',
  );
}

/** The new file must be valid beside those that are there; their own problems do not count. */
async function requireValid(terminal: Terminal, directory: string, path: string, text: string): Promise<void> {
  const there = (await exists(directory)) ? await loadExperiments(directory).catch(() => []) : [];
  const added = { path, text: new TextEncoder().encode(text) };
  const files = [...there.filter((file) => file.path !== path), added];
  const { problems } = await compile(files);
  const own = problems.filter(
    ({ file, severity, message }) => severity === 'error' && (file === path || message.includes(path)),
  );
  for (const problem of own) terminal.say(problemText(problem, files, terminal.hint));
  if (own.length) throw new Refusal('Nothing was written: correct the answers above.', 'invalid', { problems: own });
}
