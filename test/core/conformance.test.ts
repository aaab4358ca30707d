/** Holds the core against the cases that every implementation of fx shares. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type Context,
  type Decision,
  decide,
  type Experiment,
  hash,
  matches,
  type Question,
  type Rule,
  unit,
} from '../../src/core/index.js';

interface HashCase {
  readonly salt: string;
  readonly gate: string;
  readonly subject: string;
  readonly hash: number;
  readonly unit: number;
}

interface RuleCase {
  readonly rule: Rule;
  readonly context: Context;
  readonly matches: boolean;
}

interface DecideCase extends Question {
  readonly experiment: Experiment;
  readonly expected: Decision;
}

const cases = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));

test.each(
  (cases('hash') as readonly HashCase[]).map(
    (item, index) => [index, item.gate, item.subject.slice(0, 20), item] as const,
  ),
)('hash %i: %s of %j is the shared number', (_index, _gate, _subject, item) => {
  expect(hash(`${item.salt}:${item.gate}:${item.subject}`)).toBe(item.hash);
  expect(unit(item.salt, item.gate, item.subject)).toBe(item.unit);
});

test.each(
  (cases('rule') as readonly RuleCase[]).map(
    (item, index) => [index, JSON.stringify(item.rule).slice(0, 80), item] as const,
  ),
)('rule %i: %s answers as everywhere', (_index, _rule, item) => {
  expect(matches(item.rule, item.context)).toBe(item.matches);
});

/** The second list has layers, holdouts and rules that read the page. */
test.each(
  ['decide', 'decide-2'].flatMap((name) =>
    (cases(name) as readonly DecideCase[]).map(
      (item, index) => [`${name} ${index}`, item.experiment.id, item.expected.reason, item] as const,
    ),
  ),
)('%s: %s is %s as everywhere', (_index, _id, _reason, item) => {
  expect(decide(item.experiment, item)).toEqual(item.expected);
});
