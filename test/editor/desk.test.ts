/** Checks that the file that somebody takes along says what was edited, where it runs and for whom. */

import { expect, test } from 'vitest';
import { createEditorDesk } from '../../src/editor/desk.js';
import type { Kept } from '../../src/editor/memory.js';
import type { FiledTest } from '../../src/editor/studio.js';
import { placesOf } from '../../src/editor/where.js';

const TRIGGER = { kind: 'urlMatch', pattern: '/cart' };
const RULE = { '==': [{ var: 'attributes.plan' }, 'pro'] };
const variant = { css: '', domOps: [], hasCode: false };
const FILED: FiledTest = {
  experimentId: 'hero',
  name: 'Headline',
  status: 'running',
  revision: '1',
  trigger: TRIGGER,
  rule: RULE,
  variants: [
    { ...variant, key: 'control', name: 'As it is', isControl: true },
    { ...variant, key: 'bold', name: 'Bold', isControl: false },
  ],
};
const kept = (filed: FiledTest | null): Kept => ({
  name: 'Mine',
  variant: 'treatment',
  where: filed ? 'same' : 'everywhere',
  device: filed ? 'same' : 'all',
  sheets: {},
  shown: 'bold',
  experiment: filed?.experimentId ?? '',
  filed,
});
const deskOf = (filed: FiledTest | null) => createEditorDesk(filed, kept(filed), placesOf('/'));

test('the YAML of an experiment of Studio runs where and for whom that does, and says that it is one variant only', () => {
  const yaml = deskOf(FILED).yaml();
  expect(yaml).toMatch(/^# Only variant bold of hero: copy its changes into the file, do not replace it\.\nid: hero\n/);
  expect(yaml).toContain('trigger:\n  kind: urlMatch\n  pattern: "/cart"\n');
  expect(yaml).toContain(`audience:\n  rule: ${JSON.stringify(RULE)}\n`);
});

test('what was chosen here stands in the YAML in place of what Studio has', () => {
  const desk = deskOf(FILED);
  desk.set({ where: 'everywhere', device: 'mobile' });
  expect(desk.yaml()).not.toContain('trigger:');
  expect(desk.yaml()).toContain('rule: {"==":[{"var":"device.type"},"mobile"]}');
});

test('the YAML of an experiment that is made here begins with its id', () => {
  expect(deskOf(null).yaml()).toMatch(/^id: mine\n/);
});

test('on the tab of the control the YAML is of the variant that was shown before, beside the control as it is called', () => {
  const variants = ['bold', 'calm'].map((key) => ({ ...variant, key, name: `Very ${key}`, isControl: false }));
  const desk = deskOf({
    ...FILED,
    variants: [{ ...variant, key: 'now', name: 'As it is', isControl: true }, ...variants],
  });
  desk.choose('now');
  expect(desk.yaml()).toContain('Only variant bold of hero');
  desk.choose('calm');
  const calm = desk.yaml();
  expect(calm).toContain('variants:\n  - key: now\n    name: "As it is"\n  - key: calm\n    name: "Very calm"\n');
  desk.choose('now');
  expect(desk.yaml()).toBe(calm);
});

test('what can be taken back and done again is kept, fifty steps of it', () => {
  const desk = deskOf(null);
  const edits = (count: number) =>
    Array.from({ length: count }, (_, id) => ({ id, op: { op: 'remove', selector: `#a${id}` } as const, isOn: true }));
  for (let count = 1; count <= 60; count++) desk.edit(edits(count));
  desk.undo();
  const again = createEditorDesk(null, desk.kept(), placesOf('/'));
  expect(again.sketch().edits).toHaveLength(59);
  again.redo();
  expect(again.sketch().edits).toHaveLength(60);
  for (let step = 0; step < 70; step++) again.undo();
  expect(again.sketch().edits).toHaveLength(9);
});
