/** Tests the stream of what happens: it ends with its listener, and with one who does not read. */

import { expect, test } from 'vitest';
import { type Broadcast, createBroadcast } from '../../src/serve/live.js';
import { eventStream } from '../../src/serve/stream.js';

/** A broadcast that says how many listen. */
function counted(): { readonly live: Broadcast; readonly listeners: () => number } {
  const live = createBroadcast();
  let listeners = 0;
  return {
    live: {
      ...live,
      listen(hear) {
        const leave = live.listen(hear);
        listeners++;
        return () => {
          listeners--;
          leave();
        };
      },
    },
    listeners: () => listeners,
  };
}

test('a listener hears what happens, and none of it after it has gone', async () => {
  const { live, listeners } = counted();
  const gone = new AbortController();
  const response = eventStream(live, gone.signal);
  live.tell({ type: 'results' });
  gone.abort();
  live.tell({ type: 'change' });
  expect(await response.text()).toBe('retry: 2000\n\ndata: {"type":"results"}\n\n');
  expect(listeners()).toBe(0);
});

test('a listener who reads stays, however much is told', async () => {
  const { live, listeners } = counted();
  const reader = eventStream(live, new AbortController().signal).body?.getReader();
  for (let told = 0; told < 3000; told++) {
    live.tell({ type: 'results' });
    await reader?.read();
  }
  expect(listeners()).toBe(1);
  await reader?.cancel();
  expect(listeners()).toBe(0);
});

test('a listener who does not read is let go, and nothing is kept for it', async () => {
  const { live, listeners } = counted();
  const response = eventStream(live, new AbortController().signal);
  for (let told = 0; told < 3000; told++) live.tell({ type: 'results' });
  expect(listeners()).toBe(0);
  await expect(response.text()).rejects.toThrow('the listener does not read');
});
