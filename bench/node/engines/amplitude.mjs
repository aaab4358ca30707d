/** Measures the evaluation engine under Amplitude's experiments. */

import { createRequire } from 'node:module';
import { FACTS, KEYS } from './targeting.mjs';

export const amplitude = {
  name: 'amplitude',
  title: 'Amplitude experiment-core',
  package: '@amplitude/experiment-core',
  create,
};

const require = createRequire(import.meta.url);

async function create() {
  const { EvaluationEngine } = require('@amplitude/experiment-core');
  const user = (name) => ['context', 'user', name];
  // a hash modulo 100 picks the allocation, what is left of it the variant
  const most = Math.floor(2 ** 32 / 100);
  const flag = {
    key: 'test',
    variants: Object.fromEntries(KEYS.map((key) => [key, { key, value: key }])),
    segments: [
      {
        conditions: [
          [
            { selector: user('country'), op: 'is', values: ['DE'] },
            { selector: user('plan'), op: 'is', values: ['pro', 'team'] },
            { selector: user('visits'), op: 'greater or equal', values: ['3'] },
          ],
        ],
        bucket: {
          selector: user('user_id'),
          salt: 'test',
          allocations: [
            {
              range: [0, 100],
              distributions: KEYS.map((variant, index) => ({
                variant,
                range: [Math.floor((most * index) / 3), index === 2 ? most + 1 : Math.floor((most * (index + 1)) / 3)],
              })),
            },
          ],
        },
      },
    ],
  };
  const engine = new EvaluationEngine();
  return { decide: (id) => engine.evaluate({ user: { ...FACTS, user_id: id } }, [flag]).test?.key };
}
