/** Measures Unleash's client for servers, started with one flag and no server to ask. */

import { createRequire } from 'node:module';
import { FACTS, KEYS } from './targeting.mjs';

export const unleash = {
  name: 'unleash',
  title: 'Unleash getVariant',
  package: 'unleash-client',
  create,
};

const require = createRequire(import.meta.url);

async function create() {
  const { Unleash, InMemStorageProvider } = require('unleash-client');
  const constraint = (contextName, operator, rest) => ({ contextName, operator, inverted: false, values: [], ...rest });
  const feature = {
    name: 'test',
    enabled: true,
    strategies: [
      {
        name: 'flexibleRollout',
        parameters: { rollout: '100', stickiness: 'userId', groupId: 'test' },
        constraints: [
          constraint('country', 'IN', { values: ['DE'] }),
          constraint('plan', 'IN', { values: ['pro', 'team'] }),
          constraint('visits', 'NUM_GTE', { value: '3' }),
        ],
        variants: KEYS.map((name) => ({ name, weight: 333, weightType: 'variable', stickiness: 'userId' })),
      },
    ],
  };
  const client = new Unleash({
    appName: 'bench',
    url: 'http://127.0.0.1:9/',
    refreshInterval: 0,
    disableMetrics: true,
    disableAutoStart: true,
    skipInstanceCountWarning: true,
    storageProvider: new InMemStorageProvider(),
    bootstrap: { data: [feature] },
  });
  // there is no server to ask: what it was started with is all there is
  client.on('error', () => undefined);
  client.on('warn', () => undefined);
  const isReady = new Promise((resolve) => client.once('ready', resolve));
  client.start();
  await isReady;
  const properties = { country: FACTS.country, plan: FACTS.plan, visits: `${FACTS.visits}` };
  return { decide: (id) => client.getVariant('test', { userId: id, properties }).name, close: () => client.destroy() };
}
