/** `fx apply`: publishes experiments to a target, or carries out a saved plan. */

import { Refusal, readText } from '../../files/index.js';
import { plural } from '../../pages/index.js';
import {
  DEFAULT_DIRECTORY,
  finish,
  fixedName,
  HISTORY_LIMIT,
  nowUsed,
  type Planned,
  type Publication,
  planFor,
  planJson,
  publish,
  publishedOf,
  riskCount,
  switchRelease,
  type Target,
} from '../../publishing/index.js';
import { commandLine, confirm } from '../ask.js';
import { example, type Io, type Setup, TO, targetOf } from '../command.js';
import { planText } from '../planprint.js';
import type { Terminal } from '../terminal.js';

interface Options {
  readonly to?: string;
  readonly allowBreaking?: boolean;
  readonly yes?: boolean;
}

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'a directory of experiments, or a plan that was saved with fx plan -o', DEFAULT_DIRECTORY)
    .option(...TO)
    .option('--allow-breaking', 'publish although visitors move or the analysis breaks')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', example('fx apply experiments --to public/fx', 'fx apply plan.json'))
    .action((source: string, options: Options) =>
      (source.endsWith('.json') ? applySaved : applyNow)(io, source, options),
    );
};

async function applyNow(io: Io, directory: string, options: Options): Promise<void> {
  const destination = await targetOf(options.to, `fx apply ${directory}`, directory);
  const planned = await planFor(io.terminal, directory, destination);
  const to = options.to === undefined ? [] : ['--to', options.to];
  await carryOut(io, planned, options, ['fx', 'apply', directory, ...to]);
}

/** A saved plan is a yes: nobody is asked again. */
async function applySaved(io: Io, file: string, options: Options): Promise<void> {
  const saved = await readPlan(file);
  const destination = await targetOf(options.to ?? saved.target, 'fx apply', saved.directory);
  const planned = await planFor(io.terminal, saved.directory, destination);
  const again = `Run fx plan ${saved.directory} --to ${planned.target.directory} -o ${file} again and look at what changed.`;
  if (planned.target.base !== saved.base) {
    throw new Refusal(`${planned.target.directory} was published to since ${file} was made. ${again}`, 'moved');
  }
  if (planned.rendered.release.release !== saved.proposed) {
    throw new Refusal(`${saved.directory}, its configuration or fx changed since ${file} was made. ${again}`, 'stale');
  }
  await carryOut(io, planned, { ...options, yes: true }, ['fx', 'apply', file]);
}

interface SavedPlan {
  readonly directory: string;
  readonly target: string;
  readonly base: string | null;
  readonly proposed: string;
}

async function readPlan(file: string): Promise<SavedPlan> {
  const text = await readText(file);
  if (text === null) throw new Refusal(`There is no file ${file}: make it with fx plan -o ${file}.`, 'no-plan');
  try {
    const value = JSON.parse(text) as { schema?: unknown } & SavedPlan;
    if (value.schema === 'fx.plan/1' && typeof value.directory === 'string' && typeof value.target === 'string')
      return value;
  } catch {
    // The sentence below says it.
  }
  throw new Refusal(`${file} is not a plan of fx: make it with fx plan -o ${file}.`, 'no-plan');
}

async function carryOut(io: Io, planned: Planned, options: Options, words: readonly string[]): Promise<void> {
  const { terminal } = io;
  const { project, rendered, isNoop } = planned;
  const { directory } = planned.target;
  if (!terminal.isJson) terminal.say(planText(planned, terminal.hint));
  if (!isNoop) {
    await requireConsent(terminal, planned, options, words);
    const say = (sentence: string): void => terminal.say(terminal.hint.yellow(`! ${sentence}`));
    const target = await finish(planned.target, { say });
    await publish(target, publicationOf(planned, target), { say });
    terminal.say(`${terminal.hint.green('✓')} Published revision ${rendered.release.revision}.`);
  }
  if (terminal.isJson) return terminal.json('apply', { ...planJson(planned), applied: !isNoop });
  if (isNoop) return;
  const names = [...rendered.files.keys()].map((role) => fixedName(role, project.token));
  terminal.data(
    names
      .map((name) => `${directory}/${name}`)
      .sort()
      .join('\n'),
  );
}

/** @throws Refusal that names the command which does what this one may not */
async function requireConsent(
  terminal: Terminal,
  planned: Planned,
  { allowBreaking, yes }: Options,
  words: readonly string[],
): Promise<void> {
  const risks = riskCount(planned.plan);
  const isSaved = words.at(-1)?.endsWith('.json');
  const command = [
    ...words,
    ...(risks ? ['--allow-breaking'] : []),
    ...(isSaved || terminal.isInteractive ? [] : ['--yes']),
  ];
  if (risks && !allowBreaking) {
    throw new Refusal(
      `${plural(risks, 'change')} would move visitors or break the analysis: read why above, then run ${commandLine(command)}.`,
      'breaking',
      planJson(planned),
    );
  }
  const { directory } = planned.target;
  const question = planned.isNew
    ? `${directory} was never published to, and is no target of fx.config.yaml. Make it and publish this there?`
    : `Publish this to ${directory}?`;
  if (!yes) await confirm(terminal, question, command);
}

/** What the target is to hold and to remember. The same release again, to put files right, is no new entry of its history. */
function publicationOf({ project, rendered, valid }: Planned, { state, published }: Target): Publication {
  const enabled = state?.enabled ?? true;
  const live = publishedOf(valid.manifest, rendered.release.metrics);
  const isSame = state?.current.release === rendered.release.release;
  const history = !state ? [] : isSame ? state.history : [state.current, ...state.history];
  return {
    files: switchRelease(rendered.files, enabled),
    token: project.token,
    state: {
      schema: 'fx.state/1',
      enabled,
      current: rendered.release,
      history: history.slice(0, HISTORY_LIMIT),
      used: nowUsed(state?.used ?? [], published, live, false),
    },
  };
}
