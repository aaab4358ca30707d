/**
 * Makes the made-up visitors of the demo shop: what is true of them, and, as a command, their visits to a shop that
 * runs.
 *
 *     node scripts/traffic.mjs --manifest http://127.0.0.1:4173/fx/manifest.json --collect http://127.0.0.1:8780/collect
 */

import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { holdoutsFor, isHeldOut, parseManifest, prepare } from '../dist/core.js';

const MINUTE_MS = 60_000;
const BATCH = 200;

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

/** What decides each experiment of a manifest. @param [other] the experiment that stands in place of one */
export const decidersOf = (manifest, other = (experiment) => experiment) =>
  manifest.experiments.map((one) => {
    const experiment = other(one);
    return { experiment, decide: prepare(experiment), holdouts: holdoutsFor(manifest, experiment) };
  });

/**
 * What one visitor saw and did.
 *
 * @param {{subject: string, seen: object, context: object, index: number}} visitor
 * @param {{variant: string, device: string}} [throws] the variant that throws, and on which device
 * @param {number} from when they came, milliseconds since the epoch
 */
export function visit({ subject, seen, context, index }, from, deciders, revision, random, throws) {
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
    if (throws && throws.variant === `${id}:${variant}` && seen.device === throws.device)
      add({ type: 'failure', ...named, phase, code: 'error', message: 'it threw', stack: '' });
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
export function factsOf(random) {
  const one = (list) => {
    const number = random();
    return list.find(({ below }) => number < below);
  };
  const [{ device, width }, { language }, isNew] = [one(DEVICES), one(LANGUAGES), random() < 0.7];
  return { seen: { device, isNew, language }, context: { device: { language, width }, visitor: { isNew } } };
}

/** Pounds: many small orders, few large ones. */
const priceOf = (share) => Math.round((8 - 40 * Math.log(1 - 0.95 * share)) * 2) / 2;

/**
 * Visits a shop that runs: reads its manifest before each wave, as pages do, and posts what visitors saw and did.
 *
 * @param {{manifest: string, collect: string, visitors: number, throws?: {variant: string, device: string}}} wave
 * @returns {Promise<{posted: number, failures: number}>}
 */
async function sendWave({ manifest: address, collect, visitors, throws }) {
  const manifest = parseManifest(await (await fetch(address)).text());
  if (!manifest) throw new Error(`${address} is no manifest.`);
  // Whatever is paused or switched off is shown to nobody.
  const running = manifest.enabled ? manifest.experiments.filter(({ status }) => status === undefined) : [];
  const deciders = decidersOf({ ...manifest, experiments: running });
  const now = Date.now();
  const events = Array.from({ length: visitors }, (_, index) => {
    const visitor = { subject: randomUUID().replaceAll('-', ''), ...factsOf(Math.random), index };
    return visit(visitor, now, deciders, manifest.revision, Math.random, throws);
  }).flat();
  for (let from = 0; from < events.length; from += BATCH) await post(collect, now, events.slice(from, from + BATCH));
  return { posted: events.length, failures: events.filter(({ type }) => type === 'failure').length };
}

/** As the tag sends it: what happens later in a visit has not happened yet. */
async function post(collect, now, some) {
  const events = some.map(({ received: _, sentAt: __, ...event }) => ({
    ...event,
    id: randomUUID().replaceAll('-', ''),
    at: Math.min(event.at, now),
  }));
  const body = JSON.stringify({ v: 1, sentAt: now, dropped: 0, events });
  const response = await fetch(collect, { method: 'POST', body });
  if (response.status !== 204) throw new Error(`The collector answered ${response.status}: ${await response.text()}`);
}

async function main() {
  const { values } = parseArgs({
    options: {
      manifest: { type: 'string' },
      collect: { type: 'string' },
      visitors: { type: 'string', default: '20' },
      every: { type: 'string', default: '1000' },
      waves: { type: 'string', default: 'Infinity' },
      throws: { type: 'string' },
    },
  });
  const { manifest, collect, visitors, every, waves } = values;
  if (!manifest || !collect) throw new Error('Say --manifest <address> and --collect <address>.');
  const [, variant, device] = /^(.+)@(\w+)$/.exec(values.throws ?? '') ?? [];
  for (let wave = 1; wave <= Number(waves); wave++) {
    const { posted, failures } = await sendWave({
      ...{ manifest, collect, visitors: Number(visitors) },
      ...(variant && { throws: { variant, device } }),
    });
    process.stdout.write(`wave ${wave}: ${posted} events, ${failures} failures\n`);
    if (wave < Number(waves)) await new Promise((resolve) => setTimeout(resolve, Number(every)));
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  main().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
