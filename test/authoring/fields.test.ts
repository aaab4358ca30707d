/**
 * Tests every field but those of variants, and every one of its limits: what is refused, in which words, and what just
 * passes.
 */

import { describe, expect, test } from 'vitest';
import { KEY_WORDS, problemsOf, VARIANTS, withFields, withVariant } from './compiling.js';

const ID_WORDS = 'must be lower-case letters and digits in words joined by single hyphens, beginning with a letter';
const DATE_WORDS = 'must be a date and time with its zone, such as 2026-03-01T09:00:00+01:00';
const METRICS = 'conversion, count, sum, average, ratio, quantile';
const KINDS = 'auto, urlMatch, waitForSelector, event, visible, manual, script, all, any';

describe('a field of the experiment is refused', () => {
  test.each([
    // id and name stand in lines 1 and 2
    [`name: A\n${VARIANTS}`, '1:1 id is required'],
    [`id: a\n${VARIANTS}`, '1:1 name is required'],
    [`id: 1\nname: A\n${VARIANTS}`, '1:5 id must be a string: put it in quotes'],
    [`id:\nname: A\n${VARIANTS}`, '1:4 id must be a string: nothing stands there'],
    ...['Home', 'home_cta', 'home cta', 'home.cta', '1-x', '-x', 'x-', 'a--b', "''", 'é'].map((id) => [
      `id: ${id}\nname: A\n${VARIANTS}`,
      `1:5 id ${ID_WORDS}`,
    ]),
    [`id: ${'a'.repeat(65)}\nname: A\n${VARIANTS}`, '1:5 id must have at most 64 characters'],
    [`id: a\nname: ''\n${VARIANTS}`, '2:7 name must not be empty'],
    [`id: a\nname: ${'n'.repeat(256)}\n${VARIANTS}`, '2:7 name must have at most 255 characters'],
    [`id: a\nname: 5\n${VARIANTS}`, '2:7 name must be a string: put it in quotes'],
    ['id: a\nname: A\n', '1:1 variants is required'],
  ])('%j', async (text, problem) => {
    expect(await problemsOf(text)).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    ['Home', 'home'],
    ['homeCta', 'home-cta'],
    ['home_cta 2', 'home-cta-2'],
    ['Größe', 'grosse'],
    ['1-x', 'test-1-x'],
  ])('the id %s, with one that would do', async (id, better) => {
    expect(await problemsOf(`id: ${id}\nname: A\n${VARIANTS}`)).toEqual([`1:5 id ${ID_WORDS}: ${better} would do`]);
  });

  test.each([
    [`description: ${'d'.repeat(4001)}`, '3:14 description must have at most 4000 characters'],
    ['description: []', '3:14 description must be a string'],
    ['status: live', '3:9 status must be one of draft, running, paused, archived'],
    ['status: runing', '3:9 status must be one of draft, running, paused, archived; did you mean running?'],
    ['startAt: 2026-03-01', `3:10 startAt ${DATE_WORDS}`],
    ['startAt: 2026-03-01T09:00:00', `3:10 startAt ${DATE_WORDS}`],
    ['startAt: 2026-02-30T09:00:00Z', `3:10 startAt ${DATE_WORDS}`],
    ['startAt: 2026-13-01T09:00:00Z', `3:10 startAt ${DATE_WORDS}`],
    ['startAt: 2026-03-01T24:00:00Z', `3:10 startAt ${DATE_WORDS}`],
    ['startAt: tomorrow', `3:10 startAt ${DATE_WORDS}`],
    ['startAt: 1767225600', '3:10 startAt must be a string: write a date and time with its zone'],
    ['endAt: 2026-03-01T09:00+25:00', `3:8 endAt ${DATE_WORDS}`],
    ['startAt: 2026-03-01T09:00Z\nendAt: 2026-03-01T09:00Z', '4:8 endAt must be after startAt'],
    ['startAt: 2026-03-01T09:00Z\nendAt: 2026-03-01T10:00+01:00', '4:8 endAt must be after startAt'],
    ['layer: {name: a, from: 0.5, to: 0.5}', '3:33 layer.to must be after from'],
    ['layer: {name: a, from: 0, to: 2}', '3:31 layer.to must be <= 1'],
    ["salt: ''", '3:7 salt must not be empty'],
    ['salt: 7', '3:7 salt must be a string: put it in quotes'],
    ['sampleRate: -0.1', '3:13 sampleRate must be >= 0'],
    ['sampleRate: 1.1', '3:13 sampleRate must be <= 1'],
    ['sampleRate: "0.5"', '3:13 sampleRate must be a number: write it without quotes'],
    ['sampleRate: 50%', '3:13 sampleRate must be a number: write 0.5'],
    ['sampleRate: 50', '3:13 sampleRate must be <= 1: write 0.5 for 50%'],
    ["holdback: '0,1'", '3:11 holdback must be a number: write 0.1'],
    ['rule: true', '3:1 rule belongs to audience, and not here: check the indentation'],
    ['selector: a', '3:1 selector belongs to an op of domOps, and not here: check the indentation'],
    ['audience: {trigger: {}}', '3:12 audience.trigger belongs to the experiment, and not here: check the indentation'],
    ['holdback: -0.1', '3:11 holdback must be >= 0'],
    ['holdback: 1.1', '3:11 holdback must be <= 1'],
    ['holdback: true', '3:11 holdback must be a number'],
    ['holdback: 0.1\nsampleRate: 1', '4:13 sampleRate cannot stand together with holdback: keep one of them'],
    [
      'audience:\n  sampleRate: 1\nholdback: 0',
      '4:15 audience.sampleRate cannot stand together with holdback: keep one of them',
    ],
    [
      'sampleRate: 1\naudience: {sampleRate: 1}',
      '4:24 audience.sampleRate cannot stand together with sampleRate: keep one of them',
    ],
    ['audience: all', '3:11 audience must be an object (key: value)'],
    ['audience: {sampleRate: 2}', '3:24 audience.sampleRate must be <= 1'],
    ['audience: {excludeRate: -1}', '3:25 audience.excludeRate must be >= 0'],
    ['audience: {excludeRate: 2}', '3:25 audience.excludeRate must be <= 1'],
    ['audience: {rules: true}', '3:12 audience.rules is not a known field; did you mean rule?'],
    ['sticky: yes', '3:9 sticky must be true or false: write it without quotes; yes and no are text'],
    ['manualExposure: 1', '3:17 manualExposure must be true or false'],
    ['divertTo: nobody', '3:11 divertTo must name a variant: nobody is not one of control, treatment'],
    ['divertTo: Control', `3:11 divertTo ${KEY_WORDS}: control would do`],
    ['control: nobody', '3:10 control must name a variant: nobody is not one of control, treatment'],
    ['sharedJs: 1', '3:11 sharedJs must be a string: put it in quotes'],
    ['sharedCss: [a]', '3:12 sharedCss must be a string'],
    ['metadata: [1]', '3:11 metadata must be an object (key: value)'],
    ['metadata: text', '3:11 metadata must be an object (key: value)'],
    ['owners: me', '3:9 owners must be a list (lines that begin with -)'],
    ['owners: [1]', '3:10 owners[0] must be a string: put it in quotes'],
    ["tags: ['']", '3:8 tags[0] must not be empty'],
    ['effect: 3', '3:9 effect must be <= 1'],
    ['plan: {effect: 0.1}', '3:7 plan.subjects is required'],
    ['plan: {subjects: 0.5}', '3:18 plan.subjects must be a whole number'],
    ['conclusion: {decision: won}', '3:24 conclusion.decision must be one of ship, keep, repeat'],
    ['conclusion: {winner: control}', '3:13 conclusion.decision is required'],
    ['conclusion: {decision: ship}', '3:13 conclusion.winner is required'],
    [
      'conclusion: {decision: ship, winner: nobody}',
      '3:38 conclusion.winner must name a variant: nobody is not one of control, treatment',
    ],
    ['trigger: auto', '3:10 trigger must be an object (key: value)'],
    ['colour: red', '3:1 colour is not a known field'],
    ['sampleRatio: 1', '3:1 sampleRatio is not a known field; did you mean sampleRate?'],
    ['Sticky: true', '3:1 Sticky is not a known field; did you mean sticky?'],
  ])('%j', async (fields, problem) => {
    expect(await problemsOf(withFields(fields))).toEqual([expect.stringContaining(problem)]);
  });
});

describe('a field of a metric is refused', () => {
  const metric = 'key: m, name: M, kind: count, eventName: e';
  test.each([
    ['[{name: M, kind: count, eventName: e}]', '3:11 metrics[0].key is required'],
    ['[{key: m, kind: count, eventName: e}]', '3:11 metrics[].m.name is required'],
    ['[{key: m, name: M, eventName: e}]', '3:11 metrics[].m.kind is required'],
    ['[{key: m, name: M, kind: count}]', '3:11 metrics[].m.eventName is required'],
    ['[{key: m, name: M, kind: mean, eventName: e}]', `3:35 metrics[].m.kind must be one of ${METRICS}`],
    [`[{${metric}, isPrimary: 1}]`, '3:67 metrics[].m.isPrimary must be true or false'],
    [`[{${metric}, goals: 1}]`, '3:56 metrics[].m.goals is not a known field; did you mean goal?'],
    [`[{${metric}, goal: up}]`, '3:62 metrics[].m.goal must be one of increase, decrease'],
    [`[{${metric}, role: main}]`, '3:62 metrics[].m.role must be one of primary, secondary, guardrail'],
    [`[{${metric}, margin: 0.1}]`, '3:56 metrics[].m.margin belongs to guardrail only: take it out'],
    [`[{${metric}, window: 3 days}]`, '3:64 metrics[].m.window must be hours or days, such as 72h or 14d'],
    [`[{${metric}, cap: {}}]`, '3:61 metrics[].m.cap must be either {value: 500} or {quantile: 0.999}'],
    [`[{${metric}, cap: {value: 1, quantile: 0.9}}]`, '3:61 metrics[].m.cap must be either {value: 500} or'],
    [`[{${metric}, cap: {most: 1}}]`, '3:62 metrics[].m.cap.most is not a known field'],
    [`[{${metric}, over: e}]`, '3:56 metrics[].m.over belongs to ratio only: take it out'],
    [`[{${metric}, value: false}]`, '3:56 metrics[].m.value belongs to ratio only: take it out'],
    [
      '[{key: m, name: M, kind: ratio, eventName: e, over: f, value: none}]',
      '3:72 metrics[].m.value must be true or false',
    ],
    ['[{key: m, name: M, kind: ratio, eventName: e}]', '3:11 metrics[].m.over is required'],
    [
      '[{key: m, name: M, kind: ratio, eventName: e, over: {events: f}}]',
      '3:62 metrics[].m.over must be the name of an event, or {event: name, value: true} for its values',
    ],
    ['[{key: m, name: M, kind: quantile, eventName: e}]', '3:11 metrics[].m.quantile is required'],
    [
      `[{${metric}, isPrimary: true, role: guardrail}]`,
      '3:67 metrics[].m.isPrimary cannot stand together with role: guardrail: keep one of them',
    ],
    [
      `[{${metric}, role: primary}, {key: n, name: M, kind: sum, eventName: e, role: primary}]`,
      '3:121 metrics[].n.role must not be primary twice: m is the primary metric already',
    ],
    [`[{${metric}}, {${metric}}]`, '3:63 metrics[1].key must be unique: the same key m is at metrics[0]'],
    [
      `[{${metric}, isPrimary: true}, {key: n, name: M, kind: sum, eventName: e, isPrimary: true}]`,
      '3:128 metrics[].n.isPrimary must not be true twice: m is the primary metric already',
    ],
  ])('%j', async (metrics, problem) => {
    expect(await problemsOf(withFields(`metrics: ${metrics}`))).toEqual([expect.stringContaining(problem)]);
  });
});

describe('a trigger is refused', () => {
  test.each([
    ['{}', 'trigger.kind is required'],
    ['{kind: hover}', `trigger.kind must be one of ${KINDS}`],
    ['{kind: urlmatch}', 'did you mean urlMatch?'],
    ['{kind: auto, name: x}', 'trigger.name does not belong to the trigger auto, which takes kind'],
    ['{kind: urlMatch}', 'trigger.pattern is required'],
    ['{kind: urlMatch, pattern: ""}', 'trigger.pattern must not be empty'],
    ['{kind: urlMatch, pattern: /a, regex: 1}', 'trigger.regex must be true or false'],
    ['{kind: urlMatch, pattern: /a, on: host}', 'trigger.on must be one of path, full, hash, url'],
    ['{kind: urlMatch, pattern: "(", regex: true}', 'trigger.pattern must be a regular expression'],
    ['{kind: waitForSelector}', 'trigger.selector is required'],
    ['{kind: waitForSelector, selector: "a["}', 'trigger.selector must be a valid CSS selector'],
    ['{kind: waitForSelector, selector: a, timeoutMs: -1}', 'trigger.timeoutMs must be >= 0'],
    ['{kind: event}', 'trigger.name is required'],
    ['{kind: visible}', 'trigger.selector is required'],
    ['{kind: visible, selector: a, ratio: 2}', 'trigger.ratio must be <= 1'],
    ['{kind: manual, selector: a}', 'trigger.selector does not belong to the trigger manual, which takes kind'],
    ['{kind: script}', 'trigger.js is required'],
    ['{kind: script, js: "if ("}', 'trigger.js must be valid JavaScript: '],
    ['{kind: all}', 'trigger.of is required'],
    ['{kind: all, of: []}', 'trigger.of must have at least 1 entry'],
    ['{kind: any, of: [{kind: event}]}', 'trigger.of[0].name is required'],
    ['{kind: any, of: [{kind: all, of: [{kind: visible, selector: "a["}]}]}', 'trigger.of[0].of[0].selector must be'],
  ])('%s', async (trigger, problem) => {
    const problems = await problemsOf(withFields(`trigger: ${trigger}`));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });
});

describe('what just passes', () => {
  test.each([
    ['the longest id', `id: ${'a'.repeat(64)}\nname: A\n${VARIANTS}`],
    ['an id with digits and hyphens', `id: w12-checkout-2\nname: A\n${VARIANTS}`],
    [
      'the longest name and description',
      `id: a\nname: ${'n'.repeat(255)}\ndescription: ${'d'.repeat(4000)}\n${VARIANTS}`,
    ],
    ['rates at both ends', withFields('sampleRate: 0\naudience: {excludeRate: 1}')],
    ['empty lists and objects', withFields('owners: []\ntags: []\nmetrics: []\nmetadata: {}\naudience: {}')],
    ['empty code', withFields("sharedJs: ''\nsharedCss: ''")],
    ['empty values of ops', withVariant("domOps: [{op: replaceText, selector: a, value: ''}]\npayload: {}")],
    [
      'keys that begin with x-, anywhere',
      withFields('x-jira: [1]\naudience: {x-why: because}\ntrigger: {kind: auto, x-y: 1}'),
    ],
    ['a variant key with every kind of character', withFields('').replace('treatment', `a_-9${'z'.repeat(28)}`)],
    [
      'dates with seconds, fractions and zones',
      withFields('startAt: 2026-02-28T23:59:59.999-11:30\nendAt: 2028-02-29T00:00Z'),
    ],
  ])('%s', async (_, text) => {
    expect(await problemsOf(text)).toEqual([]);
  });
});

test('all problems of a file come at once, in the order of its lines', async () => {
  const text =
    'id: A\nname: 1\nholdback: 2\ncolour: red\nvariants:\n  - key: v\n    weight: x\n  - name: V\n    weight: 1\n    js: "("\n';
  const problems = await problemsOf(text);
  expect(problems.map((words) => words.split(' ').slice(0, 2).join(' '))).toEqual([
    '1:5 id',
    '2:7 name',
    '3:11 holdback',
    '4:1 colour',
    '6:5 variants[].v.name',
    '7:13 variants[].v.weight',
    '8:5 variants[1].key',
    '10:11 variants[1].js',
  ]);
});
