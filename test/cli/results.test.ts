/** Checks what `fx results` says about its numbers, on the terminal and as a page. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { event, exposure, knownEvents, type Row } from '../docs/known.js';
import { experiment, folder, fx } from './fx.js';
import { CTA, results, site, told } from './readout.js';

/** Two weeks in which so many of 2,000 to a variant buy. */
const twoWeeks = (control: number, treatment: number, shown = 2000): Row[] =>
  [
    ['control', control, 2000],
    ['treatment', treatment, shown],
  ].flatMap(([variant, did, subjects]) =>
    Array.from({ length: Number(subjects) }, (_, index) => {
      const at = Date.UTC(2026, 10, 2) + (index % 14) * 86_400_000;
      const subject = `${variant}-${index}`;
      const clocks = { at, sentAt: at, received: at };
      const bought = event({ type: 'conversion', subject, name: 'purchase', value: 1, ...clocks });
      return [exposure(subject, String(variant), clocks), ...(index < Number(did) ? [bought] : [])];
    }).flat(),
  );

const ORDERS = experiment(
  'cta',
  'metrics:\n  - { key: orders, name: Orders, kind: conversion, eventName: purchase }\n',
);

test('it reads as a person would say it', async () => {
  const { code, out, err } = await results(site(twoWeeks(100, 150), { 'cta.yaml': ORDERS }));
  expect(code).toBe(0);
  expect(out).toBe(`cta  running  cta
  4,000 subjects, 2026-11-02 to 2026-11-15
  → Ship treatment. Orders improved against control: +50.0% (+17.5% to +91.6%).
  ✓ Nothing speaks against the split: 2,000 : 2,000 where 50.0% : 50.0% is expected, p = 1.0000.
  The split is judged by the file's weights, since nothing says how this phase was published: fx results --to reads that from its target.

  orders, primary, event purchase
               subjects  converted  share    lift      95% interval                     difference       p
    control       2,000        100  5.00%
    treatment     2,000        150  7.50%  +50.0%  +17.5% to +91.6%  +2.50 points (+1.01 to +4.02)  0.0011
    treatment is higher than control, by +17.5% to +91.6%.
`);
  expect(err).toBe(`
Read 4,250 lines.
The 95% intervals hold for one look, at a number of subjects that was fixed before (fx power says it); --sequential gives intervals that hold at every look.
`);
});

test.each([
  [100, 110, 'A difference between treatment and control is not shown yet: it may lie anywhere from '],
  [150, 100, 'treatment is lower than control, by −'],
])('of %d against %d conversions the read-out says %s', async (control, treatment, sentence) => {
  expect((await results(site(twoWeeks(control, treatment)))).out).toContain(sentence);
});

test('an experiment that has ended says what was decided, and what it taught', async () => {
  const learning = '  learning: |\n    Amber stands out\n    from the photographs.\n';
  const ended = `${ORDERS}conclusion:\n  decision: ship\n  winner: treatment\n${learning}`;
  const root = site(twoWeeks(100, 150), { 'cta.yaml': ended });
  const { out } = await results(root);
  expect(out).toContain('\n  Decided: ship treatment. Amber stands out from the photographs.\n  → Ship treatment.');
  const { experiments } = await told(root);
  expect(experiments[0]).toMatchObject({
    conclusion: { decision: 'ship', winner: 'treatment', learning: 'Amber stands out\nfrom the photographs.\n' },
  });
});

test.each([
  ['keep', 'Decided: keep everything as it was.'],
  ['repeat', 'Decided: test it again.'],
])('of the decision to %s it says: %s', async (decision, sentence) => {
  const root = site([], { 'cta.yaml': `${ORDERS}conclusion: { decision: ${decision} }\n` });
  expect((await results(root)).out).toContain(`  ${sentence}\n`);
});

test('where the split is off it says so, and draws no conclusion', async () => {
  const { out } = await results(site(twoWeeks(100, 200, 1700)));
  expect(out).toContain('✗ The split is off: 2,000 : 1,700 where 50.0% : 50.0% is expected, p < 0.0001.');
  expect(out).not.toContain('treatment does more');
});

test('of a handful of subjects nothing is said about the split', async () => {
  const { out } = await results(site(['a', 'b', 'c', 'd'].map((subject) => exposure(subject, 'control'))));
  expect(out).toContain('– Too few subjects to test the split: 4 : 0.');
});

test('an interval for every look is wider, and so is its p', async () => {
  const root = site(twoWeeks(100, 150), { 'cta.yaml': ORDERS });
  const { out, err } = await results(root, '--sequential', '4000');
  expect(out).toContain('+2.9% to +118.9%');
  expect(out).not.toContain('0.0011');
  expect(err).toContain('hold at every look');
});

test('what may mislead is named: two variants, unknown ones, few, less than a week', async () => {
  const { out } = await results(site([...knownEvents(), exposure('x', 'gone')]), '--phase', 'p1');
  expect(out.split('\n').filter((line) => line.includes('! '))).toEqual([
    '  ! treatment: timeout of .cta for 2 subjects (6.7%).',
    '  ! 1 subject saw more than one variant (1.1%): left out.',
    '  ! 1 subject saw a variant that the file does not have: left out.',
    '  ! Less than a week so far, and weekdays differ.',
  ]);
  expect(out).toContain('  10 subjects began in another phase: fx results --phase p2 shows them.');
});

test('whatever anybody posts, it stays readable: few lines of a kind, and no phase that a shell would run', async () => {
  const phases = Array.from({ length: 9 }, (_, at) =>
    exposure(`p${at}`, 'control', { phase: `x${at}; ls`, at: at + 1 }),
  );
  const failures = Array.from({ length: 9 }, (_, at) =>
    event({
      type: 'failure',
      subject: 's',
      experiment: 'cta',
      variant: 'control',
      code: 'timeout',
      selector: `.s${at}`,
    }),
  );
  const rows = [exposure('s', 'control', { phase: 'known' }), ...phases, ...failures];
  const { out } = await results(site(rows), '--phase', 'known');
  expect(out.match(/timeout of/g)).toHaveLength(5);
  expect(out).toContain('control: 4 more kinds of failure: fx results --json has them all.');
  expect(out).toContain("1 subject began in another phase: fx results --phase 'x8; ls' shows them.");
  expect(out).toContain('… 4 more phases: fx results --json has them all.');
});

test('a text that somebody posted begins no line of the read-out, in a pipe neither', async () => {
  const forged = 'a\n\n  buy, primary\n    treatment wins';
  const hidden = '\u001b[2J\u202eshop\u200b\u009b';
  const rows = [
    exposure('s', 'control', { phase: 'known', language: `${hidden}\n  buy` }),
    event({ type: 'conversion', subject: 's', name: `${hidden}\n  buy`, value: 1 }),
    exposure('t', 'control', { phase: forged, at: 2 }),
    event({ type: 'failure', subject: 's', experiment: 'cta', variant: 'control', code: 'timeout', selector: forged }),
  ];
  const { out } = await results(site(rows), '--phase', 'known', '--by', 'language');
  expect(out).toContain('timeout of a\\n\\n  buy, primary');
  expect(out).toContain('language \\u001b[2J\\u202eshop\\u200b\\u009b\\n  buy');
  expect(out).toContain('There are \\u001b[2J\\u202eshop');
  expect(out).not.toMatch(/^ *(buy|buy, primary|treatment wins)$/m);
  expect([...hidden].filter((sign) => sign > '~' || sign < ' ').filter((sign) => out.includes(sign))).toEqual([]);
});

test('the name of a metric begins no line of the read-out, nor does that of a file of events', async () => {
  const files = { 'cta.yaml': ORDERS.replace('name: Orders', 'name: "Orders\\n  ✓ forged"') };
  expect((await results(site(twoWeeks(100, 150), files))).out).toContain('Orders\\n  ✓ forged improved against');
  const events = folder({ 'a\n! forged.ndjson': 'torn' });
  const { err } = await fx(['results', '--events', events], folder({ 'experiments/cta.yaml': CTA }));
  expect(err).toContain('a\\n! forged.ndjson:1');
});

test('of several metrics the file has to say which one decides', async () => {
  const several = CTA.replace(', isPrimary: true', '');
  const { out } = await results(site(twoWeeks(100, 150), { 'cta.yaml': several }));
  expect(out).toContain('! No metric is primary: write role: primary for the one that decides, before you look.');
  expect(out).not.toContain('treatment does more');
});

test('archived experiments have results, drafts and archived ones without events have none', async () => {
  const files = {
    'cta.yaml': experiment('cta', 'status: archived\n'),
    'b.yaml': experiment('b', 'status: archived\n'),
    'c.yaml': experiment('c', 'status: draft\n'),
    'd.yaml': experiment('d'),
  };
  const root = site([...knownEvents(), exposure('s', 'control', { experiment: 'c' })], files);
  expect((await told(root)).experiments.map(({ id, status }) => [id, status])).toEqual([
    ['cta', 'archived'],
    ['d', 'running'],
  ]);
  expect((await results(root, '--experiment', 'd')).out).toContain('Nobody was exposed to it in these events.');
});

test('a page is written beside the data, or in place of the text', async () => {
  const root = site(twoWeeks(100, 150), { 'cta.yaml': ORDERS });
  const page = join(root, 'report.html');
  const { out, err } = await results(root, '--html', page);
  expect([out, err]).toEqual(['', expect.stringMatching(/report\.html: 1 result, written\.\n$/)]);
  const text = readFileSync(page, 'utf8');
  expect(text).toContain('<p class="line">treatment is higher than control, by +17.5% to +91.6%.</p>');
  // Whoever gets it has no terminal.
  expect(text).toContain(
    'before. Whoever decides earlier because it looks good is wrong more often than they say.</p>',
  );
  expect(text).not.toMatch(/fx power|--sequential/);
  writeFileSync(page, '');
  const { experiments } = await told(root, '--html', page);
  expect(experiments).toHaveLength(1);
  expect(readFileSync(page, 'utf8')).toBe(text);
});

test('it runs from the bin over the demo and its sample, which fits its experiments', async () => {
  const { code, out } = await fx(['results', 'demo/experiments', '--events', 'demo/sample.ndjson.gz']);
  expect(code).toBe(0);
  expect(out.match(/Nothing speaks against the split/g)).toHaveLength(8);
  expect(out).toContain('treatment is higher than control, by +');
  // One of them began with fewer visitors; were it more, the demo has changed since: node scripts/sample.mjs
  expect(out.match(/another phase/g)).toHaveLength(1);
});

test('without events it says who writes them, and what to do where none has come', async () => {
  const root = folder({ 'experiments/a.yaml': experiment('a') });
  const { code, err } = await fx(['results'], root);
  expect([code, err]).toEqual([1, expect.stringContaining('fx collect and fx dev write it as events come in.')]);
  mkdirSync(join(root, '.fx'));
  writeFileSync(join(root, '.fx/events.ndjson'), '');
  expect((await fx(['results'], root)).err).toContain('No event has come in yet: fx doctor');
});
