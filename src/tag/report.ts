/** Makes the events of a page, for those who are in experiments for real. */

import type { FailureCode, FxEvent } from '../core/index.js';
import { attempt, warn } from './guard.js';
import { isFirst, isSilent, type Page } from './state.js';
import { randomId } from './visitor.js';

/** What only an event of that type says. */
export type Detail<T extends FxEvent['type']> = Omit<
  Extract<FxEvent, { type: T }>,
  'id' | 'at' | 'type' | 'subject' | 'visitor' | 'revision' | 'path'
>;

/** @param isUrgent puts it in storage at once: what comes next may leave the page */
export const record = <T extends FxEvent['type']>(page: Page, type: T, detail: Detail<T>, isUrgent?: boolean): void => {
  if (isSilent(page)) return;
  const { pathname } = location;
  const event = {
    id: randomId(),
    type,
    at: Date.now(),
    subject: page._subject,
    visitor: page._given && page._visitor._id,
    revision: page._manifest?.revision ?? '',
    path: `${attempt(() => page._options.path?.(pathname)) || pathname}`.split(/[?#]/)[0],
    ...detail,
  };
  page._delivery._record(event as unknown as FxEvent, isUrgent);
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
  const message = quote(() => error ?? code);
  if (!isFirst(page, experiment, variant, code, selector, message)) return;
  if (page._options.debug || page._preview) warn(`${experiment} ${variant}: ${message} ${selector ?? ''}`);
  record(page, 'failure', {
    experiment,
    variant,
    code,
    message,
    stack: quote(() => (error as Error).stack),
    selector: selector && cut(selector),
  });
};

/** What was thrown may throw when it is read. */
const quote = (read: () => unknown): string => attempt(() => cut(`${read() ?? ''}`)) ?? '';

/** A text without what stands behind `?` or `#` in its addresses, 1,000 characters at the most. */
export const cut = (text: string): string => text.slice(0, 1000).replace(/(\/[^\s/?#"]*)[?#]\S*/g, '$1');
