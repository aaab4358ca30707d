/**
 * Writes demo/sample.ndjson.gz: three weeks of events of the demo's experiments, made up, so that `fx results` has something
 * to read. The same experiments give the same bytes. Run it after `npm run build` when an experiment of the demo has changed.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { prepare } from '../dist/core.js';
import { compile } from '../dist/esm/authoring/index.js';
import { seeded } from './seeded.mjs';

const VISITORS = 6000;
const FROM = Date.UTC(2026, 10, 2);
const DAYS = 21;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What is true of the made-up visitors: how likely one does something, by what they saw. */
const LIKELY = {
  purchase: { base: 0.075, 'hero-headline:treatment': 1.3, 'free-shipping-bar:bar': 1.05 },
  'add-to-cart': { base: 0.2, 'product-gallery:stack': 0.97 },
};
/** Who comes to a page on which an experiment is. */
const COMES = { 'hero-headline': 1, 'free-shipping-bar': 0.6, 'product-gallery': 0.3, 'add-to-cart-thanks': 0.2 };
const CONTEXT = { device: { language: 'en-GB', width: 1280 } };

const random = seeded(11);

/** Events in the order in which they arrived. */
function sample({ revision, experiments }) {
  const deciders = experiments.map((experiment) => ({ experiment, decide: prepare(experiment) }));
  const events = [];
  const add = (at, subject, fields) => {
    const sentAt = at + 300;
    events.push({ at, subject, revision, path: '/', ...fields, received: sentAt + 80, sentAt });
  };
  for (let index = 0; index < VISITORS; index++) {
    const subject = `visitor-${index}`;
    // whole minutes: the file is half as large
    let at = FROM + Math.floor((random() * DAYS * DAY_MS) / MINUTE_MS) * MINUTE_MS;
    const saw = new Set();
    for (const { experiment, decide } of deciders) {
      const { variant, exposure, reason } = decide({ subject, context: CONTEXT });
      if (random() >= (COMES[experiment.id] ?? 0) || variant === null || !(exposure || experiment.manualExposure))
        continue;
      const named = { experiment: experiment.id, variant };
      add(at, subject, { type: 'exposure', ...named, phase: experiment.phase, reason });
      saw.add(`${experiment.id}:${variant}`);
      if (variant === 'bar' && random() < 0.004)
        add(at + 2000, subject, {
          type: 'failure',
          ...named,
          code: 'timeout',
          selector: 'body',
          message: 'timeout',
          stack: '',
        });
      at += MINUTE_MS;
    }
    for (const [name, { base, ...factors }] of Object.entries(LIKELY)) {
      const likely = [...saw].reduce((share, one) => share * (factors[one] ?? 1), base);
      if (random() >= likely) continue;
      at += MINUTE_MS;
      add(at, subject, { type: 'conversion', name, value: name === 'purchase' ? priceOf(random()) : 1 });
    }
  }
  const named = events
    .sort((a, b) => a.received - b.received)
    .map((event, index) => ({ id: `${index}`.padStart(8, '0'), ...event }));
  // some answers were lost, so that these were sent again
  return named.flatMap((event, index) =>
    index % 400 === 7 ? [event, { ...event, received: event.received + 5000, sentAt: event.sentAt + 5000 }] : [event],
  );
}

/** Pounds: many small orders, few large ones. */
const priceOf = (share) => Math.round((8 - 40 * Math.log(1 - 0.95 * share)) * 2) / 2;

const folder = new URL('../demo/experiments/', import.meta.url);
const files = readdirSync(folder)
  .sort()
  .map((name) => ({ path: name, text: readFileSync(new URL(name, folder)) }));
const { manifest } = await compile(files);
const lines = sample(manifest).map((event) => `${JSON.stringify(event)}\n`);
writeFileSync(new URL('../demo/sample.ndjson.gz', import.meta.url), gzipSync(lines.join(''), { level: 9 }));
console.log(`demo/sample.ndjson.gz: ${lines.length} events`);
