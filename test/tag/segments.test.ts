/** Tests the facts that exposures carry, for results to be cut by. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readEvent } from '../../src/core/index.js';
import type { Options } from '../../src/tag/options.js';
import { experiment, startPage } from './pages.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
});
afterEach(() => stage.leave());

const exposureOf = (options: Options): unknown => {
  const { client, events } = startPage(options, experiment('a'));
  client.dispose();
  return JSON.parse(JSON.stringify(events.find(({ type }) => type === 'exposure')));
};

test('an exposure says the device, the language, and whether the visitor is new', () => {
  const event = exposureOf({});
  expect(event).toMatchObject({ device: 'desktop', isNew: true, language: navigator.language });
  expect(event).not.toHaveProperty('segments');
  expect(readEvent(event).ok).toBe(true);
});

test('it carries the facts that the site has named, where they are texts, numbers or booleans', () => {
  const targetingContext = {
    user: { tier: 'pro', age: 31, isOwner: false, tags: ['a'], bio: 'x'.repeat(99) },
    plan: null,
  };
  const segments = 'user.tier, user.age user.isOwner,user.tags,user.bio,user.late';
  const event = exposureOf({ targetingContext, segments });
  expect(event).toMatchObject({
    segments: { 'user.tier': 'pro', 'user.age': '31', 'user.isOwner': 'false', 'user.bio': 'x'.repeat(64) },
  });
  expect(exposureOf({ targetingContext, segments: ['user.tags', 'plan', 'none.at.all'] })).not.toHaveProperty(
    'segments',
  );
});

test('of more than five names the first five count, and what a host has made of them keeps an exposure readable', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `user.${name}`);
  const user = Object.fromEntries(names.map((name) => [name.slice(-1), `\0${name}\ud83d`]));
  const event = exposureOf({ targetingContext: { user }, segments: names });
  expect(Object.keys((event as { segments: object }).segments)).toEqual(names.slice(0, 5));
  expect(readEvent(event).ok).toBe(true);
});

test('a language that is not known is left out', () => {
  vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0', maxTouchPoints: 0 });
  expect(exposureOf({})).not.toHaveProperty('language');
});
