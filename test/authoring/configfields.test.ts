/** Tests the fields of fx.config.yaml: what is known, what is not, and what is said about it. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkConfig } from '../../src/authoring/configfields.js';
import { formatProblem } from '../../src/authoring/index.js';

const said = (text: string): string[] =>
  checkConfig({ path: 'fx.config.yaml', text }).map((one) => `${one.line} ${formatProblem(one)}`);

test.each([
  ['target: {live: public}', 'target is not a known field; did you mean targets?'],
  ['serve: {targett: live}', 'serve.targett is not a known field; did you mean target?'],
  ['serve: {oidc: {clientID: fx}}', 'serve.oidc.clientID is not a known field; did you mean clientId?'],
  ['serve: {sinks: [{http: "https://a"}, {htp: b}]}', 'serve.sinks[1].htp is not a known field; did you mean http?'],
  ['results: {engin: duckdb}', 'results.engin is not a known field; did you mean engine?'],
  ['keepDays: 3', 'keepDays belongs to serve, and not here: check the indentation'],
  ['issuer: https://a', 'issuer belongs to serve.oidc, and not here: check the indentation'],
  [
    'serve: {previewToken: a}',
    'serve.previewToken belongs to the top of the file, and not here: check the indentation',
  ],
  ['results: {x: 1}', 'results.x is not a known field: the fields here are engine, url, table, events'],
])('of %s it is said where it stands, and what is meant', (text, sentence) => {
  expect(said(`previewToken: a\n\n${text}\n`)).toEqual([`3 ⚠ fx.config.yaml: ${sentence}`]);
});

test('each field that is none is named, and keys that begin with x- are free', () => {
  const lines = said('target: a\nx-team: web\nserve:\n  gitt: false\n  x-why: b\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['1', '4']);
});

test('names of targets, words of tag and values of a claim are checked elsewhere, or free', () => {
  expect(said('targets: {anything: a}\ntag: {collect: /e}\nserve: {oidc: {roles: {fx-admins: admin}}}\n')).toEqual([]);
});

test('why a file is not read at all is said with its line', () => {
  expect(said('previewToken: a\n  targets: {\n')).toEqual([expect.stringMatching(/^\d ✗ fx\.config\.yaml: line \d /)]);
  expect(said('site: a\ntargets: {}\nsite: b\n')).toEqual([
    '3 ✗ fx.config.yaml: site stands twice in the same place: keep one of them',
  ]);
  expect(said('')).toEqual([]);
});

test.each(['demo/fx.config.yaml'])('%s has known fields alone', (path) => {
  expect(said(readFileSync(path, 'utf8'))).toEqual([]);
});
