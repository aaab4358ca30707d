/** Measures Optimizely's SDK with a datafile at hand. */

import { createRequire } from 'node:module';
import { FACTS, KEYS } from './targeting.mjs';

export const optimizely = {
  name: 'optimizely',
  title: 'Optimizely createUserContext + decide',
  package: '@optimizely/optimizely-sdk',
  create,
};

const require = createRequire(import.meta.url);

async function create() {
  const {
    createInstance,
    createStaticProjectConfigManager,
    OptimizelyDecideOption,
  } = require('@optimizely/optimizely-sdk');
  const names = Object.keys(FACTS);
  const is = (name, value, match = 'exact') => ({ type: 'custom_attribute', name, match, value });
  const datafile = {
    version: '4',
    projectId: '1',
    accountId: '1',
    revision: '1',
    anonymizeIP: true,
    botFiltering: false,
    attributes: names.map((key, index) => ({ id: `${index + 1}`, key })),
    events: [],
    groups: [],
    rollouts: [],
    variables: [],
    audiences: [
      {
        id: 'all',
        name: 'all',
        conditions:
          '["or", {"match": "exact", "name": "$opt_dummy_attribute", "type": "custom_attribute", "value": "x"}]',
      },
    ],
    typedAudiences: [
      {
        id: 'all',
        name: 'all',
        conditions: ['and', is('country', 'DE'), ['or', is('plan', 'pro'), is('plan', 'team')], is('visits', 3, 'ge')],
      },
    ],
    experiments: [
      {
        id: '10',
        key: 'test',
        layerId: '11',
        status: 'Running',
        forcedVariations: {},
        audienceIds: ['all'],
        audienceConditions: ['or', 'all'],
        variations: KEYS.map((key, index) => ({ id: `2${index}`, key, featureEnabled: true, variables: [] })),
        trafficAllocation: KEYS.map((_, index) => ({ entityId: `2${index}`, endOfRange: [3334, 6667, 10000][index] })),
      },
    ],
    featureFlags: [{ id: '30', key: 'test', rolloutId: '', experimentIds: ['10'], variables: [] }],
  };
  const client = createInstance({
    projectConfigManager: createStaticProjectConfigManager({ datafile: JSON.stringify(datafile) }),
  });
  await client.onReady();
  const options = [OptimizelyDecideOption.DISABLE_DECISION_EVENT];
  return {
    decide: (id) => client.createUserContext(id, FACTS).decide('test', options).variationKey,
    close: () => client.close(),
  };
}
