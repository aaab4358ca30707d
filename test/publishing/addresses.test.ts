/**
 * Tests addresses of targets elsewhere: which can be one, what they come to, and how programs that are run there
 * ended.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { obstacleText } from '../../src/cli/obstacles.js';
import { isAddress } from '../../src/files/index.js';
import type { AddressFault } from '../../src/publishing/attempt.js';
import { loadConfig, openTarget } from '../../src/publishing/index.js';
import { faultOfAddress } from '../../src/publishing/remotes/address.js';
import { cacheOf, isLasting, isOwnName, typeOf } from '../../src/publishing/remotes/remote.js';
import { runProgram } from '../../src/publishing/remotes/run.js';
import { placeOfS3 } from '../../src/publishing/remotes/s3.js';
import { project, TOKEN } from '../cli/target.js';

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

test.each([
  ['s3://site', {}, 'https://s3.us-east-1.amazonaws.com/site/', ''],
  ['s3://site/', { AWS_DEFAULT_REGION: 'eu-west-1' }, 'https://s3.eu-west-1.amazonaws.com/site/', ''],
  ['s3://site/a/b/', { AWS_REGION: 'eu-west-1' }, 'https://s3.eu-west-1.amazonaws.com/site/a/b/', 'a/b/'],
  ['s3://site/a%20b', { AWS_ENDPOINT_URL: 'https://store.example/' }, 'https://store.example/site/a%20b/', 'a b/'],
  [
    's3://site/fx',
    { AWS_ENDPOINT_URL: 'https://other.example', AWS_ENDPOINT_URL_S3: 'https://store.example' },
    'https://store.example/site/fx/',
    'fx/',
  ],
])('%s lies at the endpoint and in the region that the environment names', (address, env, url, prefix) => {
  expect(placeOfS3(address, env)).toMatchObject({ address, url, prefix });
});

test.each([
  ['manifest.json', 'application/json; charset=utf-8', false],
  ['manifest.0123456789abcdef.json', 'application/json; charset=utf-8', true],
  ['manifest.json.sig', 'text/plain; charset=utf-8', false],
  ['manifest.json.0123456789abcdef.sig', 'text/plain; charset=utf-8', true],
  ['container.js', 'text/javascript; charset=utf-8', false],
  ['preview.0123456789abcdef.js', 'text/javascript; charset=utf-8', false],
  ['preview.0123456789abcdef.fedcba9876543210.js', 'text/javascript; charset=utf-8', true],
])('%s is sent as %s, and kept by caches: %s', (name, type, lasts) => {
  expect([isOwnName(name), typeOf(name), isLasting(name)]).toEqual([true, type, lasts]);
  expect(cacheOf(name)).toBe(lasts ? 'public, max-age=31536000, immutable' : 'public, max-age=60');
});

test.each([
  ['exit 3', 3, 'it ended with 3'],
  ['echo first >&2; echo last >&2; exit 1', 1, 'it ended with 1: last'],
  ['echo fatal: not here >&2; echo hint >&2; exit 128', 128, 'it ended with 128: fatal: not here'],
  ['kill -9 $$', null, 'it was ended by SIGKILL'],
])('a program that fails is told by its last words, or by how it ended: %s', async (command, code, why) => {
  expect(await runProgram(command, [], { isShell: true, timeoutMs: 60_000 })).toMatchObject({ code, why });
});

test('of a secret that is longer than a reason may be, nothing is repeated', async () => {
  const line = `echo "fatal: https://ci:${'T'.repeat(400)}@host/x is away" >&2; exit 1`;
  const { why } = await runProgram(line, [], { isShell: true, timeoutMs: 60_000 });
  expect(why).toBe('it ended with 1: fatal: https://…@host/x is away');
});

test('a program that is not there, or does not read what it is given, ends all the same', async () => {
  const none = await runProgram('fx-no-such-program', [], { timeoutMs: 60_000 });
  expect(none).toMatchObject({ code: null, why: expect.stringContaining('ENOENT') });
  const input = Buffer.alloc(1_000_000, 'x');
  expect(await runProgram('exit 0', [], { isShell: true, input, timeoutMs: 60_000 })).toMatchObject({ code: 0 });
});
