/** Says in words why something was not done, what to do about it, and what should be known besides. */

import { addressSentence, CONFIG_WORDS, DECLARABLE, type Problem } from '../authoring/index.js';
import { Refusal, shown, withoutSecrets } from '../files/index.js';
import { plural } from '../pages/index.js';
import {
  type Attempt,
  CONFIG_FILE,
  count,
  type Notice,
  type Obstacle,
  type Step,
  type Voice,
} from '../publishing/index.js';
import type { Terminal } from './terminal.js';

/**
 * The value of an attempt.
 *
 * @param command what was typed, for sentences that repeat it
 * @throws Refusal with the sentence and the code of the obstacle
 */
export function orRefuse<T>(attempt: Attempt<T>, command = 'fx apply'): T {
  if (attempt.ok) return attempt.value;
  const { obstacle } = attempt;
  if (obstacle.code === 'files') throw obstacle.refusal;
  const details = obstacle.code === 'invalid' ? { problems: obstacle.problems } : {};
  throw new Refusal(obstacleText(obstacle, command), obstacle.code, details);
}

/** One obstacle as a sentence. */
export const obstacleText = (obstacle: Obstacle, command = 'fx apply'): string =>
  withoutSecrets(obstacleSentence(obstacle, command));

function obstacleSentence(obstacle: Obstacle, command: string): string {
  switch (obstacle.code) {
    case 'config':
      return `${shown(obstacle.path)}${CONFIG_WORDS[obstacle.field]}.`;
    case 'tag':
      return `${shown(obstacle.path)}: tag ${howToDeclare(obstacle)}`;
    case 'usage':
      return `A target is needed: ${howToName(obstacle, command)}.${(obstacle.warnings ?? []).map(guessText).join('')}`;
    case 'invalid':
      return `${obstacle.directory} has ${plural(count(obstacle.problems).errors, 'error')}: nothing was done. Run fx validate ${obstacle.directory} when they are corrected.`;
    case 'no-target':
      return `Nothing was published to ${obstacle.directory} yet: run fx apply --to ${obstacle.directory}.`;
    case 'state':
      return `${shown(obstacle.path)} is not a state file of this version of fx: put back the one that fx wrote, or delete it to begin a new history.`;
    case 'damaged':
      return 'path' in obstacle
        ? `${shown(obstacle.path)} is not a manifest of fx: put back the one that fx wrote, or delete it.`
        : `${obstacle.directory} has lost ${obstacle.role.replace('preview.', 'preview.<token>.')} of revision ${obstacle.revision}: put that file back from git or a backup; of the revision that is published now fx apply makes it anew.`;
    case 'address':
      return `${addressSentence(obstacle, shown)}.`;
    case 'remote':
      return `${obstacle.address} ${obstacle.isRefused ? 'refused it' : 'could not be reached'}: ${obstacle.reason}. What is not published yet stays so: run ${command} again.`;
    case 'locked':
      return obstacle.holder
        ? `Another fx is publishing there (process ${obstacle.holder.pid} on ${obstacle.holder.host}): wait for it, or delete ${shown(obstacle.path)} if it is gone.`
        : `${shown(obstacle.path)} was taken by another process: run it again.`;
    case 'moved':
      return `${obstacle.directory} was published to since it was compared: run fx plan again and look at what changed.`;
    case 'signed':
      return `${obstacle.directory} is signed, and servers that have its key would not take this: add --sign <file> with the private key, or --no-sign to publish it all the same.`;
    case 'breaking':
      return `${plural(obstacle.risks, 'change')} would move visitors or break the analysis: read why above, then run ${command}.`;
    case 'no-history':
      return obstacle.wanted !== null && obstacle.known.length
        ? `${obstacle.directory} holds no revision ${obstacle.wanted}: it holds ${obstacle.known.join(', ')}.`
        : `${obstacle.directory} holds no revision before ${obstacle.current}: there is nothing to go back to.`;
    case 'files':
      return obstacle.refusal.message;
  }
}

const howToDeclare = ({ nearest, word }: Extract<Obstacle, { code: 'tag' }>): string => {
  if (!word) return 'must be a list of what your pages use of the tag, such as [collect, consent].';
  return `has ${word}, which is nothing that pages use${nearest ? `: is ${nearest} meant?` : `: ${Object.keys(DECLARABLE).join(', ')} are.`}`;
};

/** A field that may be meant as another one may be why something is missing. */
const guessText = ({ file, line, path, message }: Problem): string =>
  message.endsWith('?') ? ` ${file}:${line}: ${path} ${message}` : '';

const howToName = ({ names, config }: Extract<Obstacle, { code: 'usage' }>, command: string): string =>
  names.length
    ? `run ${command} --to ${names[0]}; ${config === null ? '' : shown(config)} names ${names.join(', ')}`
    : `run ${command} --to <directory>, or name it in ${CONFIG_FILE}, as in targets: {live: public/fx}`;

/** One notice as a sentence. */
export const noticeText = (notice: Notice): string => withoutSecrets(noticeSentence(notice));

function noticeSentence(notice: Notice): string {
  switch (notice.code) {
    case 'taken-over':
      return `${shown(notice.path)} was left by a process that is gone: it is taken over.`;
    case 'finished':
      return `A publication to ${notice.directory} was interrupted: it is finished now.`;
    case 'off-anyway':
      return `${obstacleText(notice.obstacle)} Its files are off all the same.`;
    case 'new':
      return `${notice.directory} was never published to, and is no target of fx.config.yaml.`;
    case 'off':
      return `${notice.directory} is off and stays off: fx on --to ${notice.directory} switches it on.`;
    case 'unfinished':
      return `A publication to ${notice.directory} was interrupted: the next fx apply finishes it first.`;
    case 'adopted':
      return `${notice.directory} has no state.json, so metrics and earlier ids are not compared.`;
    case 'drift':
      return `Changed by somebody else, and replaced by the next fx apply: ${notice.names.join(', ')}.`;
    case 'repair':
      return `Not what their names say, and repaired by the next fx apply: ${notice.names.join(', ')}.`;
    case 'lost':
      return `Files of earlier revisions are lost, so fx rollback cannot go back to ${notice.revisions.join(', ')}: put them back from git or a backup.`;
    case 'no-token':
      return 'There is no fx.config.yaml with a previewToken, so drafts have no preview files.';
  }
}

/** A terminal as the voice of publishing: notices in yellow, steps with their label. */
export const voiceOf = (terminal: Pick<Terminal, 'say' | 'busy' | 'hint'>): Voice => ({
  say: (notice) => terminal.say(terminal.hint.yellow(`! ${noticeText(notice)}`)),
  busy: (step, work) => terminal.busy(STEPS[step.code](step.count), work),
});

const STEPS: { readonly [Code in Step['code']]: (count: number) => string } = {
  read: (files) => `Reading ${plural(files, 'file')}`,
  compare: (experiments) => `Comparing ${plural(experiments, 'experiment')}`,
};
