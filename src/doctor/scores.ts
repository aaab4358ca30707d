/** Gives every selector of experiments its score: whether it will mean the same element after the page has changed. */

import type { Experiment, Trigger } from '../core/index.js';
import { scoreOf, TRUSTED } from '../selectors/index.js';
import { type Check, ok, warned } from './finding.js';

/** One line for all that will last, and one for each that will not; none where there is no selector. */
export function scoreSelectors(experiments: readonly Experiment[]): Check[] {
  const homes = new Map<string, Set<string>>();
  for (const experiment of experiments)
    for (const selector of selectorsOf(experiment))
      homes.set(selector, (homes.get(selector) ?? new Set()).add(experiment.id));
  const scored = [...homes].map(([selector, ids]) => ({ selector, ids: [...ids], score: scoreOf(selector) }));
  const good = scored.filter(({ score }) => score >= TRUSTED);
  const words = good.map(({ score, selector }) => `${selector} (${score})`).join(', ');
  return [
    ...(good.length
      ? [
          ok(
            'score',
            `Of 100 for a selector that will last: ${words}. Whether it means one element, only the page tells.`,
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
