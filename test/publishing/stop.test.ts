/** Tests pausing what is published, though files wait that are not. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { carryOut, pausePublished, toggle } from '../../src/publishing/index.js';
import { experiment } from '../cli/fx.js';
import { project, TOKEN } from '../cli/target.js';
import { options, planned, signerOf } from './doing.js';

test('experiments that run are paused where they are published, drafts and the others stay', async () => {
  const one = project({
    'cta.yaml': experiment('cta'),
    'other.yaml': experiment('other'),
    'sketch.yaml': experiment('sketch', 'status: draft\n'),
  });
  await carryOut(await planned(one), { ...options, signer: signerOf() });
  const before = one.manifest().revision;
  expect(await pausePublished(one.target, ['sketch', 'nothing'], options)).toEqual({ ok: true, value: [] });
  expect(one.manifest().revision).toBe(before);
  expect(await pausePublished(one.target, ['cta', 'sketch'], options)).toEqual({ ok: true, value: ['cta'] });
  expect(one.manifest().experiments.map(({ id, status }) => [id, status])).toEqual([
    ['cta', 'paused'],
    ['other', undefined],
  ]);
  expect(one.read('container.js')).toContain(one.manifest().revision);
  expect(one.read(`preview.${TOKEN}.json`)).toContain('"status":"draft"');
  expect(one.names().filter((name) => name === 'manifest.json.sig')).toEqual([]);
  expect(await pausePublished(one.target, ['cta'], options)).toEqual({ ok: true, value: [] });
});

test('what is paused while all is off stays off', async () => {
  const one = project();
  await carryOut(await planned(one), options);
  await toggle(one.target, false, options.say);
  expect((await planned(one)).notes).toContainEqual({ code: 'off', directory: one.target });
  expect(await pausePublished(one.target, ['cta'], options)).toEqual({ ok: true, value: ['cta'] });
  expect(one.manifest()).toMatchObject({ enabled: false, experiments: [{ id: 'cta', status: 'paused' }] });
});

test('a target without previews is paused all the same, and nothing published is an obstacle', async () => {
  const one = project();
  expect(await pausePublished(one.target, ['cta'], options)).toEqual({
    ok: false,
    obstacle: { code: 'no-target', directory: one.target },
  });
  rmSync(join(one.root, 'fx.config.yaml'));
  await carryOut(await planned(one), options);
  expect(await pausePublished(one.target, ['cta'], options)).toEqual({ ok: true, value: ['cta'] });
  expect(one.manifest().experiments).toMatchObject([{ id: 'cta', status: 'paused' }]);
  expect(one.names().filter((name) => name.startsWith('preview'))).toEqual([]);
});
