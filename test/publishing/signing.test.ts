/** Tests keys, signatures, and what keeps a signed target signed, asked of the room itself. */

import { generateKeyPairSync } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  carryOut,
  checkSignature,
  isPublicKey,
  isSignedBy,
  makeKey,
  openTarget,
  type Planned,
  pausePublished,
  planFor,
  readSigner,
  type Signer,
  type Target,
  toggle,
  type Voice,
} from '../../src/publishing/index.js';
import { experiment } from '../cli/fx.js';
import { type Project, project, TOKEN } from '../cli/target.js';

const quiet: Voice = { say: () => undefined, busy: (_, work) => work() };
const options = { say: quiet.say };

const signerOf = (text = makeKey()): Signer => {
  const signer = readSigner(text);
  if (!signer) throw new Error('no key');
  return signer;
};
async function planned({ root, target }: Project): Promise<Planned> {
  const attempt = await planFor(quiet, join(root, 'experiments'), { directory: target, isNamed: false });
  if (!attempt.ok) throw new Error(attempt.obstacle.code);
  return attempt.value;
}
async function opened({ target }: Project): Promise<Target> {
  const attempt = await openTarget(target);
  if (!attempt.ok) throw new Error(attempt.obstacle.code);
  return attempt.value;
}
const timeIn = (one: Project): number => Number(one.read('manifest.json.sig').split('\n')[1]);

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

test('a publication is signed once, and again where the key is another one', async () => {
  const one = project();
  const [signer, other] = [signerOf(), signerOf()];
  expect(await isSignedBy(await opened(one), signer)).toBe(false);
  expect(await carryOut(await planned(one), { ...options, signer })).toEqual({ ok: true, value: true });
  expect(await isSignedBy(await opened(one), signer)).toBe(true);
  expect(await isSignedBy(await opened(one), other)).toBe(false);
  expect(await carryOut(await planned(one), { ...options, signer })).toEqual({ ok: true, value: false });
  expect(await carryOut(await planned(one), { ...options, signer: other })).toEqual({ ok: true, value: true });
  expect(await isSignedBy(await opened(one), other)).toBe(true);
  expect(one.names()).toContain(`preview.${TOKEN}.json.sig`);
});

test('a signature is newer than the one before it, also by a clock that is late', async () => {
  const one = project();
  const signer = signerOf();
  await carryOut(await planned(one), { ...options, signer });
  const before = timeIn(one);
  const now = Date.now;
  Date.now = () => now() - 86_400_000;
  try {
    one.write('other.yaml', experiment('other'));
    expect(await carryOut(await planned(one), { ...options, signer })).toEqual({ ok: true, value: true });
  } finally {
    Date.now = now;
  }
  expect(timeIn(one)).toBe(before + 1);
});

test('a new key on a machine whose clock is late signs later than the key before it', async () => {
  const one = project();
  const [signer, other] = [signerOf(), signerOf()];
  await carryOut(await planned(one), { ...options, signer });
  const before = timeIn(one);
  const clock = vi.spyOn(Date, 'now').mockReturnValue(before - 86_400_000);
  onTestFinished(() => clock.mockRestore());
  expect(await carryOut(await planned(one), { ...options, signer: other })).toEqual({ ok: true, value: true });
  expect([timeIn(one), await isSignedBy(await opened(one), other)]).toEqual([before + 1, true]);
});

test.each(['', 'words', 'a\nb\nc\n', 'a\n-5\nc\n', `a\n${'9'.repeat(15)}\nc\n`])(
  'a signature that is none says no time: %j',
  async (text) => {
    const one = project();
    const signer = signerOf();
    await carryOut(await planned(one), { ...options, signer });
    writeFileSync(join(one.target, 'manifest.json.sig'), text);
    expect(await carryOut(await planned(one), { ...options, signer })).toEqual({ ok: true, value: true });
    expect(Math.abs(timeIn(one) - Date.now())).toBeLessThan(86_400_000);
    expect(await isSignedBy(await opened(one), signer)).toBe(true);
  },
);

test('a signed target is not published to without the key, unless that is meant', async () => {
  const one = project();
  await carryOut(await planned(one), { ...options, signer: signerOf() });
  one.write('other.yaml', experiment('other'));
  const plan = await planned(one);
  expect(await carryOut(plan, options)).toEqual({ ok: false, obstacle: { code: 'signed', directory: one.target } });
  expect(await carryOut(plan, { ...options, mayUnsign: true })).toEqual({ ok: true, value: true });
  expect(one.names().filter((name) => /^[^.]*(\.[^.]*)?\.json\.sig$/.test(name))).toEqual([]);
});

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
