/** Shows one received event as a row that opens to its JSON. */

import type { FxEvent } from '../../core/index.js';
import { inLine } from '../../pages/inline.js';
import { element } from './elements.js';

/** An event with the two clocks that correct its time. */
export type Received = FxEvent & { readonly received: number; readonly sentAt: number };

/** A row. Nothing of an event is trusted: each part is shown as text. */
export function row(event: Received): HTMLLIElement {
  const { what, which, why } = parts(event);
  const type = String(event.type);
  const time = happened(event);
  const summary = element(
    'summary',
    {},
    cell('time', 'Time', element('time', { datetime: time.toISOString() }, time.toLocaleTimeString())),
    cell('type', 'Type', element('span', { class: `chip chip-${/^[a-z]+$/.test(type) ? type : 'other'}` }, type)),
    cell('what', 'Experiment or event', what),
    cell('which', 'Variant or value', which),
    cell('subject', 'Visitor', shortened(String(event.subject))),
    cell('path', 'Page', String(event.path)),
    cell('why', 'Reason', why),
  );
  const details = element('details', {}, summary);
  // 500 rows of JSON would be made for the one that somebody opens.
  details.addEventListener('toggle', () => {
    if (details.childElementCount > 1) return;
    const lines = JSON.stringify(event, null, 2).split('\n').map(inLine);
    details.append(element('pre', { tabindex: '0' }, document.createTextNode(lines.join('\n'))));
  });
  return element('li', {}, details);
}

/**
 * Puts an event into a list whose newest is first, by when it happened: what a page could not send is received with
 * what came later.
 */
export function insert(list: HTMLOListElement, event: Received): void {
  const at = happened(event).getTime();
  const isOlder = ({ firstElementChild }: Element): boolean => timeOf(firstElementChild) <= at;
  list.insertBefore(row(event), [...list.children].find(isOlder) ?? null);
}

const timeOf = (details: Element | null): number => Date.parse(details?.querySelector('time')?.dateTime ?? '');

/** The newest first. */
export const byTime = (one: Received, other: Received): number => happened(other).getTime() - happened(one).getTime();

/** When it happened by the collector's clock, as far as the browser's own can be corrected. */
export function happened({ at, received, sentAt }: Received): Date {
  const corrected = new Date(at + received - sentAt);
  return Number.isNaN(corrected.getTime()) ? new Date(0) : corrected;
}

function parts(event: Received): { readonly what: string; readonly which: string; readonly why: string } {
  switch (event.type) {
    case 'exposure':
      return { what: String(event.experiment), which: String(event.variant), why: String(event.reason) };
    case 'conversion':
      return { what: String(event.name), which: String(event.value), why: event.key ? `key ${event.key}` : '' };
    case 'failure':
      return { what: String(event.experiment), which: String(event.variant), why: `${event.code}: ${event.message}` };
    default:
      return { what: '', which: '', why: '' };
  }
}

const shortened = (subject: string): string => (subject.length > 12 ? `${subject.slice(0, 8)}…` : subject);

function cell(name: string, label: string, content: Node | string): HTMLSpanElement {
  return element('span', { class: `cell cell-${name}` }, element('span', { class: 'unseen' }, `${label}: `), content);
}
