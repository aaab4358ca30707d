/** Renders with Statsig's bindings, with the values of a server at hand. */

import './dom.mjs';
import { StatsigClient } from '@statsig/js-client';
import { StatsigProvider, useExperiment } from '@statsig/react-bindings';
import { createElement } from 'react';
import { play } from './scene.mjs';

const user = { userID: 'user-1' };
const configOf = (name, key) => ({
  name,
  value: { key },
  rule_id: key,
  group: key,
  secondary_exposures: [],
  is_user_in_experiment: true,
});
const valuesFor = (key, other = 'treatment') =>
  JSON.stringify({
    feature_gates: {},
    dynamic_configs: { cta: configOf('cta', key), other: configOf('other', other) },
    layer_configs: {},
    has_updates: true,
    hash_used: 'none',
    time: Date.now(),
    user,
  });
const client = new StatsigClient('client-bench', user, {
  networkConfig: { preventAllNetworkTraffic: true },
  disableLogging: true,
});
client.dataAdapter.setData(valuesFor('treatment'));
client.initializeSync();
const update = (...keys) => {
  client.dataAdapter.setData(valuesFor(...keys));
  client.updateUserSync(user);
};

await play({
  useKey: () => useExperiment('cta').get('key', 'none'),
  wrap: (children) => createElement(StatsigProvider, { client }, children),
  changeOther: () => update('treatment', 'control'),
  change: () => update('control'),
});
