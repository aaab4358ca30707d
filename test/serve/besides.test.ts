/** Changes one text twice at the same time: both changes are in what comes of it, or it is said that they touch. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeTexts } from '../../src/serve/page/code/merge.js';

describe('two changes of one text', () => {
  const part = fc.stringMatching(/^[ab\n]{0,6}$/);

  test('that lie apart are both made, whichever comes first', () => {
    fc.assert(
      fc.property(part, part, part, part, part, (one, own, two, other, three) => {
        const text = (first: string, second: string): string => `${one}<${first}>${two}(${second})${three}`;
        const before = text('x', 'y');
        const merged = text(own, other);
        expect(mergeTexts(before, text(own, 'y'), text('x', other))).toBe(merged);
        expect(mergeTexts(before, text('x', other), text(own, 'y'))).toBe(merged);
      }),
    );
  });

  test('where only one side changed, give that side', () => {
    fc.assert(
      fc.property(part, part, (before, after) => {
        expect(mergeTexts(before, before, after)).toBe(after);
        expect(mergeTexts(before, after, before)).toBe(after);
        expect(mergeTexts(before, after, after)).toBe(after);
      }),
    );
  });

  test.each([
    ['name: A', 'name: B', 'name: C'],
    ['name: A', 'name: AB', 'name: AC'],
    ['a\nb\nc', 'a\nB\nc', 'A\nb\nC'],
  ])('that touch are not guessed at: %j, %j, %j', (before, typed, written) => {
    expect(mergeTexts(before, typed, written)).toBe(null);
  });
});
