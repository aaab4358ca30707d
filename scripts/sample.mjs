/**
 * Writes demo/sample.ndjson.gz: three weeks of events of the demo's experiments, made up, so that `fx results` has something
 * to read. The same experiments give the same bytes. Run it after `npm run build` when an experiment of the demo has changed.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { holdoutsFor, isHeldOut, prepare } from '../dist/core.js';
import { compile } from '../dist/esm/authoring/index.js';
import { seeded } from './seeded.mjs';

const VISITORS = 6000;
const FROM = Date.UTC(2026, 10, 2);
const DAYS = 21;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What is true of the made-up visitors: how likely one does something, by what they saw. */
const LIKELY = {
  'add-to-cart': { base: 0.24, 'product-gallery:stack': 0.97, 'gift-guide:price': 1.15 },
  'remove-from-cart': { base: 0.06, 'free-shipping-bar:bar': 1.02 },
  purchase: {
    base: 0.075,
    'hero-headline:treatment': 1.3,
    'free-shipping-bar:bar': 1.05,
    'cart-reassurance:returns': 1.6,
    'cart-reassurance:repairs': 1.1,
  },
};
/** Who comes to a page on which an experiment is. */
const COMES = {
  'hero-headline': 1,
  'free-shipping-bar': 0.6,
  'product-gallery': 0.3,
  'add-to-cart-thanks': 0.2,
  'gift-guide': 0.25,
  'cart-button': 0.5,
  'cart-reassurance': 0.5,
};
/** The bar began with half of the visitors it has now, for so long. */
const EARLIER = { id: 'free-shipping-bar', days: 5, from: 'sampleRate: 0.9', to: 'sampleRate: 0.45' };
/** Companies that ordered for everybody. */
const LARGE = [
  [1207, 2340],
  [3391, 1890],
];

const DEVICES = [
  { device: 'mobile', width: 390, below: 0.55 },
  { device: 'desktop', width: 1280, below: 0.93 },
  { device: 'tablet', width: 820, below: 1 },
];
const LANGUAGES = [
  { language: 'en-GB', below: 0.88 },
  { language: 'en-IE', below: 0.94 },
  { language: 'fr-FR', below: 1 },
];

/** Events in the order in which they arrived. */
function sample(manifest, earlier) {
  const random = seeded(11);
  const facts = seeded(12);
  const prepared = (experiment) => ({
    experiment,
    decide: prepare(experiment),
    holdouts: holdoutsFor(manifest, experiment),
  });
  const now = manifest.experiments.map(prepared);
  const before = manifest.experiments.map((one) => prepared(one.id === EARLIER.id ? earlier : one));
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

/** What one visitor saw and did. */
function visit({ subject, seen, context, index }, from, deciders, revision, random) {
  const events = [];
  let at = from;
  const add = (fields, later = 0) => {
    const sentAt = at + later + 300;
    events.push({ at: at + later, subject, revision, path: '/', ...fields, received: sentAt + 80, sentAt });
  };
  const saw = new Set();
  for (const { experiment, decide, holdouts } of deciders) {
    const { id, phase, manualExposure } = experiment;
    const { variant, exposure, reason } = decide({ subject, context, holdouts });
    if (random() >= (COMES[id] ?? 0)) continue;
    for (const holdout of holdouts) {
      if (saw.has(holdout.id)) continue;
      saw.add(holdout.id);
      const side = isHeldOut(holdout, subject) ? 'held' : 'open';
      add({ type: 'exposure', experiment: holdout.id, variant: side, reason: 'holdout', ...seen });
    }
    if (variant === null || !(exposure || manualExposure)) continue;
    const named = { experiment: id, variant };
    add({ type: 'exposure', ...named, phase, reason, ...seen });
    saw.add(`${id}:${variant}`);
    if (variant === 'bar' && random() < 0.004)
      add({ type: 'failure', ...named, code: 'timeout', selector: 'body', message: 'timeout', stack: '' }, 2000);
    at += MINUTE_MS;
  }
  for (const [name, { base, ...factors }] of Object.entries(LIKELY)) {
    const likely = [...saw].reduce((share, one) => share * (factors[one] ?? 1), base);
    const large = name === 'purchase' && LARGE.find(([who]) => who === index);
    if (random() >= likely && !large) continue;
    at += MINUTE_MS;
    add({ type: 'conversion', name, value: name !== 'purchase' ? 1 : large ? large[1] : priceOf(random()) });
  }
  return events;
}

/** What is known of a visitor: as an exposure carries it, and as rules read it. */
function factsOf(random) {
  const one = (list) => {
    const number = random();
    return list.find(({ below }) => number < below);
  };
  const [{ device, width }, { language }, isNew] = [one(DEVICES), one(LANGUAGES), random() < 0.7];
  return { seen: { device, isNew, language }, context: { device: { language, width }, visitor: { isNew } } };
}

/** Pounds: many small orders, few large ones. */
const priceOf = (share) => Math.round((8 - 40 * Math.log(1 - 0.95 * share)) * 2) / 2;

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
