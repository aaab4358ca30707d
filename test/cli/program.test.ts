/** Checks that every command that is printed works where it is printed. */

import { expect, test } from 'vitest';
import { run } from '../../dist/esm/cli/run.js';
import { programName, withProgram } from '../../src/cli/program.js';
import { experiment, folder } from './fx.js';

test.each([
  ['/home/me/.npm/_npx/0a1b/node_modules/.bin/fx-tag', '/home/me/site', 'npx fx-tag'],
  ['/home/me/.cache/pnpm/dlx/1/node_modules/.bin/fx-tag', '/home/me/site', 'npx fx-tag'],
  ['/home/me/site/node_modules/.bin/fx', '/home/me/site', 'npx fx'],
  ['/home/me/site/node_modules/.bin/fx', '/home/me/site/packages/web', 'npx fx'],
  ['/home/me/site/node_modules/fx-tag/dist/esm/cli/main.js', '/home/me/site', 'npx fx'],
  ['/usr/local/lib/node_modules/fx-tag/dist/esm/cli/main.js', '/usr/local/lib', 'fx'],
  ['/usr/local/bin/fx', '/home/me/site', 'fx'],
])('the program %s is typed in %s as %s', (script, directory, name) => {
  expect(programName(script, directory)).toBe(name);
});

test('commands in sentences get the name, words that look like it do not', () => {
  expect(
    withProgram('Run fx apply --to x, or `fx off`. fx/apply and prefx plan stay; so does the fx team.', 'npx fx'),
  ).toBe('Run npx fx apply --to x, or `npx fx off`. fx/apply and prefx plan stay; so does the fx team.');
});

test('a command that has its name already gets no second one', () => {
  expect(withProgram('Usage: npx fx serve [options] [dir]', 'npx fx')).toBe('Usage: npx fx serve [options] [dir]');
});

test.each([
  ['a refusal', ['validate', 'nowhere'], 'run npx fx-tag init'],
  ['a note', ['list', 'experiments'], ''],
  ['an example', ['plan', '--help'], '  npx fx-tag plan experiments'],
  ['usage', ['plan', '--help'], 'Usage: npx fx-tag plan'],
  ['a refusal as data', ['validate', 'nowhere', '--json'], 'run npx fx-tag init'],
])('%s names the program as it is typed', async (_, args, words) => {
  const before = process.cwd();
  process.chdir(folder({ 'experiments/a.yaml': experiment('a') }));
  let printed = '';
  const stream = { write: (text: string) => (printed += text) };
  await run(args, { stdin: {}, stdout: stream, stderr: stream, env: {}, program: 'npx fx-tag' });
  process.chdir(before);
  expect(printed).toContain(words);
  expect(printed).not.toMatch(/(^|\s)fx (init|plan|apply|create)\b/m);
});
