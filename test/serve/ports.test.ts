/** Checks whose address a request is counted by, on one port and on two. */

import { expect, onTestFinished, test } from 'vitest';
import type { Collector } from '../../src/collector/index.js';
import { openPorts } from '../../src/serve/ports.js';

const collector: Collector = {
  handle: (_, response) => void response.end(),
  durable: () => ({ ino: 0, bytes: 0 }),
  trouble: () => null,
  close: () => Promise.resolve(),
};

test.each([
  ['on a shared port the proxies before it are believed', undefined, '198.51.100.7'],
  [
    'where events have a port of their own, Studio believes nobody: it may be reached without the proxies',
    0,
    '127.0.0.1',
  ],
])('the address of a request is known: %s', async (_, collectPort, known) => {
  const ports = await openPorts({ host: '127.0.0.1', port: 0, collectPort, collector, proxies: 1 });
  onTestFinished(() => ports.close());
  ports.answerBy((_, { address }) => new Response(address));
  const answer = await fetch(`http://127.0.0.1:${ports.port}/sign-in`, {
    headers: { 'x-forwarded-for': '6.6.6.6, 198.51.100.7' },
  });
  expect(await answer.text()).toBe(known);
});
