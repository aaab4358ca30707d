/** Runs every shell example of the pages about the command line, in order: it prints what the page says. */

import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { fits, normalise, readSteps, shims, type } from './console.js';
import { folder } from './fx.js';

// a page is some twenty commands, each in a process of its own
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const stub = (name: string): string => fileURLToPath(new URL(`stubs/${name}.mjs`, import.meta.url));
const site = (): { readonly root: string; readonly bin: string; readonly store: string } => {
  const root = folder({ 'site/.keep': '', 'store/.keep': '' });
  mkdirSync(join(root, 'site/node_modules'));
  // as npm install does it
  symlinkSync(fileURLToPath(new URL('../..', import.meta.url)), join(root, 'site/node_modules/fx-tag'));
  return {
    root: join(root, 'site'),
    bin: shims(root, { aws: stub('aws'), rclone: stub('rclone') }),
    store: join(root, 'store'),
  };
};

const pages = Object.fromEntries(
  ['docs/cli.md', 'docs/publishing.md', 'docs/migrating-from-mojito.md'].map((page) => [
    page,
    { steps: readSteps(page), printed: [] as string[], ...site() },
  ]),
);

beforeAll(async () => {
  await Promise.all(
    Object.values(pages).map(async ({ steps, printed, root, bin, store }) => {
      for (const { command } of steps) printed.push(await type(command, root, bin, { FX_STORE: store, HOME: root }));
    }),
  );
});

describe.each(Object.entries(pages))('%s', (page, { steps, printed }) => {
  test('has examples', () => {
    expect(steps.length).toBeGreaterThan(10);
  });

  test('says what each of them prints', () => {
    for (const [at, { line, output }] of steps.entries()) {
      const actual = printed[at] ?? '';
      if (!fits(output, actual))
        expect(`${page}:${line}\n${normalise(actual)}`).toBe(`${page}:${line}\n${normalise(output)}`);
    }
  });
});

test('docs/publishing.md sends all of the target, each file with the header of its kind', () => {
  const store = pages['docs/publishing.md']?.store ?? '';
  const headers = JSON.parse(readFileSync(join(store, 'headers.json'), 'utf8')) as Record<string, string>;
  const isLasting = (name: string): boolean =>
    /\.[0-9a-f]{16}\.js(on)?$/.test(name.replace(/preview\.[0-9a-f]{16}/, 'preview'));
  const wrong = Object.entries(headers).filter(([name, header]) => header.includes('immutable') !== isLasting(name));
  expect(wrong).toEqual([]);
  for (const name of ['container.js', 'manifest.json', 'state.json'])
    expect(headers).toHaveProperty([`s3://my-site/fx/${name}`]);
  expect(Object.keys(headers).filter((name) => /fx\.lock|\.fx-/.test(name))).toEqual([]);
  expect(existsSync(join(store, 'my-site/fx/container.js'))).toBe(true);
});

test('docs/cli.md has a section for every command', async () => {
  const { root, bin } = site();
  const help = await type('fx --help', root, bin);
  const commands = [...help.matchAll(/^ {2}([a-z-]+) \[options\]/gm)].map(([, name]) => name);
  const text = readFileSync(fileURLToPath(new URL('../../docs/cli.md', import.meta.url)), 'utf8');
  const headings = [...text.matchAll(/^## (.*)$/gm)].flatMap(([, title = '']) => title.split(', '));
  expect(commands.filter((name) => !headings.includes(name ?? ''))).toEqual([]);
});
