/** Holds what the tests of this room share: one file in, problems in words out. */

import { expect, test } from 'vitest';
// Not through the room's index: that loads the compiler within a test, which may take longer than a test should.
import { type Compiled, compile } from '../../src/authoring/compile.js';
import { formatProblem } from '../../src/authoring/index.js';
import type { Experiment } from '../../src/core/index.js';

export { compile };

/** 1 January 2026: no example has ended by then. */
export const NOW = Date.UTC(2026, 0, 1);

/** The least that an experiment needs after its id and name. */
export const VARIANTS = 'variants:\n  - key: control\n    name: Control\n  - key: treatment\n    name: Treatment\n';

/** What is said of a variant's key that is none. */
export const KEY_WORDS = 'must be 1 to 32 lower-case letters, digits, hyphens and underscores';

/** Compiles one file, `experiments/a.yaml`. */
export const compileText = (text: string | Uint8Array): Promise<Compiled> =>
  compile([{ path: 'experiments/a.yaml', text }], { now: NOW });

/** An experiment with some fields more, from line 3 on. */
export const withFields = (fields: string): string =>
  `id: a\nname: A\n${fields}${fields === '' || fields.endsWith('\n') ? '' : '\n'}${VARIANTS}`;

/** An experiment whose second variant has some fields more, from line 8 on. */
export const withVariant = (fields: string): string =>
  `id: a\nname: A\n${VARIANTS}${fields
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`;

/** An experiment whose second variant has this op, its fields below each other. */
export const op = (fields: string): string => withVariant(`domOps:\n  - ${fields.replaceAll('\n', '\n    ')}`);

/** An experiment for an audience of this rule. */
export const rule = (text: string): string => withFields(`audience:\n  rule:\n    ${text.replaceAll('\n', '\n    ')}`);

/** The problems of one file as `line:column path message`, warnings after a `?`. */
export async function problemsOf(text: string | Uint8Array): Promise<string[]> {
  const { problems } = await compileText(text);
  return problems.map((problem) => {
    const sign = problem.severity === 'warning' ? '? ' : '';
    const words = formatProblem(problem).slice('✗ experiments/a.yaml: '.length);
    return `${sign}${problem.line}:${problem.column} ${words}`;
  });
}

/** The only experiment of a file that must be right. */
export async function experimentOf(text: string): Promise<Experiment> {
  const { manifest, preview, problems } = await compileText(text);
  const experiment = (manifest?.experiments[0] ?? preview?.experiments[0]) as Experiment | undefined;
  if (!experiment) throw new Error(JSON.stringify(problems));
  return experiment;
}

/** Mistakes by name, each with its file: one problem, in these words. */
export function once(cases: readonly (readonly [name: string, text: string, words: string])[]): void {
  test.each(cases)('%s', async (_, text, words) => {
    expect(await problemsOf(text)).toEqual([expect.stringContaining(words)]);
  });
}
