/** Runs `fx explain`: why one visitor gets what they get from one experiment, gate by gate. */

import {
  decide,
  type Experiment,
  explain,
  holdoutsFor,
  type Manifest,
  type Question,
  type Reason,
} from '../../core/index.js';
import { Refusal } from '../../files/index.js';
import { inLine } from '../../pages/index.js';
import { DEFAULT_DIRECTORY, openTarget } from '../../publishing/index.js';
import { example, type Setup, targetOf } from '../command.js';
import { readContexts } from '../input.js';
import { obstacleText, orRefuse } from '../obstacles.js';
import { validAt } from '../problems.js';
import { redirectSentence, sentence, triggerGate } from '../sentences.js';
import { unknown } from '../status.js';

interface Options {
  readonly subject: string;
  readonly context?: string;
  readonly sticky?: string;
  readonly preview?: string;
  readonly now?: string;
  readonly to?: string;
  readonly url?: string;
}

export const setup: Setup = (command, io) => {
  command
    .argument('<id>', 'of the experiment')
    .argument('[dir]', 'a directory of experiments', DEFAULT_DIRECTORY)
    .requiredOption('--subject <id>', "the visitor's or the user's id")
    .option('--context <json>', 'targeting facts: JSON, or @file', '{}')
    .option('--sticky <variant>', 'the assignment that their browser stores')
    .option('--preview <variant>', 'the variant that a preview forces')
    .option('--now <date>', 'the time, ISO 8601 with zone (default: now)')
    .option('--url <address>', 'the page, to say whether its trigger waits there')
    .option('--to <directory>', 'explain what is published there, not the files')
    .addHelpText('after', example(`fx explain homepage-cta --subject 42 --context '{"user": {"plan": "pro"}}'`))
    .action(async (id: string, directory: string, options: Options) => {
      const { terminal } = io;
      const [context = {}] = await readContexts(options.context, '--context');
      const now = readTime(options.now);
      const { experiment, enabled, holdouts } = await (options.to === undefined
        ? fromFiles(id, directory)
        : fromTarget(id, (await targetOf(options.to, 'fx explain', directory)).directory));
      const question: Question = {
        subject: options.subject,
        context,
        enabled,
        holdouts: holdoutsFor({ holdouts }, experiment, now),
        now,
        sticky: options.sticky ?? null,
        forced: options.preview ?? null,
      };
      const decision = decide(experiment, question);
      const gates = explain(experiment, question).map((gate) => ({ ...gate, sentence: inLine(sentence(gate)) }));
      const trigger = triggerGate(experiment, readUrl(options.url));
      if (terminal.isJson) {
        const asData = gates.map(({ gate, pass, saw: { now: _now, ...saw } }) => ({ gate, pass, saw }));
        const { redirect } = experiment.variants.find(({ key }) => key === decision.variant) ?? {};
        const result = { id, subject: options.subject, decision, gates: asData, trigger };
        return terminal.json('explain', redirect === undefined ? result : { ...result, redirect });
      }
      const { bold, green, red, dim } = terminal.paint;
      terminal.data(
        bold(
          `${inLine(options.subject)} in ${id}: ${inLine(outcome(decision))}${trigger.pass === false && decision.variant !== null ? ', not on that page' : ''}`,
        ),
      );
      for (const { gate, pass, sentence } of gates) {
        terminal.data(`${pass ? green('✓') : red('✗')} ${dim(gate.padEnd(8))} ${sentence}`);
      }
      const sign = trigger.pass === null ? '…' : trigger.pass ? green('✓') : red('✗');
      terminal.data(`${sign} ${dim('trigger'.padEnd(8))} ${inLine(trigger.sentence)}`);
      const leaves = decision.recipe ? redirectSentence(experiment, decision.variant) : undefined;
      if (leaves) terminal.data(`→ ${dim('redirect'.padEnd(8))} ${inLine(leaves)}`);
    });

  const fromFiles = async (id: string, directory: string) => {
    const { preview } = (await validAt(io.terminal, directory)).valid;
    const experiment = preview.experiments.find((one) => one.id === id);
    if (!experiment)
      throw new Refusal(
        unknown(
          id,
          directory,
          preview.experiments.map((one) => one.id),
        ),
        'unknown-id',
      );
    return { experiment, enabled: true, holdouts: preview.holdouts };
  };
};

/** An experiment, and what its manifest says about all of them. */
type Found = { readonly experiment: Experiment } & Pick<Manifest, 'enabled' | 'holdouts'>;

async function fromTarget(id: string, to: string): Promise<Found> {
  const target = orRefuse(await openTarget(to));
  if (!target.state) throw new Refusal(obstacleText({ code: 'no-target', directory: to }), 'no-target');
  const { enabled } = target.state;
  const published = target.published.get(id);
  if (!published) throw new Refusal(unknown(id, to, [...target.published.keys()]), 'unknown-id');
  return { experiment: published.experiment, enabled, holdouts: target.holdouts };
}

function readUrl(text: string | undefined): URL | null {
  if (text === undefined) return null;
  if (URL.canParse(text)) return new URL(text);
  throw new Refusal(`--url must be an address such as https://www.example.com/cart, not ${text}.`, 'usage');
}

function readTime(text: string | undefined): number {
  const time = text === undefined ? Date.now() : Date.parse(text);
  if (!Number.isNaN(time)) return time;
  throw new Refusal(`--now must be a date such as 2027-01-31T12:00:00Z, not ${text}.`, 'usage');
}

const whys: { readonly [Name in Reason]: string } = {
  preview: 'by a preview',
  disabled: 'experiments are switched off',
  draft: 'it is a draft',
  paused: 'it is paused',
  schedule: 'it does not run at this time',
  holdout: 'held out by a holdout',
  divert: 'by divertTo',
  sample: 'not in the sample',
  sticky: 'by their stored assignment',
  removed: 'their stored variant is gone',
  layer: 'outside of its slice of the layer',
  rule: 'the rule is false',
  assigned: 'by the weights',
};

function outcome({ variant, recipe, exposure, reason }: ReturnType<typeof decide>): string {
  if (variant === null) return `out (${whys[reason]})`;
  const seen = recipe ? (exposure ? 'sees it and is counted' : 'sees it, not counted') : 'does not see it';
  return `${variant} (${whys[reason]}), ${seen}`;
}
