/** Says which experiments of a page's manifest would run on it. */

import { describeVisitors, liveStatus } from '../authoring/index.js';
import { type Experiment, isSound, statusOf, type Trigger } from '../core/index.js';
import { type Check, failed, ok, warned } from './finding.js';
import type { LoadedPage } from './page.js';
import type { Permissions } from './permission.js';
import type { Tag } from './tag.js';
import { isHere, whyNotHere } from './whereabouts.js';

/** Its address, and whether it was read from a disk. */
type Page = Pick<LoadedPage, 'url' | 'isFile'>;

/** A finding for every experiment, in the manifest's order. */
export function checkExperiments({ manifest, kind }: Tag, page: Page, permissions: Permissions, now: number): Check[] {
  if (!manifest) return [];
  if (!manifest.enabled)
    return [failed('enabled', 'All experiments are switched off: fx on --to <target> switches them on.')];
  if (!manifest.experiments.length) return [warned('experiments', 'There is no experiment in it.')];
  return manifest.experiments.map((experiment) => prospect(experiment, page, permissions, kind, now));
}

/** The experiments that would run on a page, as far as its address, their status and their dates tell. */
export const runsHere = ({ manifest }: Tag, page: URL, now: number): readonly Experiment[] =>
  !manifest?.enabled
    ? []
    : manifest.experiments.filter(
        (experiment) =>
          isSound(experiment, anyFunctions()) &&
          liveStatus(experiment, now) === 'running' &&
          isHere(experiment.trigger ?? { kind: 'auto' }, page) !== false,
      );

/** A container's code is not in its manifest: any number stands for a function there. */
const anyFunctions = (): unknown[] => new Proxy([], { get: () => () => undefined });

function prospect(
  experiment: Experiment,
  page: Page,
  { html, js }: Permissions,
  kind: Tag['kind'],
  now: number,
): Check {
  const { id, trigger = { kind: 'auto' } } = experiment;
  const say = (level: typeof ok, words: string): Check => level('experiment', `${id} ${words}.`);
  const functions = kind === 'container' ? anyFunctions() : [];
  if (!isSound(experiment, functions)) return say(failed, 'runs for nobody: fx.js does not know what it holds');
  const status = statusOf(experiment);
  if (status !== 'running') return say(warned, `does not run: it is ${status === 'draft' ? 'a draft' : status}`);
  if (experiment.startAt !== undefined && Date.parse(experiment.startAt) > now)
    return say(warned, `does not run before ${experiment.startAt}`);
  if (experiment.endAt !== undefined && Date.parse(experiment.endAt) <= now)
    return say(warned, `does not run since ${experiment.endAt}`);
  if (!html && usesHtml(experiment))
    return say(failed, 'runs for nobody on this page: it uses HTML, which the policy blocks');
  if (!js && kind !== 'container' && usesJs(experiment))
    return say(failed, 'runs for nobody on this page: it uses js, which the policy blocks');
  if (isHere(trigger, page.url) === false)
    return say(warned, `does not run on this page: ${whyNotHere(trigger, page)}`);
  return say(ok, `runs here ${whenOf(trigger)}, for ${describeVisitors(experiment)}`);
}

const usesHtml = ({ variants }: Experiment): boolean =>
  variants.some(({ domOps = [] }) => domOps.some(({ op }) => op === 'replaceHTML' || op === 'injectHTML'));

const usesJs = ({ sharedJs, trigger, variants }: Experiment): boolean =>
  [sharedJs, ...variants.map((variant) => variant.js)].some((js) => js !== undefined) ||
  (!!trigger && hasScript(trigger));

const hasScript = (trigger: Trigger): boolean =>
  trigger.kind === 'script' || ((trigger.kind === 'all' || trigger.kind === 'any') && trigger.of.some(hasScript));

function whenOf(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'auto':
    case 'urlMatch':
      return 'at once';
    case 'waitForSelector':
      return `when ${trigger.selector} is there`;
    case 'event':
      return `on the event ${trigger.name}`;
    case 'visible':
      return `when ${trigger.selector} is on screen`;
    case 'manual':
      return 'when the page calls fx.activate()';
    case 'script':
      return 'when its trigger script says so';
    default:
      return trigger.kind === 'all' ? 'when all of its triggers have fired' : 'when one of its triggers has fired';
  }
}
