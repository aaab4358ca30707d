/** Says what was done, who did it and how an experiment is, in words for people who have no terminal. */

import { dayText, type Html, html } from '../../pages/index.js';
import type { FaultProblem, Refused } from '../fault.js';
import type { TimedReadout } from '../readout/readouts.js';
import type { Deed } from '../record.js';
import type { PageNotice } from './page.js';

const DEEDS: Readonly<Record<string, string>> = {
  'experiment.create': 'made',
  'experiment.start': 'started',
  'experiment.stop': 'stopped',
  'experiment.pause': 'paused',
  'experiment.resume': 'resumed',
  'experiment.archive': 'archived',
  'experiment.conclude': 'concluded',
  'experiment.undo': 'undid a change of',
  'experiment.ship': 'gave everyone one variant of',
  'experiment.duplicate': 'copied',
  'experiment.update': 'changed',
  publish: 'published',
  rollback: 'went back to an earlier publication',
  off: 'switched everything off',
  on: 'switched everything on',
  guard: 'stopped, as it did harm,',
};

/** `Ada started`; the experiment follows. */
export const deedText = ({ what }: Pick<Deed, 'what'>): string => DEEDS[what] ?? what;

/** `Ada Lovelace <ada@example.com>` → `Ada Lovelace`. */
export const personIn = (who: string): string => who.replace(/ <[^>]*>$/, '');

/** `12.5%`, as far as shares of an experiment go. */
export const shareText = (part: number): string => `${Number((part * 100).toFixed(2))}%`;

/** Why something was not done. */
export const noticeOfFault = ({ message, problems }: Refused): PageNotice => ({
  kind: 'bad',
  text: `${message.replace(/\.$/, '')}.`,
  lines: problems.map(lineOfProblem),
});

/** `name must not be empty` */
export const lineOfProblem = ({ path, message, ...rest }: FaultProblem): string => {
  const line = (rest as { readonly line?: number }).line;
  return `${path || (line === undefined ? '' : `line ${line}`)} ${message}`.trim();
};

/** How an experiment is, as far as its numbers tell. */
export interface Health {
  readonly state: 'good' | 'bad' | 'open' | 'silent';
  readonly text: string;
}

/** With the coloured dot. */
export const healthPart = ({ state, text }: Health): Html => html`<span class="health health-${state}">${text}</span>`;

/** So long without a new visitor is told, milliseconds. */
const SILENCE_MS = 2 * 86_400_000;

/** From the last read-out. */
export function healthOf(readout: Pick<TimedReadout, 'results' | 'at'> | null, id: string): Health {
  const result = readout?.results.find((one) => one.id === id);
  if (!readout || !result) return { state: 'open', text: 'not read yet' };
  if (!result.subjects) return { state: 'open', text: 'no visitors yet' };
  const { alarms } = result.verdict;
  const words = {
    split: 'split is off',
    mixed: 'visitors saw several variants',
    failures: 'fails more in one variant',
  };
  if (alarms.length) return { state: 'bad', text: alarms.map((alarm) => words[alarm]).join(', ') };
  const worse = result.verdict.guards.find(({ state }) => state === 'worse');
  if (worse) return { state: 'bad', text: `${worse.metric} is worse than it may get` };
  if (result.untilMs !== null && readout.at - result.untilMs > SILENCE_MS)
    return { state: 'silent', text: `no visitors since ${shortDay(result.untilMs, readout.at)}` };
  // Nobody can say yet that the split is right.
  if (result.split?.state === 'open') return { state: 'open', text: 'too few visitors to tell' };
  return { state: 'good', text: 'healthy' };
}

/** `23 Nov`, with the year where it is another one. */
const shortDay = (time: number, now: number): string => {
  const day = dayText(time);
  const year = day.slice(-5);
  return dayText(now).endsWith(year) ? day.slice(0, -5) : day;
};
