/** Shows that the place of a problem is said in words where its path is made of brackets. */

import { expect, test } from 'vitest';
import { codeFrame } from '../../src/authoring/index.js';
import { placeWords } from '../../src/authoring/placewords.js';

test.each([
  ['variants[].treatment.domOps[0].selector', 'selector of the first op of the variant treatment'],
  ['variants[1].name', 'name of the second variant'],
  ['metrics[].signup.eventName', 'eventName of the metric signup'],
  ['audience.rule.and[0].==[1]', 'the second value of == of the first condition of and of the rule of the audience'],
  ['trigger.of[2].pattern', 'pattern of the third part of the trigger'],
  ['variants[].a.domOps[11].value', 'value of the 12th op of the variant a'],
  ['variants[].a.domOps[20].value', 'value of the 21st op of the variant a'],
  ['variants[].a.domOps[111].value', 'value of the 112th op of the variant a'],
])('%s', (path, words) => {
  expect(placeWords({ path, line: 7 })).toBe(`line 7: ${words}`);
});

test.each(['', 'id', 'trigger.pattern', 'audience.sampleRate'])('%j is plain as it stands', (path) => {
  expect(placeWords({ path, line: 7 })).toBeNull();
});

test('a tab in the file is seen, in one column', () => {
  expect(codeFrame('audience:\n\trule: true', 2, 2)).toBe('  1 | audience:\n> 2 | →rule: true\n    |  ^');
});
