/** Tests the page about experiments: its tables are those of the schema, and its examples are right. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderPage } from '../../scripts/docs.mjs';
import { jsonSchema } from '../../src/authoring/schema.js';
import { problemsOf } from './compiling.js';

const page = readFileSync(new URL('../../docs/experiments.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);

test('its tables say what the schema says: else run node scripts/docs.mjs', () => {
  expect(renderPage(page, jsonSchema())).toBe(page);
});

test('it has examples, each of another experiment', () => {
  expect(examples.length).toBeGreaterThan(10);
  expect(new Set(examples.map((text) => text.split('\n')[0])).size).toBe(examples.length);
});

test.each(examples)('its example validates without a word: %s', async (text) => {
  const meant = text.includes('recipeSampleRate: 0.2') ? [expect.stringMatching(/unequal by design/)] : [];
  expect(await problemsOf(text)).toEqual(meant);
});

test('it mentions every field, op, trigger and operator', () => {
  const schema = JSON.stringify(jsonSchema());
  const names = [...schema.matchAll(/"(\w+)":\{"(?:type|description|default|minItems|allOf)"/g)].map(
    ([, name = '']) => name,
  );
  const kinds = [...schema.matchAll(/"const":"(\w+)"/g)].map(([, name = '']) => name);
  expect(names.length + kinds.length).toBeGreaterThan(50);
  const missing = [...names, ...kinds].filter((name) => !new RegExp(`\\b${name}\\b`).test(page));
  expect(missing.filter((name) => !['op', 'trigger', 'properties', 'propertyNames', 'items'].includes(name))).toEqual(
    [],
  );
});

test('each of its internal links leads somewhere', () => {
  const anchors = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
  expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
});
