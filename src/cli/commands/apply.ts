/** `fx apply`: publishes experiments to a target, or carries out a saved plan. */

import { commandLine, confirm } from '../ask.js';
import { example, type Io, type Setup, TO } from '../command.js';
import { readText } from '../files.js';
import { type Planned, planFor, planJson, riskCount } from '../planning.js';
import { planText } from '../planprint.js';
import { plural, Refusal } from '../print.js';
import { DEFAULT_DIRECTORY } from '../project.js';
import { finish, publish } from '../publish.js';
import { fixedName, publishedOf, switchRelease } from '../release.js';
import { HISTORY_LIMIT, nowUsed, type State } from '../state.js';

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
  if (options.to === undefined) {
    throw new Refusal(`A target is needed: run fx apply ${directory} --to <directory>.`, 'usage');
  }
  const planned = await planFor(io.terminal, directory, options.to);
  await carryOut(io, planned, options, ['fx', 'apply', directory, '--to', options.to]);
}

/** A saved plan is a yes: nobody is asked again. */
async function applySaved(io: Io, file: string, options: Options): Promise<void> {
  const saved = await readPlan(file);
  const planned = await planFor(io.terminal, saved.directory, options.to ?? saved.target);
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
    // said below
  }
  throw new Refusal(`${file} is not a plan of fx: make it with fx plan -o ${file}.`, 'no-plan');
}

async function carryOut(io: Io, planned: Planned, options: Options, words: readonly string[]): Promise<void> {
  const { terminal } = io;
  const { plan, project, rendered, valid } = planned;
  const say = (sentence: string): void => terminal.say(terminal.hint.yellow(`! ${sentence}`));
  if (!terminal.isJson) terminal.say(planText(planned, terminal.hint));
  const result = { ...planJson(planned), applied: !planned.isNoop };
  if (!planned.isNoop) {
    const risks = riskCount(plan);
    const withRisk = risks ? [...words, '--allow-breaking'] : words;
    const withYes = words.length > 3 ? [...withRisk, '--yes'] : withRisk;
    if (risks && !options.allowBreaking) {
      throw new Refusal(
        `${plural(risks, 'change')} would move visitors or break the analysis: read why above, then run ${commandLine(terminal.isInteractive ? withRisk : withYes)}.`,
        'breaking',
        planJson(planned),
      );
    }
    if (!options.yes) await confirm(terminal, `Publish this to ${planned.target.directory}?`, withYes);
    const target = await finish(planned.target, { say });
    const enabled = target.state?.enabled ?? true;
    const files = switchRelease(rendered.files, enabled);
    const after = publishedOf(valid.manifest, rendered.release.metrics);
    const state: State = {
      schema: 'fx.state/1',
      enabled,
      current: rendered.release,
      history: target.state ? [target.state.current, ...target.state.history].slice(0, HISTORY_LIMIT) : [],
      used: nowUsed(target.state?.used ?? [], target.published, after, false),
    };
    await publish(target, { state, files, token: project.token }, { say });
    terminal.say(`${terminal.hint.green('✓')} Published revision ${rendered.release.revision}.`);
  }
  if (terminal.isJson) return terminal.json('apply', result);
  const { directory } = planned.target;
  if (!planned.isNoop)
    for (const role of [...rendered.files.keys()].sort())
      terminal.data(`${directory}/${fixedName(role, project.token)}`);
}
