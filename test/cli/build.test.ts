/** Tests `fx build`: the files, their sizes, and the two snippets. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { hashOf, project, TOKEN } from './target.js';

const built = async () => {
  const made = project();
  const outcome = await made.fx('build', '--collect', 'https://events.example.com/');
  const dist = join(made.root, 'dist');
  return { ...made, ...outcome, dist, read: (name: string) => readFileSync(join(dist, name)) };
};

test('writes what apply writes, but for what a target remembers', async () => {
  const { dist, publish, names, read } = await built();
  await publish();
  expect([...readdirSync(dist), 'state.json'].sort()).toEqual(names());
  expect(read('manifest.json').toString()).toContain('"enabled":true');
  for (const name of readdirSync(dist)) {
    const [, hash] = /\.([0-9a-f]{16})\.js(?:on)?$/.exec(name.replace(TOKEN, '')) ?? [];
    if (hash) expect(hashOf(join(dist, name))).toBe(hash);
  }
});

test('shows what each experiment weighs, and the whole', async () => {
  const { out, read } = await built();
  const container = read('container.js');
  const bytes = [container.length, gzipSync(container, { level: 9 }).length, brotliCompressSync(container).length];
  const row = out.split('\n').find((line) => line.startsWith('container.js'));
  expect(row?.split(/\s+/).slice(1)).toEqual(bytes.map((count) => count.toLocaleString('en')));
  expect(out).toMatch(/^ {2}the tag +[\d,]+ +[\d,]+ +[\d,]+$/m);
  expect(out).toMatch(/^ {2}cta +\d+ +\d+ +\d+$/m);
  expect(out).not.toContain('sketch');
});

test('prints integrity for the name with a hash only, and it is that of the file', async () => {
  const { out, read } = await built();
  const scripts = out.match(/<script src[^\n]*/g) ?? [];
  expect(scripts[0]).toBe('<script src="/fx/container.js" data-collect="https://events.example.com/"></script>');
  const [, name = '', integrity] =
    /src="\/fx\/(container\.[0-9a-f]{16}\.js)" integrity="(sha384-[^"]+)" crossorigin="anonymous"/.exec(
      scripts[1] ?? '',
    ) ?? [];
  expect(integrity).toBe(`sha384-${createHash('sha384').update(read(name)).digest('base64')}`);
  expect(out).toContain('max-age=60, stale-while-revalidate=600');
  expect(out).toContain('max-age=31536000, immutable');
});

test('gives all of it as JSON', async () => {
  const { fx } = project();
  const { out } = await fx('build', '--json', '--base', 'https://cdn.example.com/x');
  const data = JSON.parse(out);
  expect(data).toMatchObject({ schema: 'fx.build/1', out: 'dist' });
  expect(data.snippets.fixed).toBe(
    '<script>window.fx = window.fx || []</script>\n<script src="https://cdn.example.com/x/container.js" data-collect="/events"></script>',
  );
  expect(data.sizes[0]).toMatchObject({ name: 'container.js' });
});

test('does not write into a target', async () => {
  const { fx, publish, read } = project();
  await publish();
  const before = read('state.json');
  const { code, err } = await fx('build', '--out', 'public/fx');
  expect(code).toBe(1);
  expect(err).toContain('public/fx is a target: run fx apply experiments --to public/fx');
  expect(read('state.json')).toBe(before);
});

test('does nothing with experiments that are broken', async () => {
  const { fx, root, write } = project();
  write('bad.yaml', 'id: bad\n');
  expect((await fx('build')).code).toBe(1);
  expect(readdirSync(root)).not.toContain('dist');
});

test('publishes what stands in for Mojito beside imported experiments alone', async () => {
  const { fx, root, write } = project();
  const hasMojito = (): boolean => readdirSync(join(root, 'dist')).includes('fx.mojito.js');
  await fx('build');
  expect(hasMojito()).toBe(false);
  write('w12.yaml', 'id: w12\nx-mojito-id: W12\nname: W12\nvariants: [{key: "0", name: A}, {key: "1", name: B}]\n');
  await fx('build');
  expect(hasMojito()).toBe(true);
});

test('says what the container has of the tag, and leaves out what tag: of the configuration does not name', async () => {
  const { fx, root } = project();
  const open = await fx('build');
  expect(open.out).toMatch(/^the tag has .*\bconsent\b/m);
  expect(open.out).toContain('docs/composing.md');
  const config = join(root, 'fx.config.yaml');
  writeFileSync(config, `${readFileSync(config, 'utf8')}\ntag: [collect]\n`);
  const closed = await fx('build');
  expect(closed.out).toMatch(/^and is without .*\bconsent\b/m);
  expect(JSON.parse((await fx('build', '--json')).out).tag.in).toContain('collect');
  expect(readFileSync(join(root, 'dist/container.js'), 'utf8')).toMatch(
    /^\/\* fx [\d.]+, \d+ B\. In: .*collect.*\*\/\n/,
  );
  writeFileSync(config, `${readFileSync(config, 'utf8')}  `.replace('[collect]', '[colect]'));
  const wrong = await fx('build');
  expect([wrong.code, wrong.err]).toEqual([
    1,
    expect.stringContaining('tag has colect, which is nothing that pages use: is collect meant?'),
  ]);
});

test('publishes the editor beside the container of a site that names its Studio alone, and the snippet names it', async () => {
  const { fx, root } = project();
  const hasEditor = (): boolean => readdirSync(join(root, 'dist')).includes('fx.editor.js');
  await fx('build');
  expect(hasEditor()).toBe(false);
  const config = join(root, 'fx.config.yaml');
  writeFileSync(
    config,
    `${readFileSync(config, 'utf8')}tag:\n  collect: /events\n  studio: https://studio.example.com\n`,
  );
  const { out } = await fx('build');
  expect(hasEditor()).toBe(true);
  expect(out).toContain('data-studio="https://studio.example.com"');
});
