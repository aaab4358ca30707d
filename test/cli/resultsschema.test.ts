/** Tests the schema of `fx results --json`: it holds for all that comes out, and for nothing else. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setup } from '../../src/cli/commands/results.js';
import { createResults, resultsSchema } from '../../src/cli/resultsschema.js';
import { exposure } from '../docs/known.js';
import { experiment, fx, run } from './fx.js';
import { results, site } from './readout.js';

const faults = (text: string): unknown[] =>
  (createResults().safeParse(JSON.parse(text)).error?.issues ?? []).map(({ path, message }) => [
    path.join('.'),
    message,
  ]);

test.each([
  ['one look', []],
  ['devices, adjusted, at every look', ['--by', 'device', '--by', 'isNew', '--adjust', '--sequential']],
])('it holds for the demo: %s', async (_, more) => {
  const { out } = await fx(['results', 'demo/experiments', '--events', 'demo/sample.ndjson.gz', '--json', ...more]);
  expect(faults(out)).toEqual([]);
});

test('it holds where a database counted, which does not say how many events came again', async () => {
  const root = site([]);
  writeFileSync(join(root, 'counts.csv'), 'kind,experiment,phase,since_ms,until_ms,is_later\nphase,cta,p1,1,2,0\n');
  const { out } = await run(setup, [join(root, 'experiments'), '--from', join(root, 'counts.csv'), '--json']);
  expect([JSON.parse(out).repeated, faults(out)]).toEqual([null, []]);
});

test('it holds where nobody came, where nothing can be compared, and for every kind of metric', async () => {
  const metrics = `metrics:
  - { key: a, name: A, kind: average, eventName: purchase, role: primary }
  - { key: b, name: B, kind: ratio, eventName: purchase, over: { event: visit, value: true }, window: 2d }
  - { key: c, name: C, kind: quantile, quantile: 0.95, eventName: load, role: guardrail, goal: decrease }
  - { key: r, name: R, kind: ratio, eventName: purchase, value: false, over: visit }
  - { key: d, name: D, kind: count, eventName: purchase, cap: { quantile: 0.99 } }
plan: { subjects: 500, effect: 0.1 }
conclusion: { decision: keep }
`;
  const root = site([exposure('s', 'control')], {
    'cta.yaml': experiment('cta', metrics),
    'b.yaml': experiment('b'),
  });
  expect(faults((await results(root, '--json')).out)).toEqual([]);
});

test('a field that it does not know is a fault, and so is one that is missing', () => {
  const found = createResults().safeParse({ schema: 'fx.results/1', more: 1 }).error?.issues ?? [];
  expect(found.map(({ code }) => code)).toContain('unrecognized_keys');
  expect(found.map(({ path }) => path.join('.'))).toContain('experiments');
});

test('it is JSON Schema that says what fields mean', () => {
  expect(resultsSchema()).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    additionalProperties: false,
    properties: { dropped: { description: 'Events that browsers had to give up.' } },
  });
});
