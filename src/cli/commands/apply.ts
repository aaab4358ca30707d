/** Runs `fx apply`: publishes experiments to a target, or carries out a saved plan. */

import { Refusal, readText, withoutSecrets } from '../../files/index.js';
import { carryOut, DEFAULT_DIRECTORY, fixedName, isSignedBy, type Planned, riskOf } from '../../publishing/index.js';
import { commandLine, confirm } from '../ask.js';
import { example, type Io, type Setup, TO, targetOf } from '../command.js';
import { obstacleText, orRefuse, voiceOf } from '../obstacles.js';
import { planData, planText } from '../planprint.js';
import { planAt } from '../problems.js';
import { NO_SIGN, SIGN, type SignOptions, signingOf, signWords } from '../signing.js';
import type { Terminal } from '../terminal.js';

interface Options extends SignOptions {
  readonly to?: string;
  readonly allowBreaking?: boolean;
  readonly yes?: boolean;
}

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'a directory of experiments, or a plan that was saved with fx plan -o', DEFAULT_DIRECTORY)
    .option(...TO)
    .option('--allow-breaking', 'publish although visitors move or the analysis breaks')
    .option(...SIGN)
    .option(...NO_SIGN)
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', example('fx apply experiments --to public/fx', 'fx apply plan.json'))
    .action((source: string, options: Options) =>
      (source.endsWith('.json') ? applySaved : applyNow)(io, source, options),
    );
};

async function applyNow(io: Io, directory: string, options: Options): Promise<void> {
  const destination = await targetOf(options.to, `fx apply ${directory}`, directory);
  const planned = await planAt(io.terminal, directory, destination);
  const to = options.to === undefined ? [] : ['--to', options.to];
  await applyPlan(io, planned, options, ['fx', 'apply', directory, ...to, ...signWords(options)]);
}

/** A saved plan is a yes: nobody is asked again. */
async function applySaved(io: Io, file: string, options: Options): Promise<void> {
  const saved = await readPlan(file);
  const destination = await targetOf(options.to ?? saved.target, 'fx apply', saved.directory);
  const planned = await planAt(io.terminal, saved.directory, destination);
  const again = `Run fx plan ${saved.directory} --to ${planned.target.place} -o ${file} again and look at what changed.`;
  if (planned.target.base !== saved.base) {
    throw new Refusal(`${planned.target.place} was published to since ${file} was made. ${again}`, 'moved');
  }
  if (planned.rendered.release.release !== saved.proposed) {
    throw new Refusal(`${saved.directory}, its configuration or fx changed since ${file} was made. ${again}`, 'stale');
  }
  await applyPlan(io, planned, { ...options, yes: true }, ['fx', 'apply', ...signWords(options), file]);
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

async function applyPlan(io: Io, planned: Planned, options: Options, words: readonly string[]): Promise<void> {
  const { terminal } = io;
  const { project, rendered, isNoop } = planned;
  const { mirror } = planned.target;
  const place = withoutSecrets(planned.target.place);
  const signing = await signingOf(options);
  const { signer } = signing;
  const isDue = !isNoop || (signer !== undefined && !(await isSignedBy(planned.target, signer)));
  if (!terminal.isJson) terminal.say(planText(planned, terminal.hint));
  if (isDue) {
    await requireConsent(terminal, planned, options, words);
    const { say } = voiceOf(terminal);
    const consent = { ...signing, say, isBreakingAllowed: options.allowBreaking === true };
    orRefuse(await terminal.busy(`Publishing to ${place}`, () => carryOut(planned, consent)));
    terminal.say(
      `${terminal.hint.green('✓')} Published revision ${rendered.release.revision}${signer ? ', signed' : ''}.`,
    );
  }
  if (terminal.isJson) return terminal.json('apply', { ...planData(planned), applied: isDue });
  if (!isDue) return;
  const roles = [...rendered.files.keys()];
  const signatures = signer ? roles.filter((role) => role.endsWith('.json')).map((role) => `${role}.sig`) : [];
  const names = [...roles, ...signatures].map((role) => fixedName(role, project.token));
  terminal.data(
    names
      .map((name) => (mirror ? name : `${place}/${name}`))
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
  const risk = riskOf(planned);
  const isSaved = words.at(-1)?.endsWith('.json');
  const command = [
    ...words,
    ...(risk ? ['--allow-breaking'] : []),
    ...(isSaved || terminal.isInteractive ? [] : ['--yes']),
  ];
  if (risk && !allowBreaking) throw new Refusal(obstacleText(risk, commandLine(command)), risk.code, planData(planned));
  const { place } = planned.target;
  const question = planned.isNew
    ? `${place} was never published to, and is no target of fx.config.yaml. Make it and publish this there?`
    : `Publish this to ${place}?`;
  if (!yes) await confirm(terminal, question, command);
}
