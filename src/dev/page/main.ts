/** Runs the page of received events: listens to the stream and keeps list, filters and splits up to date. */

import { inLine } from '../../pages/inline.js';
import { bars } from './bars.js';
import { byId } from './elements.js';
import { showEmpty } from './empty.js';
import { byTime, insert, type Received, row } from './rows.js';
import { countSplits, type ShownDesign } from './split.js';
import { follow, type Snapshot } from './stream.js';

const KEPT = 500;
const CLEARED = 'fx-events-cleared';

startPage();

function startPage(): void {
  const announcement = byId('announcement', HTMLElement);
  const list = byId('events', HTMLOListElement);
  const type = byId('type', HTMLSelectElement);
  const experiment = byId('experiment', HTMLSelectElement);
  let events = new Map<string, Received>();
  let designs: readonly ShownDesign[] = [];
  let collectUrl = '';
  let unannounced = 0;

  const isShown = (event: Received): boolean =>
    (type.value === '' || event.type === type.value) &&
    (experiment.value === '' || ('experiment' in event && event.experiment === experiment.value));

  /** The same id twice is one event that was sent twice. Those cleared in this tab stay away. */
  const take = (received: readonly Received[]): Received[] => {
    const since = Number(sessionStorage.getItem(CLEARED) ?? 0);
    const fresh = received.filter((event) => event.received > since && !events.has(event.id));
    for (const event of fresh) events.set(event.id, event);
    while (events.size > KEPT) events.delete(events.keys().next().value ?? '');
    return fresh;
  };

  const showRest = (): void => {
    showChoices(experiment, [...events.values()], designs);
    byId('splits', HTMLElement).replaceChildren(...countSplits([...events.values()], designs).map(bars));
    const shown = list.childElementCount;
    byId('shown', HTMLElement).textContent =
      shown === events.size ? `${count(shown)}` : `${shown} of ${count(events.size)} shown`;
    showEmpty(shown, events.size, collectUrl);
  };

  const showAll = (): void => {
    const newestFirst = [...events.values()].filter(isShown).reverse().sort(byTime);
    list.replaceChildren(...newestFirst.map(row));
    showRest();
  };

  const announce = (fresh: number): void => {
    if (unannounced === 0 && fresh > 0) {
      // One sentence a second at most: a screen reader would read nothing else.
      setTimeout(() => {
        announcement.textContent = `${count(unannounced)} received`;
        unannounced = 0;
      }, 1000);
    }
    unannounced += fresh;
  };

  const onSnapshot = (snapshot: Snapshot): void => {
    ({ designs, collectUrl } = snapshot);
    events = new Map();
    take(snapshot.events);
    showAll();
  };

  const onEvents = (received: readonly Received[]): void => {
    const fresh = take(received);
    for (const event of fresh.filter(isShown)) insert(list, event);
    while (list.childElementCount > KEPT) list.lastElementChild?.remove();
    announce(fresh.length);
    showRest();
  };

  for (const select of [type, experiment]) select.addEventListener('change', showAll);
  byId('clear', HTMLButtonElement).addEventListener('click', () => {
    const newest = Math.max(0, ...[...events.values()].map((event) => event.received));
    sessionStorage.setItem(CLEARED, String(newest));
    events.clear();
    announcement.textContent = 'The list is empty. The file keeps every event.';
    showAll();
  });
  follow({
    onSnapshot,
    onEvents,
    onDesigns: (next) => {
      designs = next;
      showRest();
    },
  });
}

const count = (events: number): string => (events === 1 ? '1 event' : `${events} events`);

function showChoices(select: HTMLSelectElement, events: readonly Received[], designs: readonly ShownDesign[]): void {
  const ids = new Set(designs.map(({ id }) => id));
  for (const event of events) if ('experiment' in event) ids.add(event.experiment);
  const wanted = ['', ...[...ids].sort()];
  const present = [...select.options].map(({ value }) => value);
  if (wanted.join('\n') === present.join('\n')) return;
  const chosen = select.value;
  select.replaceChildren(...wanted.map((id) => new Option(inLine(id) || 'All experiments', id)));
  select.value = wanted.includes(chosen) ? chosen : '';
}
