/** Checks what must not be in the files that a page loads. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import type { Program } from 'acorn';
import { parse } from 'acorn';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';

/** What stands in for Mojito, and may say so. */
const MOJITO = 'fx.mojito.js';
/** What one bundle is there for, and all others must not hold. */
const MAY_HOLD: Readonly<Record<string, string>> = { [MOJITO]: 'Mojito', 'fx.story.js': 'a way to log' };
const PAGE = ['fx.js', 'fx.container.js', 'fx.badge.js', 'fx.whole.js', 'fx.story.js', MOJITO];
const MODULES = ['index.js', 'core.js', 'engine.js', 'recall.js', 'openfeature.js', 'server.js'];
/**
 * These name no source map: a container is another text around the same code, and fx.mojito.js would grow by the name.
 */
const UNMAPPED = ['fx.container.js', MOJITO];

/** Each stands for something that only authors, tests or older browsers need. */
const FORBIDDEN = {
  'a checker of experiment files': /\b(zod|yaml|esbuild|recheck|draft-07|must be|did you mean)\b/i,
  'the sentences of explain': /\b(because|subject is|out of the sample)\b/i,
  'a way to log': /\bconsole\.(log|info|debug|trace|table|dir)\b/,
  'a breakpoint': /\bdebugger\b/,
  'a polyfill or the help of a compiler': /core-js|regenerator|tslib|__esModule|__awaiter|polyfill|XMLHttpRequest/,
  'anything of Node': /\bprocess\b|\brequire\(|\bBuffer\b|node:/,
  'code that is there for tests': /vitest|happy-dom|playwright|__test/i,
  'what stands in for Mojito': /mojito(?!Id|_)/i,
};

const path = (name: string): string => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
const text = (name: string): string => readFileSync(path(name), 'utf8');
/** Where the code comes from: a dependency would stand here. */
const sources = (map: string): string[] => (JSON.parse(text(map)) as { sources: string[] }).sources;
/** The container ends where its manifest will stand. */
const script = (name: string): Program => parse(text(name), { ecmaVersion: 2020, sourceType: 'script' });

describe.each([...PAGE, ...MODULES])('dist/%s', (name) => {
  const forbidden = Object.entries(FORBIDDEN).filter(([what]) => !what.includes(MAY_HOLD[name] ?? '-'));
  test.each(forbidden)('does not hold %s', (_, pattern) => {
    expect(text(name).match(pattern)?.[0]).toBeUndefined();
  });

  const isMapped = !UNMAPPED.includes(name);
  test(
    isMapped ? 'names its source map, which is there and says where the code comes from' : 'names no source map',
    () => {
      const [, map = ''] = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(text(name)) ?? [];
      if (!isMapped) return expect(map).toBe('');
      expect(map).not.toBe('');
      expect(sources(map).length).toBeGreaterThan(0);
      expect(sources(map).filter((source) => source.includes('node_modules'))).toEqual([]);
    },
  );
});

test('the source map of dist/fx.mojito.js is beside it, and says that all of its code is of its own room', () => {
  const rooms = sources(`${MOJITO}.map`).map((source) => source.split('/').slice(0, -1).join('/'));
  expect([...new Set(rooms)]).toEqual(['esm/mojito']);
});

test.each(PAGE)('dist/%s is one expression that declares nothing on the page', (name) => {
  const { body } = script(name);
  expect(body.filter(({ type }) => type !== 'EmptyStatement').map(({ type }) => type)).toEqual(['ExpressionStatement']);
});

test('the container ends with the place of its manifest and its functions', () => {
  expect(text('fx.container.js')).toMatch(/\(FX_MANIFEST,FX_FUNCTIONS\);?\s*(\/\/# sourceMappingURL=\S+)?\s*$/);
  expect(text('fx.container.js').match(/FX_(MANIFEST|FUNCTIONS)/g)).toHaveLength(2);
});

test.each(MODULES)('dist/%s imports nothing', (name) => {
  const { body } = parse(text(name), { ecmaVersion: 2020, sourceType: 'module' });
  const imports = body.filter((one) => 'source' in one && one.source);
  expect(imports).toEqual([]);
  expect(text(name)).not.toMatch(/\bimport\s*[("']/);
});

/**
 * What a bundle grows by, in bytes of brotli, for a site that has those parts of the core already that a client uses:
 * the modules of its own room, and those of `sdk/signature`. By esbuild, which leaves some hundred bytes that the
 * shipped files do not have.
 */
async function besideCore(client: string): Promise<number> {
  const folder = fileURLToPath(new URL(`../dist/esm/sdk/${client}/`, import.meta.url));
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(`${folder}${name}`, 'utf8'));
  const lists = texts.flatMap((one) => [...one.matchAll(/import \{([^}]*)\} from '\.\.\/\.\.\/core\/index\.js'/g)]);
  const names = new Set(lists.flatMap(([, list = '']) => list.split(',').map((name) => name.trim())).filter(Boolean));
  const weigh = async (contents: string): Promise<number> => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
      mangleProps: /^_[a-z]/,
    });
    return brotliCompressSync(outputFiles[0]?.contents ?? '').length;
  };
  const core = await weigh(`export { ${[...names].join()} } from '../../core/index.js';`);
  return (await weigh(`export * from './index.js';`)) - core;
}

const weightOf = (name: string): number => brotliCompressSync(readFileSync(path(name))).length;

test('fx-tag/server costs at most 2.5 KB beside fx-tag/core, as both are shipped', () => {
  // The server does not use all of the core: this is by what two files differ, and the next test weighs its own code.
  expect(weightOf('server.js') - weightOf('core.js')).toBeLessThanOrEqual(2560);
});

test('fx-tag/server costs little beside those parts of the core that it uses', async () => {
  expect(await besideCore('server')).toBeLessThanOrEqual(3400);
});

test('dist/react.js imports React alone, and says that it is for the browser', () => {
  const { body } = parse(text('react.js'), { ecmaVersion: 2020, sourceType: 'module' });
  const imports = body.flatMap((one) => ('source' in one && one.source ? [one.source.value] : []));
  expect(imports).toEqual(['react']);
  expect(text('react.js')).toMatch(/^'use client';/);
  expect(sources('react.js.map').filter((source) => source.includes('node_modules'))).toEqual([]);
});

test('dist/react.js holds nothing of the panel for development', () => {
  expect(sources('react.debug.js.map').join()).toContain('sdk/react/debug');
  expect(sources('react.js.map').join()).not.toContain('debug');
});

test('a site that imports fx-tag or fx-tag/core finds the types beside it', () => {
  const { exports } = JSON.parse(readFileSync(fileURLToPath(new URL('../package.json', import.meta.url)), 'utf8')) as {
    exports: Record<string, string | Record<string, string>>;
  };
  const files = Object.values(exports).flatMap((one) => (typeof one === 'string' ? [one] : Object.values(one)));
  expect(files.filter((file) => !existsSync(fileURLToPath(new URL(`../${file}`, import.meta.url))))).toEqual([]);
});
