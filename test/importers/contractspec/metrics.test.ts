/** Checks that success metrics of ContractSpec become metrics that validate, or are named. */

import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { compile } from '../../../src/authoring/compile.js';
import { importContractSpec } from '../../../src/importers/contractspec/index.js';

/** What a spec with these metrics becomes. */
async function imported(successMetrics: unknown) {
  const spec = {
    meta: { key: 'a' },
    controlVariant: 'x',
    variants: [{ id: 'x' }, { id: 'y' }],
    allocation: { type: 'random', salt: 's' },
    successMetrics,
  };
  const { experiments, report } = importContractSpec(`export const a = ${JSON.stringify(spec)}`);
  const [{ id, text } = { id: '', text: '' }] = experiments;
  const { problems } = await compile([{ path: `experiments/${id}.yaml`, text }]);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return { metrics: parse(text).metrics as object[] | undefined, needs: report[0]?.needs ?? [] };
}

const by = (aggregation: unknown, more: object = {}) => ({
  key: 'Time to finish',
  telemetryEvent: { key: 'form.done', version: '1.0.0' },
  aggregation,
  ...more,
});

test.each([
  ['count', { kind: 'count' }],
  ['avg', { kind: 'average' }],
  ['average', { kind: 'average' }],
  ['p75', { kind: 'quantile', quantile: 0.75 }],
  ['p90', { kind: 'quantile', quantile: 0.9 }],
  ['p95', { kind: 'quantile', quantile: 0.95 }],
  ['p99', { kind: 'quantile', quantile: 0.99 }],
  ['p50', { kind: 'quantile', quantile: 0.5 }],
])('the success metric %s becomes %j', async (aggregation, kind) => {
  const { metrics, needs } = await imported([by(aggregation)]);
  expect(metrics).toEqual([
    { key: 'metric-1', name: 'Time to finish', eventName: 'form.done', isPrimary: true, ...kind },
  ]);
  const asksWay = needs.some((line) => line.includes('Time to finish') && line.includes('goal: decrease'));
  expect(asksWay).toBe(aggregation !== 'count');
});

test.each(['sum', 'p0', 'p100', 'p9', 'P95', '', null, 95, 'constructor'])(
  'the success metric %j is left to a person',
  async (aggregation) => {
    const { metrics, needs } = await imported([by(aggregation)]);
    expect(metrics).toBeUndefined();
    expect(needs.join()).toContain('the metric Time to finish is');
  },
);

test('the first that can be said decides, and a target is named', async () => {
  const { metrics, needs } = await imported([by('sum'), by('p95', { target: 1200 }), by('count')]);
  expect(metrics?.map((one) => 'isPrimary' in one && one.isPrimary)).toEqual([true, false]);
  expect(needs.join()).toContain('1200');
});

test.each([undefined, null, {}, { version: 1 }, { name: 5 }, ''])(
  'a metric whose event is %j has no event',
  async (telemetryEvent) => {
    const { metrics, needs } = await imported([by('count', { telemetryEvent })]);
    expect(metrics).toBeUndefined();
    expect(needs.join()).toContain('Time to finish names no event');
  },
);

test('an event may be its name alone, and a metric have none', async () => {
  const { metrics } = await imported([{ telemetryEvent: 'done', aggregation: 'count' }]);
  expect(metrics).toMatchObject([{ name: '1', eventName: 'done' }]);
});
