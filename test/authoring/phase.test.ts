/** Tests the phase of an experiment: it changes with what moves visitors, and with nothing else. */

import { describe, expect, test } from 'vitest';
import { experimentOf, withFields } from './compiling.js';

describe('the phase of an experiment', () => {
  const phase = async (fields: string, variant = ''): Promise<string | undefined> =>
    (await experimentOf(`${withFields(fields)}${variant}`)).phase;

  test.each([
    'salt: s',
    'sampleRate: 0.5',
    'audience: {excludeRate: 0.1}',
    'audience: {rule: true}',
    'divertTo: control',
    'trigger: {kind: manual}',
  ])('changes with %s', async (fields) => {
    expect(await phase(fields)).not.toBe(await phase(''));
  });

  test('changes with keys, weights and rates of variants', async () => {
    const phases = [
      await phase(''),
      await phase('', '    recipeSampleRate: 0.5\n'),
      (await experimentOf(withFields('').replace('treatment', 'other'))).phase,
      (
        await experimentOf(
          withFields('').replace('control', 'x').replace('treatment', 'control').replace('x', 'treatment'),
        )
      ).phase,
    ];
    expect(new Set(phases).size).toBe(4);
    expect(phases.every((hex) => /^[0-9a-f]{8}$/.test(hex ?? ''))).toBe(true);
  });

  test.each([
    ['name: B', ''],
    ['status: paused', ''],
    ['endAt: 2030-01-01T00:00Z', ''],
    ['sticky: false', ''],
    ['metadata: {a: 1}', ''],
    ['', '    js: a()\n'],
    ['', '    payload: {a: 1}\n'],
  ])('stays with %s%s', async (fields, variant) => {
    const before = await phase('');
    const text = `${withFields(fields)}${variant}`.replace('name: A\nname: B', 'name: B');
    expect((await experimentOf(text)).phase).toBe(before);
  });
});
