/** Tests what a plan says besides its changes, in words and as JSON. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planJson, toggle } from '../../src/publishing/index.js';
import { project } from '../cli/target.js';
import { options, planned } from './doing.js';

test('a plan for a folder that the configuration does not name says so, and what else should be known', async () => {
  const one = project();
  rmSync(join(one.root, 'fx.config.yaml'));
  expect((await planned(one)).notes).toEqual([{ code: 'new', directory: one.target }, { code: 'no-token' }]);
});

test('a plan as JSON says what there was, also where there was nothing', async () => {
  const one = project();
  expect(planJson(await planned(one))).toMatchObject({ revision: { before: null }, enabled: true, noop: false });
  await one.publish();
  await toggle(one.target, false, options.say);
  const { revision } = one.manifest();
  expect(planJson(await planned(one))).toMatchObject({
    revision: { before: revision, after: revision },
    enabled: false,
  });
});
