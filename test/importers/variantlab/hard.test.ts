/**
 * Tests files of VariantLab that are not as they should be: each experiment is refused with its reason, or validates.
 */

import { expect, test } from 'vitest';
import { compile } from '../../../src/authoring/compile.js';
import { importVariantLab } from '../../../src/importers/variantlab/index.js';

const arms = [{ id: 'x' }, { id: 'y' }];
const one = (more: object): object => ({ id: 'a', default: 'x', variants: arms, ...more });

test.each<[what: string, experiment: object, reason: string]>([
  ['no id', { default: 'x', variants: arms }, 'it has no id'],
  ['no variants', { id: 'a', default: 'x' }, 'fewer than two variants'],
  ['variants that are no list', one({ variants: 'x' }), 'fewer than two variants'],
  ['variants without ids', one({ variants: [{}, {}] }), 'need an id each'],
  ['two variants of one id', one({ variants: [{ id: 'x' }, { id: 'x' }] }), 'need an id each'],
  ['a default that is no variant', one({ default: 'z' }), 'its default "z" is no variant'],
  ['no default', one({ default: undefined }), 'its default undefined is no variant'],
  ['an unknown assignment', one({ assignment: 'bandit' }), 'it divides by "bandit", which is not known'],
  ['a split of nothing', one({ assignment: 'weighted' }), 'gives its variants no shares'],
  ['a split of zeros', one({ assignment: 'weighted', split: { x: 0, y: 0 } }), 'gives its variants no shares'],
  ['a split below zero', one({ assignment: 'weighted', split: { x: -5, y: 105 } }), 'gives its variants no shares'],
  ['a split of words', one({ assignment: 'weighted', split: { x: 'half', y: 50 } }), 'gives its variants no shares'],
  ['a split of others', one({ assignment: 'weighted', split: { x: 50, z: 50 } }), 'gives its variants no shares'],
  ['a date that is none', one({ startDate: 'yesterday' }), 'its startDate "yesterday" is no date'],
  ['a date that is a number', one({ endDate: 5 }), 'its endDate 5 is no date'],
  ['a date of mails', one({ startDate: 'Sat, 03 Oct 2026 10:00:00 GMT' }), 'is no date'],
  ['a date as browsers print it', one({ startDate: 'Tue Nov 03 2026 10:00:00 GMT+0100' }), 'is no date'],
  ['a date of letters', one({ startDate: '3 Nov 2026' }), 'is no date'],
  ['a month that is none', one({ startDate: '2026-13-01' }), 'is no date'],
  ['a day that is none', one({ startDate: '2026-02-30T10:00:00Z' }), 'is no date'],
  ['targeting that is a text', one({ targeting: 'ios' }), 'its targeting is no object'],
  ['routes that are no list', one({ targeting: { routes: '/' } }), 'targeting.routes has no form in a rule: "/"'],
  ['no routes', one({ targeting: { routes: [] } }), 'targeting.routes has no form in a rule: []'],
  ['a locale of null', one({ targeting: { locale: null } }), 'targeting.locale has no form in a rule: null'],
  ['a platform of objects', one({ targeting: { platform: [{}] } }), 'targeting.platform has no form in a rule'],
  ['a range that is none', one({ targeting: { appVersion: '>=banana' } }), 'targeting.appVersion has no form'],
  [
    'an attribute that is a list',
    one({ targeting: { attributes: { tier: ['a'] } } }),
    'targeting.attributes has no form',
  ],
  [
    'a share of users that is a word',
    one({ targeting: { userId: { hash: 'x', mod: 'ten' } } }),
    'targeting.userId has no',
  ],
  ['an unknown field', one({ targeting: { weather: 'sun' } }), 'targeting.weather has no form in a rule: "sun"'],
])('%s: left out, and said why', (_, experiment, reason) => {
  const { experiments, report } = importVariantLab({ experiments: [experiment] });
  expect(experiments).toEqual([]);
  expect(report.map(({ id, needs }) => [id, needs.at(-1)])).toEqual([[null, expect.stringContaining(reason)]]);
});

test.each<[what: string, file: object]>([
  ['days without a time', one({ startDate: '2026-01-01', endDate: '2126-01-01' })],
  ['a time without a zone', one({ startDate: '2026-01-01T10:00:00' })],
  [
    'null where something may stand',
    one({ name: null, description: null, targeting: null, startDate: null, split: null }),
  ],
  ['a mutex without a name', one({ mutex: '' })],
  ['ids that are numbers', one({ id: 5, default: 1, variants: [{ id: 1 }, { id: 2 }] })],
  ['ids of any letters', one({ id: 'Prüf Ä', default: 'Ä', variants: [{ id: 'Ä' }, { id: 'a' }, { id: 'A' }] })],
  [
    'names of an object’s own',
    one({ id: '__proto__', default: 'constructor', variants: [{ id: 'constructor' }, { id: 'toString' }] }),
  ],
  [
    'values of any kind',
    one({
      variants: [
        { id: 'x', value: null },
        { id: 'y', value: { deep: [1, [2]] } },
      ],
    }),
  ],
  ['a status called like a field of every object', one({ status: 'constructor' })],
  ['fields of other types', one({ owner: 3, routes: 'x', rollback: 'x', status: 'weird', overridable: 1 })],
])('%s: an experiment that validates', async (_, experiment) => {
  const { experiments } = importVariantLab({ experiments: [experiment] });
  const { problems } = await compile(experiments.map(({ id, text }) => ({ path: `experiments/${id}.yaml`, text })));
  expect(experiments).toHaveLength(1);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test.each([
  ['2026-11-02', '2026-11-02T00:00:00.000Z'],
  ['2026-11-02 10:00', '2026-11-02T10:00:00.000Z'],
  ['2026-11-02T10:00:00', '2026-11-02T10:00:00.000Z'],
  ['2026-11-02T10:00:00.123456', '2026-11-02T10:00:00.123Z'],
  ['2026-11-02 10:00+01:00', '2026-11-02T10:00+01:00'],
  ['2026-11-02T10:00:00+01:00', '2026-11-02T10:00:00+01:00'],
  ['2026-11-02T10:00:00+0100', '2026-11-02T10:00:00+01:00'],
  ['2026-11-02t10:00:00z', '2026-11-02T10:00:00Z'],
])('the date %s is %s, wherever the machine stands', async (startDate, startAt) => {
  const { experiments } = importVariantLab({ experiments: [one({ startDate })] });
  expect(experiments[0]?.text).toContain(`startAt: ${startAt}\n`);
  const { problems } = await compile(experiments.map(({ id, text }) => ({ path: `experiments/${id}.yaml`, text })));
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('of two experiments with one id the second is left out, and a mutex counts the first alone', () => {
  const { report, experiments } = importVariantLab({ experiments: [one({ mutex: 'm' }), one({ mutex: 'm' })] });
  expect(report.map(({ id }) => id)).toEqual(['a', null]);
  expect(experiments[0]?.text).toMatch(/from: 0\n\s+to: 1\n/);
});

test('a large file is read whole', () => {
  const many = Array.from({ length: 300 }, (_, at) => one({ id: `e${at}` }));
  expect(importVariantLab({ experiments: many }).experiments).toHaveLength(300);
});
