/** Gives every selector of experiments its score: whether it will mean the same element after the page has changed. */

import type { Experiment, Trigger } from '../core/index.js';
import { scoreOf, TRUSTED } from '../selectors/index.js';
import { type Check, ok, warned } from './finding.js';

/**
 * One line for all that will last, and one for each that will not; none where there is no selector.
 *
 * @param isMissing whether the page that is looked at has nothing for a selector: that it would last is no praise then
 */
export function scoreSelectors(
  experiments: readonly Experiment[],
  isMissing: (selector: string) => boolean = () => false,
): Check[] {
  const homes = new Map<string, Set<string>>();
  for (const experiment of experiments)
    for (const selector of selectorsOf(experiment))
      homes.set(selector, (homes.get(selector) ?? new Set()).add(experiment.id));
  const scored = [...homes].map(([selector, ids]) => ({ selector, ids: [...ids], score: scoreOf(selector) }));
  const good = scored.filter(({ selector, score }) => score >= TRUSTED && !isMissing(selector));
  const words = good.map(({ score, selector }) => `${selector} (${score})`).join(', ');
  return [
    ...(good.length
      ? [
          ok(
            'score',
            `Selectors that will last when the page changes, with their score of 100: ${words}. Whether it means one element, only the page tells.`,
          ),
        ]
      : []),
    ...scored
      .filter(({ score }) => score < TRUSTED)
      .map(({ ids, score, selector }) =>
        warned(
          'score',
          `${selector} of ${ids.join(', ')} has ${score} of 100: it will hit something else after a change of the page, so put data-fx="name" on the element and write [data-fx="name"].`,
        ),
      ),
  ];
}

const selectorsOf = ({ trigger, variants }: Experiment): string[] => [
  ...(trigger ? awaited(trigger) : []),
  ...variants.flatMap(({ domOps = [] }) => domOps.flatMap((op) => ('selector' in op ? [op.selector] : []))),
];

/** What a trigger waits for. */
function awaited(trigger: Trigger): string[] {
  if (trigger.kind === 'all' || trigger.kind === 'any') return trigger.of.flatMap(awaited);
  return 'selector' in trigger ? [trigger.selector] : [];
}
