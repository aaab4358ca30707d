/** Tests the list of changes: undo without end, one change to a place, and the YAML that it is. */

import { expect, test } from 'vitest';
import { compile } from '../../src/authoring/index.js';
import type { Op } from '../../src/core/index.js';
import {
  emptySketch,
  moved,
  opsOf,
  type PageChange,
  put,
  redone,
  undone,
  withChanges,
} from '../../src/editor/sketch.js';
import { placesOf, ruleFor } from '../../src/editor/where.js';
import { idFrom, yamlOf } from '../../src/editor/yaml.js';

const text = (value: string, selector = 'h1'): Op => ({ op: 'replaceText', selector, value });

const added = (edits: readonly PageChange[], op: Op): readonly PageChange[] => put(edits, op);

test('a change of the same text takes the place of the one before, and keeps what the page said', () => {
  const edits = put(put([], { ...text('One'), was: 'Zero' } as Op), { ...text('Two'), was: 'One' } as Op);
  expect(opsOf(edits)).toEqual([{ ...text('Two'), was: 'Zero' }]);
});

test('changes of other kinds and other elements stand beside each other', () => {
  const ops: Op[] = [
    text('One'),
    text('One', 'h2'),
    { op: 'setStyle', selector: 'h1', name: 'color', value: 'red' },
    { op: 'setStyle', selector: 'h1', name: 'margin', value: '0' },
    { op: 'injectHTML', selector: 'h1', position: 'afterend', value: '<p>a</p>' },
    { op: 'injectHTML', selector: 'h1', position: 'afterend', value: '<p>b</p>' },
  ];
  expect(opsOf(ops.reduce(added, [] as readonly PageChange[]))).toEqual(ops);
});

test('undo and redo go through all steps; a new change ends what could be redone', () => {
  const one = withChanges(emptySketch, put(emptySketch.edits, text('One')));
  const two = withChanges(one, put(one.edits, text('Two', 'h2')));
  expect(undone(two).edits).toEqual(one.edits);
  expect(redone(undone(two)).edits).toEqual(two.edits);
  expect(undone(undone(two)).edits).toEqual([]);
  expect(undone(emptySketch)).toEqual(emptySketch);
  expect(redone(two)).toEqual(two);
  expect(withChanges(undone(two), []).future).toEqual([]);
});

test('of a thousand steps each can be undone and redone', () => {
  const steps = Array.from({ length: 1000 }, (_, at) => [{ id: at + 1, op: text(`Step ${at}`), isOn: true }]);
  const last = steps.reduce(withChanges, emptySketch);
  const first = steps.reduce(undone, last);
  expect([first.edits, first.past]).toEqual([[], []]);
  expect(steps.reduce(redone, first)).toEqual(last);
});

test('a change is moved as far as the list goes', () => {
  const edits = [text('a', 'a'), text('b', 'b'), text('c', 'c')].reduce(added, [] as readonly PageChange[]);
  const order = (list: typeof edits): number[] => list.map(({ id }) => id);
  expect(order(moved(edits, 3, -1))).toEqual([1, 3, 2]);
  expect(order(moved(edits, 1, -1))).toEqual([1, 2, 3]);
  expect(order(moved(edits, 9, 1))).toEqual([1, 2, 3]);
});

test('the YAML is an experiment that validates, whatever its texts are', async () => {
  const ops: Op[] = [
    { op: 'replaceText', selector: '.a:has([href="#x"]) > h1', value: 'A: "b" # c\n- d\u00a0', was: 'It was: ~' },
    { op: 'setStyle', selector: 'h1', name: 'color', value: '#16a34a' },
    { op: 'setAttr', selector: 'img', name: 'alt', value: 'no' },
    { op: 'injectHTML', selector: 'h1', position: 'beforebegin', value: '<p>1</p>' },
    { op: 'remove', selector: '#old' },
  ];
  for (const { trigger } of placesOf('/shop/what is (this)?')) {
    const yaml = yamlOf(
      {
        id: idFrom('Größe: 50% & more'),
        name: 'Größe: 50% & more',
        control: { key: 'control', name: 'Control' },
        variant: { key: 'big-one', name: 'Big one' },
        trigger,
        rule: ruleFor('mobile'),
      },
      { css: 'h1 { color: red }', domOps: ops },
    );
    const { preview, problems } = await compile([{ path: 'a.yaml', text: yaml }]);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(preview?.experiments[0]).toMatchObject({
      id: 'grosse-50-more',
      ...(trigger.kind !== 'auto' && { trigger }),
      audience: { rule: { '==': [{ var: 'device.type' }, 'mobile'] } },
      variants: [{ key: 'control' }, { key: 'big-one', css: 'h1 { color: red }', domOps: ops }],
    });
  }
});

test.each([
  ['/', ['Only this page: /', 'Every page']],
  ['/pricing', ['Only this page: /pricing', 'Every page']],
  ['/shop/pens/tarn', ['Only this page: /shop/pens/tarn', 'Pages like /shop/pens/…', 'Every page']],
])('on %s the places are %j', (path, words) => {
  expect(placesOf(path).map((place) => place.words)).toEqual(words);
});

test('pages like this one are those whose last part differs', () => {
  const like = placesOf('/shop/pens.v2/tarn').find(({ where }) => where === 'alike')?.trigger;
  const pattern = new RegExp(like?.kind === 'urlMatch' ? like.pattern : '');
  expect(
    ['/shop/pens.v2/lamy', '/shop/pens.v2/lamy/', '/shop/pensxv2/lamy', '/shop/pens.v2/', '/a/shop/pens.v2/b'].map(
      (one) => pattern.test(one),
    ),
  ).toEqual([true, true, false, false, false]);
});

test('a change that is corrected takes its place, whatever it says now, and keeps what nobody is asked for', () => {
  const insert = (value: string): Op => ({ op: 'injectHTML', selector: 'h1', position: 'afterend', value });
  const two = put(put([], insert('<b>1</b>')), insert('<b>2</b>'));
  expect(opsOf(put(two, insert('<b>3</b>'), insert('<b>1</b>')))).toEqual([insert('<b>3</b>'), insert('<b>2</b>')]);
  // It was taken back meanwhile: what is corrected is a change anew.
  expect(opsOf(put([], insert('<b>3</b>'), insert('<b>1</b>')))).toEqual([insert('<b>3</b>')]);
  const filed = { ...text('One'), was: 'Zero', keep: 'always', waitForMs: 9000 } as Op;
  expect(opsOf(put(put([], filed), text('Two')))).toEqual([{ ...filed, value: 'Two' }]);
  // Another attribute has another past.
  const titled = { op: 'setAttr', selector: 'h1', name: 'title', value: 'a', was: 'b' } as const;
  const named = { op: 'setAttr', selector: 'h1', name: 'lang', value: 'en' } as const;
  expect(opsOf(put(put([], titled), named, titled))).toEqual([named]);
});
