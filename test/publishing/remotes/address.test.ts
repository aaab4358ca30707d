/** Tests addresses of targets elsewhere: which can be one, and what is wrong with the others. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { obstacleText } from '../../../src/cli/obstacles.js';
import { isAddress } from '../../../src/files/index.js';
import type { AddressFault } from '../../../src/publishing/attempt.js';
import { loadConfig, openTarget } from '../../../src/publishing/index.js';
import { faultOfAddress } from '../../../src/publishing/remotes/address.js';
import { project, TOKEN } from '../../cli/target.js';

test.each([
  ['public/fx', false],
  ['/srv/site/fx', false],
  ['C:\\site\\fx', false],
  ['c:/site/fx', false],
  ['https://shop.example/fx', true],
  ['s3://site/fx', true],
  ['git+ssh://git@host/me/site.git#pages', true],
  ['exec:rsync', true],
])('%s is an address: %s', (place, isOne) => {
  expect(isAddress(place)).toBe(isOne);
});

const FAULTS: readonly (readonly [string, AddressFault | null])[] = [
  ['s3://site', null],
  ['s3://site/a/b', null],
  ['s3://site/a%20b', null],
  ['s3:///fx', 'bucket'],
  ['s3://', 'bucket'],
  ['s3://site/%E0%A4', 'malformed'],
  ['s3://site/100%', 'malformed'],
  ['S3://site/fx', 'kind'],
  ['https://shop.example/fx', 'kind'],
  ['ftp://host/fx', 'kind'],
  ['git://host/me/site.git#pages', 'kind'],
  ['ssh://git@host/me/site.git#pages', 'kind'],
  ['exec:rsync -a "$FX_FILE" host:', null],
  ['exec:   ', 'command'],
  ['exec:', 'command'],
  ['git+ssh://git@host/me/site.git#pages', null],
  ['git+https://host/me/site.git#release/2026:public/fx', null],
  ['git+file:///srv/site.git#pages', null],
  ['git+file:///srv/site.git#pages:', 'branch'],
  ['git+ssh://git@host/me/site.git', 'branch'],
  ['git+ssh://git@host/#pages', 'branch'],
  ['git+ssh://git@host/me/site.git#../../etc', 'branch'],
  ['git+ssh://git@host/me/site.git#pages:../..', 'branch'],
  ['git+ssh://git@host:port/me/site.git#pages', 'malformed'],
  ['git+ssh://git@host/me/site.git#%E0%A4', 'malformed'],
  ['git+ssh://git@host/me/my site.git#pages', 'malformed'],
];

test.each(FAULTS)('what is wrong with %s: %s', (place, fault) => {
  expect(faultOfAddress(place)).toBe(fault);
});

test.each(FAULTS.filter(([, fault]) => fault !== null))(
  '%s is refused by its fault, named on the command line as in the configuration',
  async (address, fault) => {
    const obstacle = { code: 'address', address, fault };
    expect(await openTarget(address)).toEqual({ ok: false, obstacle });
    const { root } = project({});
    const path = join(root, 'fx.config.yaml');
    writeFileSync(path, `previewToken: '${TOKEN}'\ntargets: {live: ${JSON.stringify(address)}}\n`);
    const named = { path, name: 'live' };
    expect(await loadConfig(join(root, 'experiments'))).toEqual({ ok: false, obstacle: { ...obstacle, named } });
    if (!fault) return;
    expect(obstacleText({ code: 'address', address, fault })).toMatch(/^\S.* (is no|needs) .*\.$/);
    expect(obstacleText({ code: 'address', address, fault, named })).toMatch(/fx\.config\.yaml, targets\.live: \S/);
  },
);
