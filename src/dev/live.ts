/** Keeps open pages up to date: those of the site with the files, the one of received events with the events. */

import type { ReceivedEvent } from '../collector/index.js';
import { designs } from './designs.js';
import type { History } from './history.js';
import type { SiteOptions } from './site.js';
import type { DevState } from './state.js';
import { createStream } from './stream.js';

/** The streams of one server. */
export interface Live {
  readonly streams: SiteOptions['streams'];
  /** Tells that events are on disk. */
  showEvents(events: readonly ReceivedEvent[]): void;
  /** Tells that files changed. */
  showFiles(): void;
  /** Ends every connection. */
  close(): void;
}

/** Opens the streams of a server. */
export function createLive(state: DevState, history: History): Live {
  const dev = createStream();
  const events = createStream();
  const files = () => ({
    name: 'state',
    content: { build: state.build(), edition: state.edition(), problems: state.errors() },
  });
  const known = () => designs(state.compiled().preview);
  return {
    streams: {
      dev: { stream: dev, first: files },
      events: {
        stream: events,
        first: (collectUrl) => ({
          name: 'snapshot',
          content: { events: history.all(), designs: known(), collectUrl },
        }),
      },
    },
    showEvents(received) {
      history.add(received);
      events.send({ name: 'events', content: received });
    },
    showFiles() {
      dev.send(files());
      events.send({ name: 'designs', content: known() });
    },
    close() {
      dev.close();
      events.close();
    },
  };
}
