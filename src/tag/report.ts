/** Makes the events of a page, for those who are in experiments for real. */

import {
  type EventDetail,
  type FailureCode,
  type FxEvent,
  fitText,
  isAmount,
  isText,
  isTime,
  LONGEST_NAME,
  makeEvent,
} from '../core/index.js';
import { attempt, warn } from './guard.js';
import { isFirst, isSilent, type Session } from './state.js';
import { randomId } from './visitor.js';

/**
 * Makes an event, where those of this session count. One that no collector would take is not sent, and the console says
 * why.
 *
 * @param isUrgent puts it in storage at once: what comes next may leave the page
 * @param isWanted asked once the event is known to be sound, and may be stored
 */
export const record = (
  session: Session,
  detail: EventDetail,
  isUrgent?: boolean,
  isWanted: () => boolean = () => true,
): void => {
  const { _given: given, _delivery: delivery, _manifest: manifest, _options: options } = session._site;
  const { pathname } = location;
  const event = makeEvent(
    randomId(),
    {
      subject: session._subject,
      visitor: given && session._visitor.id,
      revision: manifest?.revision,
      path: `${attempt(() => options.path?.(pathname)) || pathname}`,
    },
    detail,
  );
  if (!isSendable(event)) warn(`${detail.type} dropped: its name, key, value or time is out of range`);
  else
    delivery._whenShown(() => {
      if (!isSilent(session) && isWanted()) delivery._record(event, isUrgent);
    });
};

/** Whether a collector would take an event, as far as the page can be wrong about it: all else is made to fit. */
const isSendable = (event: FxEvent): boolean =>
  isTime(event.at) &&
  (event.type !== 'conversion' ||
    (isText(event.name, 1, LONGEST_NAME) && isText(event.key ?? '', 0, LONGEST_NAME) && isAmount(event.value)));

/** Reports, once, that something of an experiment did not do what it should. */
export const fail = (
  session: Session,
  experiment: string,
  variant: string,
  code: FailureCode,
  error?: unknown,
  selector?: string,
): void => {
  const message = quote(() => error ?? code);
  if (!isFirst(session._told, experiment, variant, code, selector, message)) return;
  if (session._site._options.debug || session._preview) warn(`${experiment} ${variant}: ${message} ${selector ?? ''}`);
  record(session, {
    type: 'failure',
    experiment,
    variant,
    code,
    message,
    stack: quote(() => (error as Error).stack),
    selector: selector && cut(selector),
  });
};

/** Reads a text of a thrown value, which may throw itself. */
const quote = (read: () => unknown): string => attempt(() => cut(`${read() ?? ''}`)) ?? '';

/** A text without what stands behind `?` or `#` in its addresses, 1,000 characters at the most. */
export const cut = (text: string): string => fitText(text, 1000).replace(/(\/[^\s/?#"]*)[?#]\S*/g, '$1');
