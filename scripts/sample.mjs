/**
 * Writes demo/sample.ndjson.gz: three weeks of events of the demo's experiments, made up, so that `fx results` has
 * something to read. The same experiments give the same bytes. Run it after `npm run build` when an experiment of the
 * demo has changed.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { compile } from '../dist/esm/authoring/index.js';
import { seeded } from './seeded.mjs';
import { decidersOf, factsOf, visit } from './traffic.mjs';

const VISITORS = 6000;
const FROM = Date.UTC(2026, 10, 2);
const DAYS = 21;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The bar began with half of the visitors it has now, for so long. */
const EARLIER = { id: 'free-shipping-bar', days: 5, from: 'sampleRate: 0.9', to: 'sampleRate: 0.45' };
/** Events in the order in which they arrived. */
function sample(manifest, earlier) {
  const random = seeded(11);
  const facts = seeded(12);
  const now = decidersOf(manifest);
  const before = decidersOf(manifest, (one) => (one.id === EARLIER.id ? earlier : one));
  const events = [];
  for (let index = 0; index < VISITORS; index++) {
    const visitor = { subject: `visitor-${index}`, ...factsOf(facts), index };
    // whole minutes: the file is half as large
    const at = FROM + Math.floor((random() * DAYS * DAY_MS) / MINUTE_MS) * MINUTE_MS;
    const isEarly = at < FROM + EARLIER.days * DAY_MS;
    events.push(...visit(visitor, at, isEarly ? before : now, manifest.revision, random));
  }
  const named = events
    .sort((a, b) => a.received - b.received)
    .map((event, index) => ({ id: `${index}`.padStart(8, '0'), ...event }));
  // some answers were lost, so that these were sent again
  return named.flatMap((event, index) =>
    index % 400 === 7 ? [event, { ...event, received: event.received + 5000, sentAt: event.sentAt + 5000 }] : [event],
  );
}

const folder = new URL('../demo/experiments/', import.meta.url);
const read = (edit = (text) => text) =>
  readdirSync(folder)
    .sort()
    .map((name) => ({ path: name, text: Buffer.from(edit(readFileSync(new URL(name, folder), 'utf8'))) }));
const { manifest } = await compile(read());
const past = await compile(read((text) => text.replace(EARLIER.from, EARLIER.to)));
const earlier = past.manifest.experiments.find(({ id }) => id === EARLIER.id);
const lines = sample(manifest, earlier).map((event) => `${JSON.stringify(event)}\n`);
writeFileSync(new URL('../demo/sample.ndjson.gz', import.meta.url), gzipSync(lines.join(''), { level: 9 }));
console.log(`demo/sample.ndjson.gz: ${lines.length} events`);
