/** Tests keys and signatures: what is one, and what it holds for. */

import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkSignature, isPublicKey, makeKey, readSigner } from '../../src/publishing/index.js';
import { signerOf } from './doing.js';

test.each([
  ['nothing', ''],
  ['words', 'my key'],
  ['half of a key', makeKey().slice(0, 60)],
  [
    'a key of another kind',
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ],
])('%s is no private key', (_, text) => {
  expect(readSigner(text)).toBe(null);
});

test.each([
  [signerOf().key, true],
  ['', false],
  ['A'.repeat(42), false],
  ['A'.repeat(44), false],
  [`${'A'.repeat(42)}+`, false],
])('%j is a public key: %s', (text, isOne) => {
  expect(isPublicKey(text)).toBe(isOne);
});

test('a signature holds for its manifests and its key alone', () => {
  const [signer, other] = [signerOf(), signerOf()];
  const [on, off] = [Buffer.from('{"enabled":true}'), Buffer.from('{"enabled":false}')];
  const signature = signer.sign([on, off], 1_760_000_000_000);
  const signed = { code: 'signed', time: 1_760_000_000_000, key: signer.key };
  expect(checkSignature(on, signature, [signer.key])).toEqual(signed);
  expect(checkSignature(off, signature, [other.key, signer.key])).toEqual(signed);
  expect(checkSignature(on, signature, [other.key])).toEqual({ code: 'wrong' });
  expect(checkSignature(Buffer.from('{}'), signature, [signer.key])).toEqual({ code: 'wrong' });
  expect(checkSignature(on, signature, [])).toEqual({ code: 'wrong' });
  expect(checkSignature(on, signature, ['no key', signer.key])).toEqual(signed);
  const [first = '', , seal = ''] = signature.split('\n');
  for (const text of [
    '',
    'words',
    first,
    signature.slice(0, -1),
    `${signature}${signature}`,
    signature.replace('\n', '\r\n'),
  ])
    expect(checkSignature(on, text, [signer.key])).toEqual({ code: 'malformed' });
  // The time belongs to the signature: another one would make an older manifest look newer.
  expect(checkSignature(on, `${first}\n1760000000001\n${seal}\n`, [signer.key])).toEqual({ code: 'wrong' });
});
