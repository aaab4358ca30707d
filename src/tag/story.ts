/**
 * Tells the story of a page in its console: what is decided, waited for, applied, sent. Its own bundle, for
 * `data-debug`.
 */

import type { Client, Command } from './api.js';
import { statesOf } from './words.js';

/** How often it is asked what has changed since, milliseconds. */
const ASK_MS = 500;

const say = (text: string): void => console.info(`fx: ${text}`);

/** Tells what changes from now on, each state once until it is another. */
const tellStates = (client: Client): void => {
  const said = new Map<string, string>();
  const look = (): void => {
    for (const { id } of client.experiments) {
      const told = client.explain(id);
      // A container that was composed without explain has said so by now.
      if (!told) continue;
      const text = [told.variant ?? 'nobody', ...statesOf(client, id)].join(', ');
      if (said.get(id) !== text) say(`${id}: ${text}`);
      said.set(id, text);
    }
  };
  look();
  setInterval(look, ASK_MS);
};

const tellEvents = (client: Client): void => {
  client.on('assignment', ({ experiment, reason, variant }) => say(`${experiment}: decided, ${variant} (${reason})`));
  client.on('exposure', ({ experiment, variant }) => say(`${experiment}: exposure of ${variant} counted`));
  client.on('conversion', ({ key, name, value }) => say(`${name} ${value} counted${key ? `, key ${key}` : ''}`));
  client.on('failure', ({ code, experiment, message, selector = '' }) =>
    say(`${experiment}: ${code} ${selector} ${message === code ? '' : message}`.trimEnd()),
  );
};

/** Requests to the collector, as the browser notes them. */
const tellSending = (collect: string): void => {
  const seen = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { responseStatus } = entry as PerformanceResourceTiming & { responseStatus?: number };
      if (entry.name === collect)
        say(`sent to ${collect}${responseStatus ? `, which answered ${responseStatus}` : ''}`);
    }
  });
  seen.observe({ type: 'resource', buffered: true });
};

const main = (): void => {
  const { collect, name = 'fx' } = document.currentScript?.dataset ?? {};
  const queue = (window as unknown as Record<string, { push(...commands: Command[]): void } | undefined>)[name];
  if (collect) tellSending(new URL(collect, location.href).href);
  else say('events are told to listeners alone: the tag has no data-collect');
  queue?.push((client) => {
    tellEvents(client);
    tellStates(client);
  });
};

main();
