/** Tests `fx keygen` and `fx verify`: keys that are made, and manifests that are held against them. */

import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keyOf, MANIFEST, PREVIEW, signedProject, verify } from './signed.js';
import { type Project, project } from './target.js';

describe('fx keygen', () => {
  test('writes a private key that its owner alone can read, and prints the public one', async () => {
    const made = project();
    const key = await keyOf(made);
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(statSync(join(made.root, 'fx.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(made.root, 'fx.key'), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect((await made.fx('keygen', '--show')).out.trim()).toBe(key);
  });

  test('keeps the key out of git, also where git comes later', async () => {
    const made = project();
    const { err } = await made.fx('keygen');
    expect(err).toContain('.gitignore');
    expect(err).toContain('Servers and data-key of the tag get the public key above');
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
    const files = createServer((request, response) => {
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
