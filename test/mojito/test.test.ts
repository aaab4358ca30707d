/** Tests experiments that are added at run time. @vitest-environment happy-dom */

import { beforeEach, expect, test, vi } from 'vitest';
import type { Test, TestConfig } from '../../src/mojito/api.js';
import { clearCookies, load, type Mojito } from './page.js';

let mojito: Mojito;
const told: unknown[] = [];

beforeEach(async () => {
  clearCookies();
  told.length = 0;
  history.replaceState(null, '', '/');
  mojito = await load();
  mojito.options.storageAdapter = {
    onExposure: (one: Test) => told.push(['exposure', one.options.id, one.chosenRecipe?.id]),
    onRecipeFailure: (one: Test, error: string) => told.push(['failure', one.options.id, error]),
  };
});

const numbers = (...all: number[]): (() => number) => {
  const left = [...all];
  return () => left.shift() ?? Number.NaN;
};

/** Adds a test that is not refused. */
const add = (more?: object): Test => mojito.addTest(config(more)) as Test;

const config = (more: object = {}): TestConfig => ({
  id: 'w1',
  state: 'live',
  trigger: (one) => (one as Test).activate(),
  recipes: { 0: { name: 'Control' }, 1: { name: 'Treatment' } },
  ...more,
});

test('a live test samples, assigns, stores, exposes and runs, in that order', () => {
  mojito.options.decisionAdapter = numbers(0.3, 0.7);
  const js = (one: Test): number => told.push(['recipe', one.chosenRecipe?.name, document.cookie]);
  const one = add({ sampleRate: 0.5, recipes: { 0: {}, 1: { name: 'Treatment', js } } });
  expect(told).toEqual([
    ['exposure', 'w1', '1'],
    ['recipe', 'Treatment', '_mojito_w1=1.1'],
  ]);
  expect([one.inTest(), one.getRecipe(), one.activated, one.activate()]).toEqual([true, '1', true, false]);
  expect(mojito.getTest('w1')).toBe(one);
});

test('who is not sampled stays out, whatever the rate is later', () => {
  mojito.options.decisionAdapter = numbers(0.6, 0, 0);
  add({ sampleRate: 0.5 });
  expect(document.cookie).toBe('_mojito_w1=0');
  add();
  expect(told).toEqual([]);
});

test('who has a cookie keeps the recipe, and one whose recipe is gone is taken out', () => {
  mojito.Cookies.set('_mojito_w1', '1.0');
  add({ sampleRate: 0 });
  expect(told).toEqual([['exposure', 'w1', '0']]);
  mojito.Cookies.set('_mojito_w1', '1.9');
  expect(add().chosenRecipe).toBeUndefined();
  expect(document.cookie).toBe('_mojito_w1=0.9');
});

test('recipes are cumulated by ascending rate, and evenly where one has none', () => {
  const rates = { 0: { sampleRate: 0.5 }, 1: { sampleRate: 0.3 }, 2: { sampleRate: 0.2 } };
  const choose = (number: number, recipes: object): string | undefined =>
    add({ trigger: () => undefined, recipes, decisionAdapter: () => number }).chooseRecipe();
  expect([0, 0.2, 0.21, 0.5, 0.51, 1].map((number) => choose(number, rates))).toEqual(['2', '2', '1', '1', '0', '0']);
  expect([0, 0.33, 0.34, 0.67].map((number) => choose(number, { ...rates, 1: {} }))).toEqual(['0', '0', '1', '2']);
});

test('weights that do not reach 1 leave the rest out', () => {
  mojito.options.decisionAdapter = numbers(0, 0.9);
  add({ recipes: { 0: { sampleRate: 0.2 }, 1: { sampleRate: 0.2 } } });
  expect([told, document.cookie]).toEqual([[], '_mojito_w1=0']);
});

test('a staging test takes nobody in but by preview, with a cookie of its own', () => {
  add({ state: 'staging' });
  expect(told).toEqual([]);
  clearCookies();
  history.replaceState(null, '', '/?mojito_w1=1');
  add({ state: 'staging' });
  expect([told, document.cookie]).toEqual([[], '_mojito_w1-staging=1.1']);
  history.replaceState(null, '', '/');
  add({ state: 'staging' });
  expect(told).toEqual([['exposure', 'w1', '1']]);
});

test('a preview of a live test stores and tells nothing; an unknown recipe shows nothing', () => {
  history.replaceState(null, '', '/?a=b&mojito_w1=1');
  const js = (one: Test): void => {
    told.push('shown');
    one.trackExposureEvent();
    throw new Error('here');
  };
  add({ recipes: { 0: {}, 1: { js } } });
  expect([told, document.cookie]).toEqual([['shown'], '']);
  history.replaceState(null, '', '/?mojito_w1=constructor');
  expect(add().chosenRecipe).toBeUndefined();
  expect([told, document.cookie]).toEqual([['shown'], '']);
});

test('divertTo shows its recipe to everyone and tells nobody', () => {
  const one = add({ sampleRate: 0, divertTo: '1' });
  expect([one.chosenRecipe?.name, one.options.isDivert, told, document.cookie]).toEqual(['Treatment', true, [], '']);
});

test('manual exposure waits for the recipe, whose function needs no this', () => {
  const one = add({ manualExposure: true, decisionAdapter: () => 0 });
  const { trackExposureEvent } = one;
  expect(told).toEqual([]);
  trackExposureEvent();
  expect(told).toEqual([['exposure', 'w1', '0']]);
});

test('a recipe, trigger or adapter that throws is told and stops no other', () => {
  const error = vi.spyOn(console, 'error').mockReturnValue();
  const fail = (text: string) => () => {
    throw new Error(text);
  };
  mojito.options.maxErrorStackLength = 13;
  mojito.options.decisionAdapter = () => 0;
  add({ recipes: { 0: { js: fail('recipe') }, 1: {} } });
  add({ id: 'w2', trigger: fail('trigger') });
  add({ id: 'w3', options: { storageAdapter: { onExposure: fail('adapter') } } });
  add({ id: 'w4' });
  expect(told).toEqual([
    ['exposure', 'w1', '0'],
    ['failure', 'w1', 'Error: recipe'],
    ['failure', 'w2', 'Error: trigge'],
    ['exposure', 'w4', '0'],
  ]);
  expect(mojito.getTest('w3')?.activated).toBe(true);
  expect(error).toHaveBeenCalledTimes(1);
  error.mockRestore();
});

test('a test has options and adapters of its own, and falls back to those of the container', () => {
  const own = {
    cookiePrefix: '_site',
    debug: false,
    cookieDuration: 0,
    storageAdapter: { onExposure: () => told.push('own') },
  };
  mojito.options.debug = true;
  mojito.options.cookieDomain = 'example.com';
  const one = add({ options: own, gaExperimentId: 'ga' });
  expect(told).toEqual(['own']);
  const { options } = one.options;
  expect([options.debug, options.cookieDuration, options.waitInterval, options.cookieDomain]).toEqual([
    false,
    0,
    50,
    'example.com',
  ]);
  expect(one.options.gaExperimentId).toBe('ga');
});

test('excluded visitors get no test', () => {
  mojito.options.excluded = () => true;
  expect([mojito.addTest(config()), mojito.addTest(config())]).toEqual([false, false]);
  expect(mojito.testObjects).toEqual({});
});

test('a call of addTest without a test is refused', () => {
  expect(() => add({ id: undefined })).toThrow();
  expect(() => add({ recipes: { 0: {} } })).toThrow();
  expect(new mojito.Test(config({ id: 'w9' })).options.id).toBe('w9');
  expect(mojito.getTest('w9')).toBeUndefined();
});

test('css of test and recipe is injected', () => {
  add({ css: 'a{}', decisionAdapter: () => 0, recipes: { 0: { css: 'b{}' }, 1: {} } });
  const texts = [...document.querySelectorAll('style')].map((one) => one.textContent);
  expect(texts.slice(-2)).toEqual(['a{}', 'b{}']);
});

test('log speaks in debug mode only', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const one = add();
  one.log('quiet', 'warn');
  mojito.options.debug = true;
  one.log('loud', 'warn');
  expect(warn.mock.calls).toEqual([['loud']]);
  warn.mockRestore();
});
