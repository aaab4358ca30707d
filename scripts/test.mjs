/**
 * Runs every check (build, types, lint, unit tests, sizes, tests in a browser), all of them, and counts what passed.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser, ensureHeadless } from './browser.mjs';
import { ensureFirefox } from './firefox.mjs';
import { ensureWebKit } from './webkit.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Playwright empties test-results/ when it starts. */
const reports = join(root, '.cache/test');
const isLong = process.argv.includes('--long');
const env = { ...process.env, ...(isLong && { FX_LONG: '1' }) };

const steps = {
  build: () => check('scripts/build.mjs'),
  types: () => check('node_modules/typescript/bin/tsc', '-b'),
  lint: () => check('node_modules/@biomejs/biome/bin/biome', 'check', '.'),
  'unit tests': unit,
  sizes: () => check('node_modules/size-limit/bin.js'),
  'browser tests': browser,
  // They take npm's registry and two minutes: not for every run on a desk.
  ...((isLong || process.env.CI) && { 'a site on Next': next, Hermes: hermes, workers }),
  ...(isLong && { firefox, webkit, mutants: () => check('scripts/mutate.mjs', '--atLeast', '90') }),
};

/** A step that counts as one. */
function check(...command) {
  const isGood = run(...command);
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 };
}

function unit() {
  return vitest('unit.json');
}

function next() {
  return vitest('next.json', '--config', 'e2e/next/vitest.config.ts');
}

function hermes() {
  return vitest('hermes.json', '--config', 'e2e/hermes/vitest.config.ts');
}

function workers() {
  return vitest('workers.json', '--config', 'e2e/workers/vitest.config.ts');
}

function firefox() {
  return engine('firefox', { FX_FIREFOX: ensureFirefox() });
}

function webkit() {
  return engine('webkit', { FX_WEBKIT: JSON.stringify(ensureWebKit()) });
}

function engine(name, found) {
  Object.assign(env, found, { FX_ENGINE: name });
  return vitest(`${name}.json`, '--config', 'e2e/engines/vitest.config.ts');
}

function vitest(name, ...args) {
  const report = fresh(name);
  const isGood = run(
    'node_modules/vitest/vitest.mjs',
    'run',
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  );
  return count(isGood, report, ({ numPassedTests, testResults }) => ({
    passed: numPassedTests,
    titles: testResults.flatMap(({ name, status, assertionResults }) => {
      const file = relative(root, name);
      const failed = assertionResults.filter((one) => one.status === 'failed');
      if (failed.length) return failed.map(({ fullName }) => `${file}: ${fullName}`);
      // a file that does not load, or whose clearing up fails, has no test to blame
      return status === 'failed' ? [`${file}: the file itself`] : [];
    }),
  }));
}

function browser() {
  env.FX_HEADLESS = isLong ? ensureBrowser() : ensureHeadless();
  env.FX_CHROMIUM = ensureBrowser();
  const report = fresh('browser.json');
  env.PLAYWRIGHT_JSON_OUTPUT_FILE = report;
  const isGood = run('node_modules/@playwright/test/cli.js', 'test');
  return count(isGood, report, ({ stats, suites, errors }) => ({
    passed: stats.expected,
    titles: [...suites.flatMap(failedIn), ...errors.map(({ message }) => `outside of a test: ${firstLine(message)}`)],
  }));
}

/** The titles of what failed in a suite of Playwright's report, flaky tests among them. */
function failedIn({ specs, suites = [] }) {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName }) => `[${projectName}] ${file}: ${title}`),
  );
  return [...own, ...suites.flatMap(failedIn)];
}

const firstLine = (text = '') => text.split('\n', 1)[0];

/** What a report says; never no failure where the runner itself failed, or left no report. */
function count(isGood, report, read) {
  let text;
  try {
    text = readFileSync(report, 'utf8');
  } catch {
    // the sentence below says so
    return { passed: 0, failed: 1, titles: [`The runner ended without its report, ${relative(root, report)}.`] };
  }
  const { passed, titles } = read(JSON.parse(text));
  if (!isGood && !titles.length) titles.push('The runner failed, and its report names no test.');
  return { passed, failed: titles.length, titles };
}

/** A path for a report, where no older one is left. */
function fresh(name) {
  mkdirSync(reports, { recursive: true });
  rmSync(join(reports, name), { force: true });
  return join(reports, name);
}

function run(script, ...args) {
  const { status, error } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) throw error;
  return status === 0;
}

const total = { passed: 0, failed: 0 };
const summary = [];
/** Said again at the end: a log that is cut keeps its end. */
const failures = [];
for (const [title, step] of Object.entries(steps)) {
  process.stdout.write(`\n── ${title}\n`);
  const startedAt = performance.now();
  let result;
  try {
    result = step();
  } catch (error) {
    result = { passed: 0, failed: 1, titles: [error.message] };
  }
  total.passed += result.passed;
  total.failed += result.failed;
  for (const text of result.titles ?? []) failures.push(`✗ ${title}: ${text}`);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  summary.push(`${result.failed ? '✗' : '✓'} ${title}: ${result.passed} passed, ${result.failed} failed, ${seconds} s`);
}
const line = `${total.passed} passed, ${total.failed} failed\n`;
writeFileSync(fresh('count'), line);
process.stdout.write(`\n${[...failures, '', ...summary].join('\n').trimStart()}\n\n${line}`);
process.exitCode = total.failed ? 1 : 0;
