/** Holds what the tests of delivery share: a page with its network, events of each type, and what became of them. */

import { afterEach, beforeEach, vi } from 'vitest';
import type { FxEvent } from '../../src/core/index.js';
import { createDelivery, type Delivery } from '../../src/tag/delivery.js';
import { createEmitter, type Emitter } from '../../src/tag/events.js';
import { pushExposures } from '../../src/tag/layer.js';
import { randomId } from '../../src/tag/visitor.js';
import { createStage, type Sent, type Stage } from './stage.js';

export const URL = 'https://events.example.com/e';
export const SECOND_MS = 1000;
const ORIGIN = { subject: 's', revision: 'r1', path: '/shoes' };

export let stage: Stage;
export let warnings: string[];
export let emitter: Emitter;

/** Gives each test of a file a page of its own. */
export const setUp = (): void => {
  beforeEach(() => {
    stage = createStage();
    warnings = [];
    vi.spyOn(console, 'warn').mockImplementation((text) => warnings.push(text));
    emitter = createEmitter(() => undefined);
  });
  afterEach(() => stage.leave());
};

/** Leaves the page for the next one of the site, which finds what is stored. */
export const turnPage = (): void => {
  stage.leave();
  const { storage } = stage;
  stage = createStage();
  for (const [key, value] of storage) stage.storage.set(key, value);
};

export const create = (isBlind = false, layer?: string): Delivery => {
  pushExposures({ layer }, emitter);
  return createDelivery({ collect: URL, delivery: isBlind ? 'beacon' : undefined }, emitter);
};
export const open = (isBlind = false): Delivery => {
  const delivery = create(isBlind);
  delivery._open(false);
  return delivery;
};

const eventOf = (type: FxEvent['type'], more: object): FxEvent =>
  ({ id: randomId(), type, at: Date.now(), ...ORIGIN, ...more }) as unknown as FxEvent;
export const exposure = (experiment = 'a', variant = 'b'): FxEvent =>
  eventOf('exposure', { experiment, variant, reason: 'assigned' });
export const conversion = (name = 'order'): FxEvent => eventOf('conversion', { name, value: 1 });
export const failure = (message = 'm'): FxEvent =>
  eventOf('failure', { experiment: 'a', variant: 'b', code: 'error', message, stack: '' });

export const stored = (): FxEvent[] =>
  [...stage.storage].filter(([key]) => key.startsWith('_fx_e')).map(([, text]) => JSON.parse(text));
export const ids = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id).sort();
export const sentIds = (all: readonly Sent[]): string[] => ids(all.flatMap(({ batch }) => batch.events));

export const answer = (status: number): void => {
  stage.answer = async () => ({ ok: status < 300, status });
};
export const refuseNetwork = (): void => {
  stage.answer = () => Promise.reject(new TypeError('Failed to fetch'));
};

/** What another page of the site left in the outbox. */
export const leftBehind = async (...events: FxEvent[]): Promise<void> => {
  const before = stage.answer;
  stage.answer = () => new Promise(() => undefined);
  const other = open();
  for (const event of events) other._record(event);
  stage.answer = before;
  await Promise.resolve();
};
