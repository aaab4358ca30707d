/** Makes manifests, their signatures, and what somebody may hand a client who can write its files, but has no key. */

import { makeKey, readSigner, type Signer } from '../../src/publishing/signing.js';
import { experiment, manifestOf } from './server/visits.js';

export const signerOf = (): Signer => {
  const signer = readSigner(makeKey());
  if (!signer) throw new Error('A new key is none');
  return signer;
};
export const textOf = (id: string, enabled = true): string =>
  JSON.stringify({ ...manifestOf(experiment(id)), enabled });
export const signed = (by: Signer, text: string, time: number): string => by.sign([Buffer.from(text)], time);

export const site = signerOf();
const stranger = signerOf();
export const NOW = 1_790_000_000_000;
export const current = textOf('now');
export const older = textOf('before');
export const ofCurrent = signed(site, current, NOW);
export const ofOlder = signed(site, older, NOW - 1000);

const line = (text: string, at: number): string => text.split('\n')[at] ?? '';

/** By what it is. */
export const ATTACKS: Readonly<Record<string, readonly [manifest: unknown, signature: string | undefined]>> = {
  'a signature of another key': [current, signed(stranger, current, NOW)],
  'a truncated signature': [current, ofCurrent.slice(0, -20)],
  'a signature without its seal': [current, `${line(ofCurrent, 0)}\n${NOW}\n`],
  'a signature with a line more': [current, `${ofCurrent}more\n`],
  'a truncated manifest': [current.slice(0, -1), ofCurrent],
  'a manifest with a changed byte': [current.replace('"now"', '"how"'), ofCurrent],
  'a manifest with a byte more': [`${current} `, ofCurrent],
  'a manifest with the signature of another': [older, ofCurrent],
  'the current manifest with an older signature': [current, ofOlder],
  'manifest and signature in each other’s place': [ofCurrent, current],
  'a later time with the seal of an earlier one': [older, ofOlder.replace(String(NOW - 1000), String(NOW + 1000))],
  'the seal of another manifest': [older, `${line(ofOlder, 0)}\n${NOW}\n${line(ofCurrent, 2)}\n`],
  'the seal in place of the signature': [current, `${line(ofCurrent, 2)}\n${NOW}\n${line(ofCurrent, 0)}\n`],
  'no signature': [current, undefined],
  'an empty signature': [current, ''],
  'a page that says that nothing was found': [current, '<!doctype html><title>404</title>'],
  'an object, which has no bytes': [manifestOf(experiment('now')), ofCurrent],
};
