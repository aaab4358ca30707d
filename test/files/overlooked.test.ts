/** Tests which files count as experiments that are not read for their names. */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findOverlooked } from '../../src/files/overlooked.js';
import { experiment, folder } from '../cli/fx.js';

const meant = async (files: Readonly<Record<string, string>>): Promise<Record<string, string>> => {
  const root = folder(files);
  const found = await findOverlooked(root);
  return Object.fromEntries(found.map((one) => [one.path.slice(one.path.indexOf('fx-test-') + 15), one.meant]));
};

test.each([
  ['hero.yaml.txt', 'hero.yaml'],
  ['hero.yml.txt', 'hero.yml'],
  ['hero.YAML.text', 'hero.YAML'],
  ['hero.yml_', 'hero.yml'],
  ['hero.yaml ', 'hero.yaml'],
  ['hero.yalm', 'hero.yaml'],
  ['below/hero.yaml.txt', 'hero.yaml'],
  ['hero.yam', 'hero.yaml'],
  ['hero.yamll', 'hero.yaml'],
])('%s is meant to be %s', async (name, right) => {
  expect(await meant({ [name]: '' })).toEqual({ [name]: right });
});

test.each(['hero.txt', 'hero', 'hero.text'])('%s is meant where an experiment is in it', async (name) => {
  expect(await meant({ [name]: experiment('hero') })).toEqual({ [name]: 'hero.yaml' });
  expect(await meant({ [name]: 'Ask Jane about id: hero and its variants: two.\n' })).toEqual({});
});

test.each([
  ['below it', 'id: a\nvariants:\n  # Two.\n\n- key: a\n', true],
  ['behind it', 'id: a\r\nvariants: [{ key: a }]\r\n', true],
  ['nowhere', 'id: 7\nvariants: see the other sheet\n- red\n', false],
  ['not in the key', 'id: 7\nvariants:\nfurther: [a]\n', false],
  ['without an id', 'variants:\n  - key: a\n', false],
  ['not at the left', 'note: |\n  id: a\n  variants:\n    - a\n', false],
])('text counts by the list of its variants: %s', async (_, text, counts) => {
  expect(await meant({ 'hero.txt': text })).toEqual(counts ? { 'hero.txt': 'hero.yaml' } : {});
});

test.each([
  'yaml.png',
  'yaml.md',
  'yaml.swp',
  'yaml~',
  'yml.bak',
  'yml.orig',
  'yaml.tmp',
  'yaml.old',
  'yaml.j2',
  'yaml.html',
])('a file that ends in .%s is something else, or set aside on purpose', async (ending) => {
  expect(await meant({ [`hero.${ending}`]: experiment('hero') })).toEqual({});
});

test('JSON is YAML by another ending', async () => {
  const text = JSON.stringify({ id: 'hero', name: 'Hero', variants: [] }, null, 2);
  const others = {
    'package.json': '{"name": "x"}',
    'list.json': `{"experiments": [${text}]}`,
    'broken.json': '{"id":',
    'product.json': '{"id": 1, "variants": {"red": 2}}',
  };
  expect(await meant({ 'hero.json': text, ...others })).toEqual({ 'hero.json': 'hero.yaml' });
});

test('files that are read, and those that are something else, are left aside', async () => {
  const text = experiment('hero');
  const names = ['a.yaml', 'b.yml', 'c.YAML', 'README.md', '.gitkeep', 'hero.png', 'hero.ts', '.d.yaml.swp'];
  const more = ['fx.config.yaml.txt', 'node_modules/x.yaml.txt', '.git/x.yaml.txt', 'hero.yamlish.md'];
  expect(await meant(Object.fromEntries([...names, ...more].map((name) => [name, text])))).toEqual({});
});

test('a copy beside the file that is read is no news', async () => {
  expect(await meant({ 'hero.yaml': '', 'hero.yaml.txt': '', 'Hero.YAML.text': '' })).toEqual({});
});

test('where there is no directory nothing is overlooked', async () => {
  expect(await findOverlooked(join(folder({}), 'nowhere'))).toEqual([]);
});

test('a file that is named itself is judged by its own name', async () => {
  const root = folder({ 'hero.yaml.txt': '', 'hero.yaml': '' });
  expect(await findOverlooked(join(root, 'hero.yaml.txt'))).toMatchObject([{ meant: 'hero.yaml' }]);
  expect(await findOverlooked(join(root, 'hero.yaml'))).toEqual([]);
});
