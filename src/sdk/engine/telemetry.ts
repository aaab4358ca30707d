/** Makes the events of an engine, as collectors read them. */

import {
  type EventDetail,
  type FxEvent,
  fitText,
  isAmount,
  isText,
  LONGEST_NAME,
  makeEvent,
} from '../../core/index.js';
import type { EngineState } from './decider.js';

/** Whether a collector would take a conversion. */
export const isCountable = (name: unknown, value: unknown, key: string | undefined): boolean =>
  isText(name, 1, LONGEST_NAME) && isAmount(value) && isText(key ?? '', 0, LONGEST_NAME);

/**
 * An event.
 *
 * @param id random, made for it
 * @param visitor the id of the storage, where the host gave the subject
 */
export function eventOf(
  state: EngineState,
  detail: EventDetail,
  id: string,
  at: number,
  visitor: string | undefined,
): FxEvent {
  const { manifest, subject, context } = state;
  const frame = {
    subject,
    visitor: visitor || undefined,
    revision: manifest?.revision,
    path: `${context.route ?? ''}`,
  };
  return { ...makeEvent(id, frame, detail), at };
}

/** What failed, without the query of any address. */
export function failureOf(experiment: string, variant: string, error: unknown): EventDetail {
  const [message, stack] = [() => error, () => (error as { readonly stack?: unknown } | null)?.stack].map(quote);
  return { type: 'failure', experiment, variant, code: 'error', message: message ?? '', stack: stack ?? '' };
}

/** A thrown value may throw when it is read. */
function quote(read: () => unknown): string {
  try {
    return fitText(`${read() ?? ''}`, 1000).replace(/(\/[^\s/?#"]*)[?#]\S*/g, '$1');
  } catch {
    // Silence is right: there are no words for it.
    return '';
  }
}
