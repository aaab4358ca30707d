/** Tests how a change is carried over to another version of its file. */

import { describe, expect, test } from 'vitest';
import { editFields } from '../../src/authoring/checks.js';
import { carryOver, indexOfId, mergeLines } from '../../src/serve/carrying.js';

describe('two changes of one text', () => {
  const text = 'a\nb\nc\nd\ne';

  test.each([
    ['of lines apart', 'A\nb\nc\nd\ne', 'a\nb\nc\nd\nE', 'A\nb\nc\nd\nE'],
    ['of lines beside each other', 'a\nB\nc\nd\ne', 'a\nb\nC\nd\ne', 'a\nB\nC\nd\ne'],
    ['that are the same', 'a\nX\nc\nd\ne', 'a\nX\nc\nd\ne', 'a\nX\nc\nd\ne'],
    ['of which one adds at the top and one takes out below', 'new\na\nb\nc\nd\ne', 'a\nb\nd\ne', 'new\na\nb\nd\ne'],
    ['of one line are none', 'a\nB\nc\nd\ne', 'a\nX\nc\nd\ne', null],
    ['that add different lines at one place are none', 'a\nx\nb\nc\nd\ne', 'a\ny\nb\nc\nd\ne', null],
    ['of which one takes out what the other changes are none', 'a\nd\ne', 'a\nb\nC\nd\ne', null],
  ])('%s', (_, mine, theirs, merged) => {
    expect(mergeLines(text, mine, theirs)).toBe(merged);
    expect(mergeLines(text, theirs, mine)).toBe(merged);
  });
});

const one = (id: string, more = ''): string =>
  `id: ${id}\nname: Of ${id}\nstatus: draft\nvariants:\n  - key: control\n    name: As it is\n  - key: b\n    name: B\n${more}`;
const start = (text: string, index: number): string | null =>
  editFields(text, index, [{ path: ['status'], value: 'running' }]);

test('a change is found again in a version in which experiments stand in another order', () => {
  const [before, onto] = [`${one('a')}---\n${one('b')}`, `${one('b')}---\n${one('a')}`];
  const after = start(before, 0) ?? '';
  expect(carryOver({ id: 'a', before, after, onto, edit: start })).toBe(
    `${one('b')}---\n${one('a').replace('draft', 'running')}`,
  );
});

test('a change by places is not carried where other lines stand at these places', () => {
  const before = one('a', '    domOps:\n      - op: remove\n        selector: .x\n');
  const onto = before.replace(
    '      - op: remove\n        selector: .x\n',
    (held) => `${held.replace('.x', '.y')}${held}`,
  );
  const edit = (text: string): string | null =>
    editFields(text, 0, [{ path: ['variants', 1, 'domOps', 0, 'selector'], value: '.z' }]);
  expect(carryOver({ id: 'a', before, after: edit(before) ?? '', onto, edit })).toBeNull();
});

test('an id stands for one experiment, or for none', () => {
  expect(indexOfId(`${one('a')}---\n${one('b')}`, 'b')).toBe(1);
  expect(indexOfId(one('a'), 'b')).toBeNull();
  expect(indexOfId(`${one('a')}---\n${one('a')}`, 'a')).toBeNull();
  expect(indexOfId('id: [', 'a')).toBeNull();
});
