/** `fx keygen`, `fx apply --sign` and `fx verify`: what they write, what they refuse, and that servers take it. */

import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTarget, pausePublished } from '../../src/publishing/index.js';
import { createServer, type FxServer } from '../../src/sdk/server/index.js';
import { experiment } from './fx.js';
import { findFaults, type Project, project, TOKEN } from './target.js';

const PREVIEW = `preview.${TOKEN}.json`;
const MANIFEST = 'public/fx/manifest.json';

const keyOf = async (made: Project, file = 'fx.key'): Promise<string> => {
  const { code, out, err } = await made.fx('keygen', file);
  expect(err).toContain('private key');
  expect(code).toBe(0);
  return out.trim();
};
/** A project that was published and signed. */
const signedProject = async (): Promise<Project & { readonly key: string }> => {
  const made = project();
  const key = await keyOf(made);
  await made.publish('--sign', 'fx.key');
  return { ...made, key };
};
const verify = (made: Project, key: string, manifest = MANIFEST) => made.fx('verify', manifest, '--key', key);
const serverOf = (key: string): FxServer => createServer({ key, onProblem: () => undefined });
const take = (fx: FxServer, { read }: Project): Promise<boolean> =>
  fx.use(read('manifest.json'), read('manifest.json.sig'));

describe('fx keygen', () => {
  test('writes a private key that its owner alone can read, and prints the public one', async () => {
    const made = project();
    const key = await keyOf(made);
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(statSync(join(made.root, 'fx.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(made.root, 'fx.key'), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect((await made.fx('keygen', '--show')).out.trim()).toBe(key);
  });

  test('keeps the key out of git, where there is git', async () => {
    const made = project();
    mkdirSync(join(made.root, '.git'));
    const { err } = await made.fx('keygen');
    expect(err).toContain('.gitignore');
    expect(readFileSync(join(made.root, '.gitignore'), 'utf8')).toBe('fx.key\n');
  });

  test('writes over no key, and makes another each time', async () => {
    const made = project();
    const key = await keyOf(made);
    const { code, err } = await made.fx('keygen');
    expect(code).toBe(1);
    expect(err).toContain('fx keygen fx.key --show');
    expect((await made.fx('keygen', '--show')).out.trim()).toBe(key);
    expect(await keyOf(made, 'next.key')).not.toBe(key);
  });
});

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

describe('fx verify', () => {
  test('says in a sentence that a manifest is signed, with which key and when', async () => {
    const made = await signedProject();
    const { out } = await verify(made, made.key);
    expect(out).toMatch(new RegExp(`^${MANIFEST} is signed with ${made.key}, \\d{4}-.*Z\\.\n$`));
    const json = JSON.parse((await made.fx('verify', MANIFEST, '--key', made.key, '--json')).out) as object;
    expect(json).toMatchObject({ schema: 'fx.verify/1', key: made.key, source: MANIFEST });
  });

  test('takes several keys', async () => {
    const made = await signedProject();
    const next = await keyOf(made, 'next.key');
    expect((await made.fx('verify', MANIFEST, '--key', next, made.key)).code).toBe(0);
  });

  const wrong: Readonly<Record<string, readonly [(made: Project) => void, string]>> = {
    'a manifest with another byte': [
      ({ target, read }) => writeFileSync(join(target, 'manifest.json'), `${read('manifest.json')} `),
      'belongs to another manifest',
    ],
    'a signature of the preview': [
      ({ target }) => copyFileSync(join(target, `${PREVIEW}.sig`), join(target, 'manifest.json.sig')),
      'belongs to another manifest',
    ],
    'a truncated signature': [
      ({ target, read }) => writeFileSync(join(target, 'manifest.json.sig'), read('manifest.json.sig').slice(0, 100)),
      'is no signature, or a part of one',
    ],
  };
  test.each(Object.entries(wrong))('ends with 1 for %s', async (_, [change, sentence]) => {
    const made = await signedProject();
    change(made);
    const { code, err } = await verify(made, made.key);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
  });

  test('ends with 1 for another key, for what is none, and where there is no signature or no manifest', async () => {
    const made = await signedProject();
    const next = await keyOf(made, 'next.key');
    expect(await verify(made, next)).toMatchObject({ code: 1, err: expect.stringContaining('made with another key') });
    expect(await verify(made, 'abc')).toMatchObject({ code: 1, err: expect.stringContaining('is not a public key') });
    expect(await verify(made, next, 'nothing.json')).toMatchObject({ code: 1, err: expect.stringContaining('no ') });
    const plain = project();
    await plain.publish();
    expect(existsSync(join(plain.target, 'manifest.json.sig'))).toBe(false);
    expect(await verify(plain, next)).toMatchObject({ code: 1, err: expect.stringContaining('is not signed') });
  });

  test('asks an address, and says what that answers', async () => {
    const made = await signedProject();
    const files = createHttp((request, response) => {
      const name = (request.url ?? '').slice(1);
      if (made.names().includes(name)) response.end(readFileSync(join(made.target, name)));
      else response.writeHead(name === 'broken' ? 500 : 404).end();
    }).listen(0, '127.0.0.1');
    await once(files, 'listening');
    const at = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
    expect(await verify(made, made.key, `${at}/manifest.json`)).toMatchObject({ code: 0 });
    expect(await verify(made, made.key, `${at}/fx.js`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not signed'),
    });
    expect(await verify(made, made.key, `${at}/broken`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('answers 500'),
    });
    files.close();
    files.closeAllConnections();
  });
});
