/** Listens to the server's stream of events while somebody looks at the page, and shows whether it is connected. */

import { byId } from './elements.js';
import type { Received } from './rows.js';
import type { ShownDesign } from './split.js';

/** What the stream sends first: everything that is known. */
export interface Snapshot {
  readonly events: readonly Received[];
  readonly designs: readonly ShownDesign[];
  readonly collectUrl: string;
}

/** What the stream may send. */
export interface Listeners {
  onSnapshot(snapshot: Snapshot): void;
  onEvents(events: readonly Received[]): void;
  onDesigns(designs: readonly ShownDesign[]): void;
}

/** How long a refused connection rests: the browser itself does not try it again. */
const PAUSE_MS = 2000;

/**
 * Connects whenever the page is looked at: a browser has six connections to a server, and a hidden tab must not hold
 * one.
 */
export function follow(listeners: Listeners): void {
  let source: EventSource | null = null;
  const connect = (): void => {
    source?.close();
    source = document.hidden ? null : open(listeners, connect);
  };
  document.addEventListener('visibilitychange', connect);
  window.addEventListener('pagehide', () => source?.close());
  window.addEventListener('pageshow', ({ persisted }) => persisted && connect());
  connect();
}

function open({ onSnapshot, onEvents, onDesigns }: Listeners, retry: () => void): EventSource {
  const source = new EventSource('/fx/stream/events');
  source.addEventListener('snapshot', ({ data }) => {
    show('live', 'Live');
    onSnapshot(JSON.parse(data));
  });
  source.addEventListener('events', ({ data }) => onEvents(JSON.parse(data)));
  source.addEventListener('designs', ({ data }) => onDesigns(JSON.parse(data)));
  source.addEventListener('error', () => {
    show('waiting', 'Connecting again');
    if (source.readyState === EventSource.CLOSED) setTimeout(retry, PAUSE_MS);
  });
  return source;
}

function show(state: 'live' | 'waiting', text: string): void {
  const connection = byId('connection', HTMLElement);
  connection.dataset.state = state;
  connection.textContent = text;
}
