/** Tests a read-out of events in which somebody posted more texts than are kept: it is what it is without them. */

import { expect, test } from 'vitest';
import { countFiles, type EventFile, readOut } from '../../src/results/index.js';
import { asked, conversion, crowd, exposure, fileOf, type Line } from './made.js';
import { MANNER } from './madecounts.js';

/** More than are kept. */
const MANY = 200_100;

/** Lines of which none is kept longer than it takes to read it. */
const floodOf = (lineAt: (at: number) => Line): EventFile => ({
  name: 'flood',
  async *chunks() {
    for (let at = 0; at < MANY; at++) yield Buffer.from(`${JSON.stringify(lineAt(at))}\n`);
  },
});

test('variants that are made up cannot hide those of the file, nor what gives way from what fails', async () => {
  const about = asked({
    phase: 'p1',
    designs: [{ phase: 'p1', shares: { control: 0.5, old: 0.5 }, control: 'control' }],
  });
  const flood = floodOf((at) => exposure(`s${at}`, `v${at}`, 1, { phase: 'made-up' }));
  const yielded = { type: 'failure', experiment: 'cta', variant: 'old', code: 'yielded', message: '', stack: '' };
  const own = [...crowd('control', 200, 20), ...crowd('old', 200, 20), { ...conversion('old-3', 5), ...yielded }];
  const { counts } = await countFiles({ experiments: [about], by: [], isStitched: true }, [flood, fileOf(own)]);
  const [found] = counts.experiments;
  const result = readOut(about, found ?? { id: 'cta', phases: [] }, MANNER);
  expect(result.arms.map(({ variant, subjects, failed }) => [variant, subjects, failed])).toEqual([
    ['control', 200, 0],
    ['old', 200, 0],
  ]);
});

test('values of a fact beyond those that are kept are one segment, and every subject counts', async () => {
  const flood = floodOf((at) => exposure(`s${at}`, 'control', 1, { segments: { 'user.tier': `tier ${at}` } }));
  const question = { experiments: [asked()], by: ['device', 'user.tier'], isStitched: true };
  const { counts } = await countFiles(question, [flood]);
  const [phase] = counts.experiments[0]?.phases ?? [];
  const subjectsOf = (by: string, value: string | null): number =>
    phase?.segments.find((one) => one.by === by && one.value === value)?.arms[0]?.subjects ?? 0;
  expect(phase?.arms.map(({ subjects }) => subjects)).toEqual([MANY]);
  expect([subjectsOf('user.tier', '…'), subjectsOf('user.tier', 'tier 7')]).toEqual([MANY - 200_000, 1]);
  expect(subjectsOf('device', null) + subjectsOf('device', '…')).toBe(MANY);
});
