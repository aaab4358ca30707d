/** Measures GrowthBook's client for servers. */

import { createRequire } from 'node:module';
import { FACTS, KEYS } from './targeting.mjs';

export const growthbook = {
  name: 'growthbook',
  title: 'GrowthBookClient evalFeature',
  package: '@growthbook/growthbook',
  create,
};

const require = createRequire(import.meta.url);

async function create() {
  const { GrowthBookClient } = require('@growthbook/growthbook');
  const client = new GrowthBookClient();
  client.initSync({
    payload: {
      features: {
        test: {
          defaultValue: '',
          rules: [
            {
              key: 'test',
              condition: { country: 'DE', plan: { $in: ['pro', 'team'] }, visits: { $gte: 3 } },
              variations: KEYS,
              weights: [0.3334, 0.3333, 0.3333],
              coverage: 1,
              hashAttribute: 'id',
              hashVersion: 2,
              seed: 'test',
            },
          ],
        },
      },
    },
  });
  return {
    decide: (id) => client.evalFeature('test', { attributes: { ...FACTS, id } }).value,
    close: () => client.destroy(),
  };
}
