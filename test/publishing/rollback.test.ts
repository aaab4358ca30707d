/** Tests the way back: found, gone once, and named where there is none. */

import { expect, test } from 'vitest';
import { findWayBack, goBack } from '../../src/publishing/index.js';
import { experiment } from '../cli/fx.js';
import { project } from '../cli/target.js';
import { options } from './doing.js';

test('a way back is to the last revision, or to one by name; what is not there is named', async () => {
  const one = project();
  expect(await findWayBack(one.target)).toEqual({ ok: false, obstacle: { code: 'no-target', directory: one.target } });
  await one.publish();
  const first = one.manifest().revision;
  expect(await findWayBack(one.target)).toEqual({
    ok: false,
    obstacle: { code: 'no-history', directory: one.target, current: first, wanted: null, known: [] },
  });
  one.write('other.yaml', experiment('other'));
  await one.publish();
  const second = one.manifest().revision;
  expect(await findWayBack(one.target, 'feedfeedfeedfeed')).toMatchObject({
    ok: false,
    obstacle: { code: 'no-history', wanted: 'feedfeedfeedfeed', known: [first], current: second },
  });
  const way = await findWayBack(one.target, first);
  if (!way.ok) throw new Error(way.obstacle.code);
  expect(way.value).toMatchObject({ from: second, to: { revision: first } });
  expect(await goBack(way.value, options)).toEqual({ ok: true, value: undefined });
  expect(one.manifest().revision).toBe(first);
  expect(await goBack(way.value, options)).toMatchObject({ ok: false, obstacle: { code: 'moved' } });
});
