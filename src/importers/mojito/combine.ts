/** Joins triggers, and says in one line what a trigger is. */

import type { TriggerSpec } from '../../authoring/checks.js';

/** Fires when every one has. */
export function all(triggers: readonly TriggerSpec[]): TriggerSpec {
  const members = flatten('all', triggers).filter(({ kind }) => kind !== 'auto');
  const [only, ...others] = members;
  return only === undefined ? { kind: 'auto' } : others.length ? { kind: 'all', of: members } : only;
}

/** Fires when the first has. Without any part it waits for `fx.activate`. */
export function any(triggers: readonly TriggerSpec[]): TriggerSpec {
  const members = flatten('any', triggers);
  const [only, ...others] = members;
  if (only === undefined) return { kind: 'manual' };
  if (members.some(({ kind }) => kind === 'auto')) return { kind: 'auto' };
  return others.length ? { kind: 'any', of: members } : only;
}

/** Each once. */
function flatten(kind: 'all' | 'any', triggers: readonly TriggerSpec[]): TriggerSpec[] {
  const members = triggers.flatMap((one) => (one.kind === kind ? one.of : [one]));
  const texts = members.map((one) => JSON.stringify(one));
  return members.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
}

/** `urlMatch ^/cart, waitForSelector .buy`. */
export function triggerText(trigger: TriggerSpec): string {
  switch (trigger.kind) {
    case 'urlMatch':
      return `urlMatch ${trigger.pattern}${trigger.on === 'url' ? ' on url' : ''}`;
    case 'waitForSelector':
      return `waitForSelector ${trigger.selector}${trigger.timeoutMs === undefined ? '' : `, ${trigger.timeoutMs} ms`}`;
    case 'event':
      return `event ${trigger.name}`;
    case 'all':
    case 'any':
      return `${trigger.kind} of (${trigger.of.map(triggerText).join('; ')})`;
    default:
      return trigger.kind;
  }
}
