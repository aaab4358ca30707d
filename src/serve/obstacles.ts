/** Says to people without a terminal why something was not published, and what should be known besides. */

import { addressSentence, CONFIG_WORDS } from '../authoring/index.js';
import { shown, withoutSecrets } from '../files/index.js';
import { plural } from '../pages/index.js';
import { type Attempt, count, type Notice, type Obstacle } from '../publishing/index.js';
import { type Done, FAULTS, type FaultCode, refused, succeeded } from './fault.js';

/** An attempt of publishing as an answer. */
export function answerOf<Value>(attempt: Attempt<Value>): Done<Value> {
  if (attempt.ok) return succeeded(attempt.value);
  const { obstacle } = attempt;
  const problems = obstacle.code === 'invalid' ? obstacle.problems.filter(({ severity }) => severity === 'error') : [];
  return refused(codeFor(obstacle), { message: sentenceOf(obstacle), problems });
}

function codeFor(obstacle: Obstacle): FaultCode {
  if (obstacle.code === 'files')
    return ['no-space', 'not-writable'].includes(obstacle.refusal.code) ? 'STORAGE_FAILED' : 'PUBLICATION_FAILED';
  return CODES[obstacle.code] ?? 'PUBLICATION_FAILED';
}

const CODES: { readonly [Code in Obstacle['code']]?: FaultCode } = {
  usage: 'NO_TARGET',
  'no-target': 'NO_TARGET',
  invalid: 'VALIDATION_FAILED',
  moved: 'MOVED',
  breaking: 'BREAKING',
};

/** Viewers read it, too. */
const sentenceOf = (obstacle: Obstacle): string => withoutSecrets(sentenceFor(obstacle));

function sentenceFor(obstacle: Obstacle): string {
  switch (obstacle.code) {
    case 'config':
      return `${shown(obstacle.path)}${CONFIG_WORDS[obstacle.field]}`;
    case 'tag':
      return `${shown(obstacle.path)}: tag must be a list of what pages use${obstacle.word && `, which ${obstacle.word} is not`}`;
    case 'usage':
      return obstacle.names.length ? `Name one of the targets ${obstacle.names.join(', ')}` : FAULTS.NO_TARGET[1];
    case 'invalid':
      return `${plural(count(obstacle.problems).errors, 'error')} in the experiment files: nothing can be published until they are corrected`;
    case 'no-target':
      return `Nothing was published to ${obstacle.directory} yet`;
    case 'state':
      return `${shown(obstacle.path)} was not written by this version of fx: put back the one that was, or delete it to begin a new history`;
    case 'damaged':
      return `${'path' in obstacle ? shown(obstacle.path) : `${obstacle.role} of revision ${obstacle.revision}`} is lost or damaged: put it back from git or a backup`;
    case 'address':
      return addressSentence(obstacle, shown);
    case 'remote':
      return `${obstacle.address} ${obstacle.isRefused ? 'refused it' : 'could not be reached'}: ${obstacle.reason}. What visitors have stays as it is, and a publication that was begun is finished by the next one`;
    case 'locked':
      return 'Somebody else is publishing right now: wait a moment, then try again';
    case 'moved':
      return FAULTS.MOVED[1];
    case 'signed':
      return `${obstacle.directory} is signed, and nobody has the key here: start fx serve with --sign, publish with fx apply --sign, or switch everything off`;
    case 'breaking':
      return `${plural(obstacle.risks, 'change')} would move visitors or break the analysis: allow it, and say why`;
    case 'no-history':
      return 'There is no such revision to go back to';
    case 'files':
      return obstacle.refusal.message.replace(/\.$/, '');
  }
}

/** What should be known before publishing. */
export const noteText = (notice: Notice): string => withoutSecrets(noteSentence(notice));

function noteSentence(notice: Notice): string {
  switch (notice.code) {
    case 'taken-over':
      return 'A publication that was cut off is out of the way.';
    case 'finished':
      return 'A publication that was cut off is finished now.';
    case 'off-anyway':
      return `Everything is off. ${sentenceFor(notice.obstacle)}.`;
    case 'new':
      return `${notice.directory} was never published to.`;
    case 'off':
      return 'Everything is switched off, and stays off after this.';
    case 'unfinished':
      return 'A publication was cut off: the next one finishes it first.';
    case 'adopted':
      return `${notice.directory} holds files that fx did not remember: metrics and earlier ids are not compared.`;
    case 'drift':
      return `Somebody else changed ${notice.names.join(', ')}: that is replaced.`;
    case 'repair':
      return `${notice.names.join(', ')} are damaged, and are repaired.`;
    case 'lost':
      return `Files are lost, so that nobody can go back to ${notice.revisions.join(', ')}.`;
    case 'no-token':
      return 'fx.config.yaml has no previewToken, so drafts have no preview.';
  }
}
