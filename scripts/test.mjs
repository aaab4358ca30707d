/** Runs every check (build, types, lint, unit tests, sizes, tests in a browser), all of them, and counts what passed. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './browser.mjs';
import { ensureFirefox } from './firefox.mjs';

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
  ...(isLong && { firefox }),
};

/** A step that counts as one. */
function check(...command) {
  const isGood = run(...command);
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 };
}

function unit() {
  return vitest('unit.json');
}

function firefox() {
  env.FX_FIREFOX = ensureFirefox();
  return vitest('firefox.json', '--config', 'e2e/firefox/vitest.config.ts');
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
  return count(isGood, report, ({ numPassedTests, numFailedTests, testResults }) => ({
    passed: numPassedTests,
    // a file that does not load has no tests to fail
    failed:
      numFailedTests + testResults.filter((file) => file.status === 'failed' && !file.assertionResults.length).length,
  }));
}

function browser() {
  env.FX_CHROMIUM = ensureBrowser();
  const report = fresh('browser.json');
  env.PLAYWRIGHT_JSON_OUTPUT_FILE = report;
  const isGood = run('node_modules/@playwright/test/cli.js', 'test');
  return count(isGood, report, ({ stats, errors }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
  }));
}

/** What a report says; never no failure where the runner itself failed. */
function count(isGood, report, read) {
  const { passed, failed } = read(JSON.parse(readFileSync(report, 'utf8')));
  return { passed, failed: isGood ? failed : Math.max(1, failed) };
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
for (const [title, step] of Object.entries(steps)) {
  process.stdout.write(`\n── ${title}\n`);
  const startedAt = performance.now();
  let result;
  try {
    result = step();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    result = { passed: 0, failed: 1 };
  }
  total.passed += result.passed;
  total.failed += result.failed;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  summary.push(`${result.failed ? '✗' : '✓'} ${title}: ${result.passed} passed, ${result.failed} failed, ${seconds} s`);
}
const line = `${total.passed} passed, ${total.failed} failed\n`;
writeFileSync(fresh('count'), line);
process.stdout.write(`\n${summary.join('\n')}\n\n${line}`);
process.exitCode = total.failed ? 1 : 0;
