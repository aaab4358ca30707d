/** Tries the selectors of experiments on the HTML of a page, and finds experiments that change one thing. */

import type { Experiment, Op } from '../core/index.js';
import type { Element } from '../markup/index.js';
import { type Check, ok, warned } from './finding.js';
import { describeStanding } from './standing.js';

/** Finds the elements of a selector; null where that cannot be said without a browser. */
type Match = (selector: string) => readonly Element[] | null;

/** One op, and what it changes. */
interface Touch {
  readonly id: string;
  readonly variant: string;
  readonly op: Op & { readonly selector: string };
  /** Null where this cannot be said. */
  readonly found: readonly Element[] | null;
}

/** What there is to say about the selectors of experiments that run on a page. */
export function checkSelectors(experiments: readonly Experiment[], match: Match): Check[] {
  const touches = experiments.flatMap((experiment) => touchesOf(experiment, match));
  if (!touches.length) return [];
  const found = [
    ...new Set([...touches.flatMap((touch) => describeTouch(touch, touches)), ...overlaps(touches, experiments)]),
  ];
  return found.length
    ? found.map((message) => warned('selector', message))
    : [ok('selector', 'Every selector finds its element in the HTML.')];
}

const touchesOf = ({ id, variants }: Experiment, match: Match): Touch[] =>
  variants.flatMap(({ key, domOps = [] }) =>
    domOps.flatMap((op) => ('selector' in op ? [{ id, variant: key, op, found: match(op.selector) }] : [])),
  );

function describeTouch({ id, variant, op, found }: Touch, touches: readonly Touch[]): string[] {
  if (!found) return [];
  const where = `${op.selector} of ${id}, ${variant},`;
  if (!found.length) return [`${where} finds nothing in the HTML: nothing changes unless a script adds it in time.`];
  const isAll = 'all' in op && op.all === true;
  const named = touches.flatMap((one) =>
    one.id === id && one.variant === variant && one.op.op === 'setAttr' ? one.op.name : [],
  );
  return [
    ...(found.length > 1 && !isAll
      ? [`${where} finds ${found.length} elements and changes the first: add all: true, or say which one.`]
      : []),
    ...describeStanding(op, found, named).map((phrase) => `${where} ${phrase}`),
  ];
}

/** Two experiments that change one thing of one element: which of them is seen is a matter of their order. */
function overlaps(touches: readonly Touch[], experiments: readonly Experiment[]): string[] {
  const byId = new Map(experiments.map((experiment) => [experiment.id, experiment]));
  const first = new Map<string, Map<Element, Touch>>();
  const messages: string[] = [];
  for (const touch of touches) {
    const what = aspectOf(touch.op);
    const elements = ('all' in touch.op && touch.op.all ? touch.found : touch.found?.slice(0, 1)) ?? [];
    const known = first.get(what) ?? new Map<Element, Touch>();
    first.set(what, known);
    for (const element of elements) {
      const other = known.get(element);
      if (!other) known.set(element, touch);
      else if (other.id !== touch.id && mayMeet(byId.get(other.id), byId.get(touch.id)))
        messages.push(
          `${other.id} and ${touch.id} both change the ${what} of ${touch.op.selector}: put them into one layer, or change other elements.`,
        );
    }
  }
  return messages;
}

function aspectOf(op: Touch['op']): string {
  if (op.op === 'setStyle') return `style ${op.name}`;
  if (op.op === 'setAttr') return `attribute ${op.name}`;
  if (op.op === 'addClass' || op.op === 'removeClass') return `classes ${op.value}`;
  return op.op === 'injectHTML' ? `surroundings (${op.position})` : 'content';
}

/** Slices of one layer that do not meet never change a page together. */
function mayMeet(a: Experiment | undefined, b: Experiment | undefined): boolean {
  if (!a?.layer || !b?.layer || a.layer.name !== b.layer.name) return true;
  return a.layer.from < b.layer.to && b.layer.from < a.layer.to;
}
