/** Checks that the sheets of recipes lie in the order of ids, and are put back where the page took them away. */

import { afterEach, expect, test, vi } from 'vitest';
import { changeSheet } from '../../src/tag/changes.js';
import { type Bench, createBench } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

const texts = (): string[] =>
  document.adoptedStyleSheets.map((sheet) =>
    [...sheet.cssRules].map((rule) => (rule as CSSStyleRule).selectorText).join(),
  );

test('sheets lie behind those of the page, in the order of ids: shared, own, then ops', () => {
  bench = createBench('');
  const page = new CSSStyleSheet();
  page.replaceSync('page {}');
  document.adoptedStyleSheets = [page];
  const b = bench.run({ id: 'b' }, { css: 'b {}' });
  const a = bench.run(
    { id: 'a', sharedCss: 'a0 {}' },
    {
      css: 'a1 {}',
      domOps: [
        { op: 'injectCSS', value: 'a2 {}' },
        { op: 'injectCSS', value: 'a3 {}' },
      ],
    },
  );
  expect(texts()).toEqual(['page', 'a0', 'a1', 'a2', 'a3', 'b']);
  a._undo();
  expect(texts()).toEqual(['page', 'b']);
  b._undo();
  expect(document.adoptedStyleSheets).toEqual([page]);
});

test('sheets that the page replaced are put back, ten times and no more, however long it takes', async () => {
  bench = createBench('<p>a</p>');
  bench.run({}, { css: 'a {}' });
  await bench.wait(100);
  const seen: number[] = [];
  for (let round = 0; round < 12; round++) {
    document.adoptedStyleSheets = [];
    document.body.append('x');
    await bench.wait(1200);
    seen.push(document.adoptedStyleSheets.length);
  }
  expect(seen).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
});

test('where there are no constructed sheets a style element with the nonce stands in', () => {
  bench = createBench('');
  vi.stubGlobal('CSSStyleSheet', undefined);
  const sheet = changeSheet('a {}', '', () => 'n0nce');
  sheet._put();
  const style = document.querySelector('style');
  expect([style?.textContent, style?.nonce]).toEqual(['a {}', 'n0nce']);
  sheet._back();
  expect(document.querySelector('style')).toBeNull();
});
