/** Tests that a signed target stays signed: by which key, when, and not without one by mistake. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { carryOut, isSignedBy } from '../../src/publishing/index.js';
import { experiment } from '../cli/fx.js';
import { type Project, project, TOKEN } from '../cli/target.js';
import { opened, options, planned, signerOf } from './doing.js';

const timeIn = (one: Project): number => Number(one.read('manifest.json.sig').split('\n')[1]);

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
