/** Makes the events of a page, for those who are in experiments for real. */

import type { FailureCode, FxEvent } from '../core/index.js';
import { createEvent, type Detail, describe } from './events.js';
import { attempt, warn } from './guard.js';
import { isFirst, isSilent, type Page } from './state.js';

/** @param isUrgent puts it in storage at once: what comes next may leave the page */
export const record = <T extends FxEvent['type']>(page: Page, type: T, detail: Detail<T>, isUrgent?: boolean): void => {
  if (isSilent(page)) return;
  const { pathname } = location;
  const origin = {
    subject: page._subject,
    ...(page._given && { visitor: page._visitor._id }),
    revision: page._manifest?.revision ?? '',
    path: `${attempt(() => page._options.path?.(pathname)) || pathname}`.split(/[?#]/)[0] as string,
  };
  page._delivery._record(createEvent(type, origin, detail), isUrgent);
};

/** Reports, once, that something of an experiment did not do what it should. */
export const fail = (
  page: Page,
  experiment: string,
  variant: string,
  code: FailureCode,
  error?: unknown,
  selector?: string,
): void => {
  const what = describe(code, error, selector);
  if (!isFirst(page, experiment, variant, code, selector, what.message)) return;
  if (page._options.debug || page._preview) warn(`${experiment} ${variant}: ${what.message} ${selector ?? ''}`);
  record(page, 'failure', { experiment, variant, ...what });
};
