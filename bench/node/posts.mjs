/** Posts events as browsers do, on many connections at once, with as little work of its own as can be. */

import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';

/** So many different bodies, made before the clock runs. */
const BODIES = 64;

/**
 * Posts for so many seconds.
 *
 * @param {string} url
 * @param {{events: number, connections: number, seconds: number}} load events to a post
 * @returns {Promise<{posts: number, others: number, seconds: number, p99Ms: number}>} `others` were not answered 204
 */
export async function post(url, { events, connections, seconds }) {
  const target = new URL(url);
  const requests = Array.from({ length: BODIES }, () => requestOf(target, events));
  const told = { times: [], others: 0 };
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt >= seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, (_, line) => converse(target, { requests, line, told, isOver })),
  );
  const times = told.times.sort((a, b) => a - b);
  return {
    posts: times.length,
    others: told.others,
    seconds: (performance.now() - startedAt) / 1000,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
  };
}

/** One connection: the next post once the last is answered. */
function converse(target, { requests, line, told, isOver }) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(target.port), target.hostname);
    let turn = line;
    let sentAt = 0;
    const next = () => {
      if (isOver()) return socket.end();
      sentAt = performance.now();
      socket.write(requests[turn++ % requests.length]);
    };
    socket.on('connect', next);
    // An answer without a body comes in one piece.
    socket.on('data', (answer) => {
      if (answer.toString('latin1').startsWith('HTTP/1.1 204')) told.times.push(performance.now() - sentAt);
      else told.others++;
      next();
    });
    socket.on('close', resolve);
    socket.on('error', reject);
  });
}

function requestOf({ host, pathname }, events) {
  const body = JSON.stringify({
    v: 1,
    sentAt: Date.now(),
    dropped: 0,
    events: Array.from({ length: events }, (_, index) => (index % 3 ? exposure() : conversion())),
  });
  const head = [`POST ${pathname} HTTP/1.1`, `Host: ${host}`, 'Content-Type: text/plain;charset=UTF-8'];
  return Buffer.from([...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'));
}

const id = () => randomUUID().replaceAll('-', '');
const base = (type) => ({
  ...{ id: id(), type, at: Date.now(), subject: id() },
  ...{ revision: '6604421a64dca5f8', path: '/pricing' },
});
const conversion = () => ({ ...base('conversion'), name: 'purchase', value: 49.9 });
const exposure = () => ({
  ...base('exposure'),
  ...{ experiment: 'cta', variant: 'green', phase: '4dce18fe', reason: 'assigned' },
  ...{ device: 'mobile', isNew: true, language: 'en-NZ' },
});

process.on('message', ({ url, ...load }) => {
  post(url, load).then(
    (told) => process.send(told),
    (error) => {
      throw error;
    },
  );
});
