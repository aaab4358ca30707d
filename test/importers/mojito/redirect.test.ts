/** Checks that recipes that only leave the page become redirects, where that is certain; all other code stays code. */

import { describe, expect, test } from 'vitest';
import { config, importWave } from './waves.js';

const RECIPES = "  '0':\n    name: Control\n  '1':\n    name: New\n    js: 1.js\n";
const AT_PRICING = "function trigger(test) {\n  if (location.pathname === '/pricing') test.activate();\n}\n";

const importRecipe = async (js: string, trigger = AT_PRICING) => {
  const { spec, wave } = await importWave({ 'config.yml': config('', RECIPES), 'trigger.js': trigger, '1.js': js });
  return { ...spec.variants[1], translated: wave.translated.map(({ after }) => after) };
};

describe('a recipe that only leaves the page', () => {
  test.each([
    ["function () { window.location.href = '/new'; }", '/new', false],
    ["function () { location = '/new?a=1#top' }", '/new?a=1#top', false],
    ['function () { document.location.replace(`/new`); return; }', '/new', false],
    ["() => location.assign('/new')", '/new', false],
    ["function (test) { return location.replace('/new' + window.location.search); }", '/new', undefined],
  ])('%s is a redirect', async (js, redirect, keepQuery) => {
    const variant = await importRecipe(js);
    expect(variant).toMatchObject({ redirect });
    expect(variant.keepQuery).toBe(keepQuery);
    expect(variant.js).toBeUndefined();
    expect(variant.translated.some((after) => after.startsWith(`redirect ${redirect}`))).toBe(true);
  });

  test.each([
    ['does something else, too', "function () { track('x'); location.href = '/new'; }"],
    ['computes the address', "function () { location.href = '/new/' + id; }"],
    ['asks first', "function () { if (location.search) location.href = '/new'; }"],
    ['goes to an address beside the page', "function () { location.href = 'new'; }"],
    ['goes to another site', "function () { location.href = 'https://other.example/new'; }"],
    ['goes to //', "function () { location.href = '//other.example/new'; }"],
    ['sets another part of the address', "function () { location.hash = '/new'; }"],
    ['goes to a page of its own trigger', "function () { location.href = '/pricing'; }"],
    ['keeps the query behind a query', "function () { location.href = '/new?a=1' + location.search; }"],
    ['opens a window', "function () { window.open('/new'); }"],
  ])('stays code where it %s', async (_, js) => {
    const variant = await importRecipe(js);
    expect(variant.redirect).toBeUndefined();
    expect(variant.js).toContain(js.includes('open') ? 'open' : 'location');
  });

  test('stays code where no address settles when it starts', async () => {
    const trigger = 'function trigger(test) {\n  if (window.ready) test.activate();\n}\n';
    expect((await importRecipe("function () { location.href = '/new'; }", trigger)).redirect).toBeUndefined();
  });
});
