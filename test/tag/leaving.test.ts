/**
 * Checks what a page that is left still sends, and what goes by sendBeacon alone; a prerendered page waits to be
 * looked at.
 */

import { expect, test, vi } from 'vitest';
import type { FxEvent } from '../../src/core/index.js';
import {
  create,
  emitter,
  exposure,
  failure,
  ids,
  open,
  SECOND_MS,
  sentIds,
  setUp,
  stage,
  stored,
  URL,
} from './sending.js';

setUp();

test.each(['visibilitychange', 'pagehide'])('at %s what is there goes by sendBeacon, and stays in storage', (type) => {
  const event = exposure();
  open()._record(event);
  if (type === 'pagehide') window.dispatchEvent(new Event(type));
  else stage.hide();
  expect(stage.beaconed[0]?.batch.events).toEqual([event]);
  expect(stage.beaconed[0]?.url).toBe(URL);
  expect(stored()).toEqual([event]);
});

const leave = (): unknown => window.dispatchEvent(new Event('pagehide'));

test('a page that is left is hidden twice, and sends all once; what came between goes with the second', () => {
  const delivery = open();
  const [first, second] = [exposure(), exposure()];
  delivery._record(first);
  leave();
  leave();
  expect(sentIds(stage.beaconed)).toEqual([first.id]);
  delivery._record(second);
  leave();
  expect(stage.beaconed).toHaveLength(2);
  expect(sentIds(stage.beaconed)).toContain(second.id);
});

test('what the browser did not take when the page was hidden is offered again', () => {
  stage.takesBeacons = false;
  const event = exposure();
  open()._record(event);
  leave();
  stage.takesBeacons = true;
  leave();
  expect(sentIds(stage.beaconed)).toEqual([event.id]);
});

test('a page that is hidden when events may go sends in that moment', () => {
  const delivery = create();
  const event = exposure();
  delivery._record(event);
  stage.isHidden = true;
  delivery._open(false);
  expect(sentIds(stage.beaconed)).toEqual([event.id]);
  expect(stored()).toEqual([event]);
});

test('what was recorded before events may go is in storage as soon as they may: a page may be left unheard', () => {
  const delivery = create();
  const event = exposure();
  delivery._record(event);
  expect(stored()).toEqual([]);
  delivery._open(false);
  expect(stored()).toEqual([event]);
});

test('sendBeacon gets one batch, exposures first: browsers take 64 KiB at a time', () => {
  const delivery = open();
  for (let i = 0; i < 20; i++) delivery._record(failure('ü'.repeat(1500)));
  const event = exposure();
  delivery._record(event);
  window.dispatchEvent(new Event('pagehide'));
  expect(stage.beaconed).toHaveLength(1);
  expect(new TextEncoder().encode(stage.beaconed[0]?.text).length).toBeLessThanOrEqual(48 * 1024);
  expect(stage.beaconed[0]?.batch.events[0]).toEqual(event);
});

test('an error of sendBeacon does not reach the page', () => {
  stage.takesBeacons = () => {
    throw new TypeError('no');
  };
  open()._record(exposure());
  window.dispatchEvent(new Event('pagehide'));
  expect(stored()).toHaveLength(1);
});

test('for a collector without CORS all that is there goes, a batch at a time', async () => {
  const delivery = open(true);
  const events = Array.from({ length: 20 }, () => failure('ü'.repeat(1500)));
  for (const event of events) delivery._record(event);
  await stage.wait(SECOND_MS);
  expect(stage.beaconed).toHaveLength(2);
  expect(sentIds(stage.beaconed)).toEqual(ids(events));
});

test('for a collector without CORS everything goes by sendBeacon, once, and nothing is stored', async () => {
  const delivery = open(true);
  const event = exposure();
  delivery._record(event);
  expect(stored()).toHaveLength(0);
  await stage.wait(SECOND_MS);
  window.dispatchEvent(new Event('pagehide'));
  expect(sentIds(stage.beaconed)).toEqual([event.id]);
  expect(stage.fetched).toHaveLength(0);
});

test('what the browser refused to take for such a collector goes later', async () => {
  stage.takesBeacons = false;
  const delivery = open(true);
  delivery._record(exposure());
  await stage.wait(SECOND_MS);
  stage.takesBeacons = true;
  window.dispatchEvent(new Event('pagehide'));
  expect(stage.beaconed).toHaveLength(1);
});

test('a prerendered page holds its events until it is looked at, in their order', () => {
  stage.isPrerendering = true;
  const told: string[] = [];
  emitter._on('exposure', (event: FxEvent) => told.push(event.id));
  const delivery = create();
  const events = [exposure(), exposure()];
  delivery._whenShown(() => told.push('shown'));
  for (const event of events) delivery._record(event, true);
  expect([told.length, stage.touches()]).toEqual([0, 0]);
  stage.isPrerendering = false;
  document.dispatchEvent(new Event('prerenderingchange'));
  expect(told).toEqual(['shown', ...events.map(({ id }) => id)]);
});

test('what a prerendered page held is forgotten with consent', () => {
  stage.isPrerendering = true;
  const told = vi.fn();
  emitter._on('exposure', told);
  const delivery = create();
  delivery._record(exposure());
  delivery._clear();
  stage.isPrerendering = false;
  document.dispatchEvent(new Event('prerenderingchange'));
  expect(told).not.toHaveBeenCalled();
});
