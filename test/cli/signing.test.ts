/** Tests `fx apply --sign`: what it writes, what it refuses, and that servers take it. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTarget, pausePublished } from '../../src/publishing/index.js';
import { createServer, type FxServer } from '../../src/sdk/server/index.js';
import { experiment } from './fx.js';
import { keyOf, MANIFEST, PREVIEW, signedProject, verify } from './signed.js';
import { findFaults, type Project, project, TOKEN } from './target.js';

const serverOf = (key: string): FxServer => createServer({ key, onProblem: () => undefined });
const take = (fx: FxServer, { read }: Project): Promise<boolean> =>
  fx.use(read('manifest.json'), read('manifest.json.sig'));

describe('fx apply --sign', () => {
  test('writes a signature of the manifest and one of the preview, which servers and fx verify accept', async () => {
    const made = await signedProject();
    expect(await take(serverOf(made.key), made)).toBe(true);
    expect(await serverOf(made.key).use(made.read(PREVIEW), made.read(`${PREVIEW}.sig`))).toBe(true);
    expect(await verify(made, made.key)).toMatchObject({ code: 0 });
    expect(findFaults(made)).toEqual([]);
  });

  test('says that it signed, and lists the signatures', async () => {
    const made = project();
    await keyOf(made);
    const { out, err } = await made.publish('--sign', 'fx.key');
    expect(err).toMatch(/Published revision [0-9a-f]{16}, signed\./);
    expect(out.split('\n')).toEqual(expect.arrayContaining([`${MANIFEST}.sig`, `public/fx/${PREVIEW}.sig`]));
  });

  test('signs what was published without a signature, with no other change and no entry in the history', async () => {
    const made = project();
    await made.publish();
    const before = made.read('manifest.json');
    const key = await keyOf(made);
    await made.publish('--sign', 'fx.key');
    expect(made.read('manifest.json')).toBe(before);
    expect(made.state().history).toEqual([]);
    expect(await take(serverOf(key), made)).toBe(true);
  });

  test('does nothing a second time, and signs anew with another key', async () => {
    const made = await signedProject();
    const before = made.read('manifest.json.sig');
    await made.publish('--sign', 'fx.key');
    expect(made.read('manifest.json.sig')).toBe(before);
    const next = await keyOf(made, 'next.key');
    await made.publish('--sign', 'next.key');
    expect(await take(serverOf(next), made)).toBe(true);
    expect(await take(serverOf(made.key), made)).toBe(false);
  });

  test('refuses to publish to a signed target without the key, unless that is meant', async () => {
    const made = await signedProject();
    made.write('more.yaml', experiment('more'));
    const before = made.names();
    const refused = await made.fx('apply', '--to', 'public/fx', '--yes');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('add --sign <file>');
    expect(made.names()).toEqual(before);
    await made.publish('--no-sign');
    expect(made.names().filter((name) => /json\.sig$/.test(name))).toEqual([]);
    expect(findFaults(made)).toEqual([]);
  });

  test.each([
    ['a file that is not there', 'none.key', 'make a key with fx keygen none.key'],
    ['a file that is no key', 'fx.config.yaml', 'is not a private key of fx'],
  ])('refuses %s, and publishes nothing', async (_, file, sentence) => {
    const made = project();
    const { code, err } = await made.fx('apply', '--to', 'public/fx', '--yes', '--sign', file);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
    expect(made.names()).toEqual([]);
  });

  test('names the whole command where nobody can be asked', async () => {
    const made = project();
    await keyOf(made);
    const { err } = await made.fx('apply', '--to', 'public/fx', '--sign', 'fx.key');
    expect(err).toContain('run fx apply experiments --to public/fx --sign fx.key --yes.');
  });
});

describe('a signed target', () => {
  test('goes off and on without the key, and servers take both', async () => {
    const made = await signedProject();
    const fx = serverOf(made.key);
    expect(await take(fx, made)).toBe(true);
    await made.fx('off', '--to', 'public/fx');
    expect(await take(fx, made)).toBe(true);
    expect(fx.manifest?.enabled).toBe(false);
    await made.fx('on', '--to', 'public/fx');
    expect(await take(fx, made)).toBe(true);
    expect(fx.manifest?.enabled).toBe(true);
  });

  test('that is off is signed as off, and as on', async () => {
    const made = await signedProject();
    await made.fx('off', '--to', 'public/fx');
    made.write('more.yaml', experiment('more'));
    await made.publish('--sign', 'fx.key');
    const fx = serverOf(made.key);
    expect(await take(fx, made)).toBe(true);
    expect(fx.manifest?.enabled).toBe(false);
    await made.fx('on', '--to', 'public/fx');
    expect(await take(fx, made)).toBe(true);
  });

  test('goes back with the key, and servers that have seen the newer one take it', async () => {
    const made = await signedProject();
    const first = made.manifest().revision;
    made.write('more.yaml', experiment('more'));
    await made.publish('--sign', 'fx.key');
    const fx = serverOf(made.key);
    await take(fx, made);
    const refused = await made.fx('rollback', '--to', 'public/fx', '--yes');
    expect(refused.err).toContain('add --sign <file>');
    expect((await made.fx('rollback', '--to', 'public/fx', '--yes', '--sign', 'fx.key')).code).toBe(0);
    expect(made.manifest().revision).toBe(first);
    expect(await take(fx, made)).toBe(true);
    expect(findFaults(made)).toEqual([]);
  });

  test('goes back without the key with the signature of then, which only a server takes that has seen nothing newer', async () => {
    const made = await signedProject();
    const before = made.read('manifest.json.sig');
    made.write('more.yaml', experiment('more'));
    await made.publish('--sign', 'fx.key');
    const fx = serverOf(made.key);
    await take(fx, made);
    expect((await made.fx('rollback', '--to', 'public/fx', '--yes', '--no-sign')).code).toBe(0);
    expect(made.read('manifest.json.sig')).toBe(before);
    expect(await take(fx, made)).toBe(false);
    expect(await take(serverOf(made.key), made)).toBe(true);
  });

  test('whose experiment is paused by the guard loses its signature, as nobody has the key there', async () => {
    const made = await signedProject();
    const paused = await pausePublished(made.target, ['cta'], { say: () => undefined });
    expect(paused).toMatchObject({ ok: true, value: ['cta'] });
    expect(made.names()).not.toContain('manifest.json.sig');
    expect(findFaults(made)).toEqual([]);
  });

  test('notices that a signature was changed, and repairs it', async () => {
    const made = await signedProject();
    writeFileSync(join(made.target, 'manifest.json.sig'), 'other');
    expect(await openTarget(made.target)).toMatchObject({ value: { drift: ['manifest.json.sig'] } });
    await made.publish('--sign', 'fx.key');
    expect(await verify(made, made.key)).toMatchObject({ code: 0 });
  });

  test('moves its signatures along with another preview token', async () => {
    const made = await signedProject();
    const token = 'fedcba9876543210';
    writeFileSync(join(made.root, 'fx.config.yaml'), `previewToken: '${token}'\n`);
    await made.publish('--sign', 'fx.key');
    expect(made.names().filter((name) => name.includes(TOKEN))).toEqual([]);
    expect(await verify(made, made.key, `public/fx/preview.${token}.json`)).toMatchObject({ code: 0 });
  });
});
