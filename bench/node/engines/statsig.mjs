/** Measures Statsig's client that decides on the device, from specs at hand. */

import { createRequire } from 'node:module';
import { FACTS, KEYS } from './targeting.mjs';

export const statsig = {
  name: 'statsig',
  title: 'Statsig on-device getExperiment',
  package: '@statsig/js-on-device-eval-client',
  create,
};

const require = createRequire(import.meta.url);

async function create() {
  const { StatsigOnDeviceEvalClient } = require('@statsig/js-on-device-eval-client');
  const rule = (name, conditions, returnValue, rest) => ({
    id: name,
    name,
    groupName: name,
    passPercentage: 100,
    salt: name,
    idType: 'userID',
    conditions,
    returnValue,
    ...rest,
  });
  const condition = (type, operator, targetValue, rest) => ({
    type,
    operator,
    targetValue,
    field: null,
    additionalValues: {},
    idType: 'userID',
    ...rest,
  });
  const field = (name, operator, target) => condition('user_field', operator, target, { field: name });
  const spec = (name, type, entity, defaultValue, rules) => ({
    name,
    type,
    entity,
    salt: name,
    enabled: true,
    idType: 'userID',
    defaultValue,
    rules,
    explicitParameters: [],
    isActive: true,
  });
  const audience = [field('country', 'any', ['DE']), field('plan', 'any', ['pro', 'team']), field('visits', 'gte', 3)];
  const groups = KEYS.map((key, index) =>
    rule(
      key,
      [condition('user_bucket', 'lt', [334, 667, 1000][index], { additionalValues: { salt: 'test' } })],
      { key },
      {
        isExperimentGroup: true,
      },
    ),
  );
  const specs = {
    has_updates: true,
    time: 1,
    feature_gates: [spec('audience', 'feature_gate', 'feature_gate', false, [rule('in', audience, true)])],
    dynamic_configs: [
      spec('test', 'dynamic_config', 'experiment', {}, [
        rule('out', [condition('fail_gate', null, 'audience')], { key: '' }),
        ...groups,
      ]),
    ],
    layer_configs: [],
  };
  const client = new StatsigOnDeviceEvalClient('client-bench', {
    disableLogging: true,
    disableStorage: true,
    networkConfig: { preventAllNetworkTraffic: true },
  });
  client.dataAdapter.setData(JSON.stringify(specs));
  client.initializeSync({ disableBackgroundCacheRefresh: true });
  const options = { disableExposureLog: true };
  return {
    decide: (id) => client.getExperiment('test', { userID: id, custom: FACTS }, options).value.key,
    close: () => client.shutdown(),
  };
}
