/** Checks that Hermes, in which React Native runs, decides as every other engine does. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, test } from 'vitest';
import { seeded } from '../../scripts/seeded.mjs';
import { type Experiment, type Question, readSubject } from '../../src/core/index.js';
import { findHermes, type Hermes } from './hermes.js';

const ROOT = join(import.meta.dirname, '../..');
const COUNT = 2000;

type Case = Question & { readonly experiment: Experiment };

let hermes: Hermes;
beforeAll(() => {
  hermes = findHermes();
});

/**
 * The shared cases, and as many more as make two thousand: subjects in every script, as no host has a TextEncoder
 * there.
 */
function casesOf(): Case[] {
  const shared = ['decide', 'decide-2'].flatMap((name): Case[] =>
    JSON.parse(readFileSync(join(ROOT, `test/fixtures/${name}.json`), 'utf8')),
  );
  const known = shared.filter(({ subject }) => readSubject(subject) === subject);
  const random = seeded(15);
  const scripts = [0x7f, 0x7ff, 0xd7ff, 0x10ffff];
  const letter = (): string => String.fromCodePoint(Math.floor(random() * (scripts[Math.floor(random() * 4)] ?? 1)));
  const more = Array.from({ length: COUNT - known.length }, () => {
    const one = known[Math.floor(random() * known.length)] as Case;
    return { ...one, subject: Array.from({ length: 12 }, letter).join('') };
  });
  return [...known, ...more];
}

/** The same script in Node. */
function inNode(script: string): string[] {
  const lines: string[] = [];
  runInNewContext(script, { print: (line: string) => lines.push(line), setTimeout, clearTimeout });
  return lines;
}

const JSON_OF = (cases: readonly Case[]): string => JSON.stringify(JSON.stringify(cases));

/** A bundle of the package, as an app has it. */
const bundled = (name: string): string =>
  hermes.translate(readFileSync(join(ROOT, 'dist', name), 'utf8').replace(/^\/\/#.*$/m, ''));

test('core decides 2,000 cases as it does in Node', () => {
  const cases = casesOf();
  expect(cases).toHaveLength(COUNT);
  const script = `var exports = {}; ${bundled('core.js')}
  JSON.parse(${JSON_OF(cases)}).forEach(function (one) { print(JSON.stringify(exports.decide(one.experiment, one))); });`;
  const lines = hermes.run(script);
  expect(lines).toHaveLength(COUNT);
  expect(lines).toEqual(inNode(script));
  // What is decided is no constant.
  expect(new Set(lines).size).toBeGreaterThan(20);
});

test('an engine decides 2,000 cases as it does in Node, in a host with nothing but the language', () => {
  const script = `var exports = {}; ${bundled('engine.js')}
    JSON.parse(${JSON_OF(casesOf())}).forEach(function (one) {
      var manifest = { version: 1, revision: 'r', enabled: one.enabled !== false, experiments: [one.experiment], holdouts: one.holdouts || [] };
      var engine = exports.createEngine(manifest, {
        subject: one.subject,
        context: one.context,
        now: one.now === undefined ? undefined : function () { return one.now; },
        recall: function () { return one.sticky; },
        createId: function () { return '0123456789abcdef0123456789abcdef'; },
      });
      var id = one.experiment.id;
      print(JSON.stringify([engine.getVariant(id), engine.reason(id), engine.expose(id), engine.getHistory().length]));
      engine.dispose();
    });`;
  const lines = hermes.run(script);
  expect(lines).toHaveLength(COUNT);
  expect(lines).toEqual(inNode(script));
});
