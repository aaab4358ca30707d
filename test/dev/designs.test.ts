/** Tests what the page of received events knows of the split that was planned. */

import { expect, test } from 'vitest';
import { designs } from '../../src/dev/designs.js';

const variants = [
  { key: 'control', name: 'Control', weight: 5000 },
  { key: 'treatment', name: 'Treatment', weight: 5000, recipeSampleRate: 0.5 },
];

test('an experiment has the shares of those who are exposed', () => {
  const [design] = designs({
    version: 1,
    revision: 'a',
    enabled: true,
    experiments: [{ id: 'a', name: 'A', variants }],
  });
  expect(design).toMatchObject({ id: 'a', name: 'A' });
  expect(design?.variants.map(({ key, expected }) => [key, expected.toFixed(3)])).toEqual([
    ['control', '0.667'],
    ['treatment', '0.333'],
  ]);
});

test('a holdout has two sides, and its id where it has no name', () => {
  const holdouts = [
    { id: 'winter', name: 'Winter', share: 0.1 },
    { id: 'spring', share: 1 },
  ];
  const shown = designs({ version: 1, revision: 'a', enabled: true, experiments: [], holdouts });
  expect(shown.map(({ id, name, variants }) => [id, name, variants.map(({ expected }) => expected)])).toEqual([
    ['winter', 'Winter', [0.1, 0.9]],
    ['spring', 'spring', [1, 0]],
  ]);
  expect(shown[0]?.variants.map(({ key }) => key)).toEqual(['held', 'open']);
});
