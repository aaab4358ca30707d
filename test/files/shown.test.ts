/** Checks how messages show places: paths as they lie here, addresses whole but for what nobody should read. */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Refusal, shown, withoutSecrets } from '../../src/files/index.js';

test.each([
  [join(process.cwd(), 'public/fx'), 'public/fx'],
  ['exec:curl -T "$FX_FILE" https://cdn.example/x', 'exec:curl -T "$FX_FILE" https://cdn.example/x'],
  ['exec:cp "$FX_FILE" ../site//fx', 'exec:cp "$FX_FILE" ../site//fx'],
  ['s3://shop-assets/fx', 's3://shop-assets/fx'],
  ['git+ssh://git@host/me/site.git#pages', 'git+ssh://git@host/me/site.git#pages'],
  ['git+https://me:s3cret@host/x.git#pages', 'git+https://…@host/x.git#pages'],
  ['exec:curl -T "$FX_FILE" https://me:s3cret@cdn.example/x', 'exec:curl -T "$FX_FILE" https://…@cdn.example/x'],
])('%s is shown as %s', (place, text) => {
  expect(shown(place)).toBe(text);
});

test.each([
  ['https://s3cret@host/x', 'https://…@host/x'],
  ['HTTPS://s3cret@host/x', 'HTTPS://…@host/x'],
  ['git+https://me:s3@cret@host/x', 'git+https://…@host/x'],
  ['git+https://me:s3#cret@host/x', 'git+https://…@host/x'],
  ['git+ssh://me:s3cret@host/x', 'git+ssh://…@host/x'],
  ['https://a:s3cret@one/x https://b:s3cret@two/x', 'https://…@one/x https://…@two/x'],
  ['https://host/@scope/x', 'https://host/@scope/x'],
  ['ask me@host // or her@host', 'ask me@host // or her@host'],
])('of %s is left: %s', (text, left) => {
  expect(withoutSecrets(text)).toBe(left);
});

test('a refusal says no secret of an address, whoever wrote its sentence', () => {
  expect(new Refusal('git+https://me:s3cret@host/x.git#pages is away.').message).not.toContain('s3cret');
});

test('a word without end costs no more than its length', () => {
  const text = `${'a'.repeat(1_000_000)} https://me:s3cret@host/x`;
  expect(withoutSecrets(text)).toBe(text.replace('me:s3cret', '…'));
});
