/** Tests folders of experiments that consist of links. */

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { loadExperiments } from '../../src/files/index.js';
import { folder } from '../collector/events.js';

const load = async (directory: string): Promise<string[]> =>
  (await loadExperiments(directory)).map(({ path, text }) => `${basename(path)}=${new TextDecoder().decode(text)}`);

/** As Kubernetes mounts a ConfigMap. */
function mounted(): string {
  const root = folder();
  mkdirSync(join(root, '..2026_11_02/deep'), { recursive: true });
  for (const name of ['a.yaml', 'b.yaml', 'deep/c.yaml']) writeFileSync(join(root, '..2026_11_02', name), name);
  symlinkSync('..2026_11_02', join(root, '..data'));
  for (const name of ['a.yaml', 'b.yaml', 'deep']) symlinkSync(`..data/${name}`, join(root, name));
  return root;
}

test('a folder of links into one that is left aside is read, each file once', async () => {
  expect(await load(mounted())).toEqual(['a.yaml=a.yaml', 'b.yaml=b.yaml', 'c.yaml=deep/c.yaml']);
});

test('links beside files are read, too', async () => {
  const root = mounted();
  writeFileSync(join(root, 'own.yaml'), 'own');
  expect(await load(root)).toHaveLength(4);
});

test('what a link leads to inside of the folder is read where it lies, and links in a circle end', async () => {
  const root = folder();
  mkdirSync(join(root, '.hidden'));
  writeFileSync(join(root, 'a.yaml'), 'a');
  symlinkSync('a.yaml', join(root, 'b.yaml'));
  symlinkSync('.', join(root, 'again'));
  symlinkSync('..', join(root, '.hidden/up'));
  symlinkSync('.hidden', join(root, 'down'));
  expect(await load(root)).toEqual(['a.yaml=a']);
});

test('a link out of the folder, or to nowhere, is named', async () => {
  const root = mounted();
  symlinkSync('/etc/hosts', join(root, 'out.yaml'));
  await expect(loadExperiments(root)).rejects.toThrow('out.yaml is a link out of the directory');
});
