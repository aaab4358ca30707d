/** Measures fx beside what people use today, holds it to its budgets, and writes docs/benchmarks.md. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArgs, USAGE } from './args.mjs';
import { checkBudgets, complaints } from './budgets.mjs';
import { installPackages } from './packages.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

/** Everything but the arguments comes after the packages are there: the contenders read files of theirs. */
async function main() {
  installPackages(say);
  const { contenders } = await import('./contenders/index.mjs');
  const { suites } = await import('./suites/index.mjs');
  const names = (all) => all.map(({ name }) => name);
  const args = readArgs(process.argv.slice(2), { suites: names(suites), contenders: names(contenders) });
  if (args.isHelp) return process.stdout.write(USAGE);
  if (args.isList)
    return process.stdout.write(`suites: ${names(suites).join(' ')}\ncontenders: ${names(contenders).join(' ')}\n`);
  const { CLI, ROOT } = await import('./publish.mjs');
  if (!existsSync(CLI)) throw new Error('dist/ is not there: run npm run build first.');

  const chosen = {
    suites: suites.filter(({ name }) => args.suites.includes(name)),
    contenders: contenders.filter(({ name }) => args.contenders.includes(name) || name === 'nothing'),
  };
  const result = await measure(chosen, args);
  if (args.json) writeFileSync(args.json, `${JSON.stringify(result, null, 2)}\n`);
  await write(result, args, ROOT);

  const failed = complaints(checkBudgets(result.suites), args.allowsMissing);
  for (const line of failed) say(line);
  if (failed.length) process.exitCode = 1;
}

/** Every suite, one after the other; what was measured is kept as soon as it is. */
async function measure({ suites, contenders }, args) {
  const { describeMachine } = await import('./machine.mjs');
  const { openStore } = await import('./store.mjs');
  const { launch } = await import('./chrome.mjs');
  const { startServer } = await import('./serve.mjs');
  const result = { machine: describeMachine(), runs: args.runs, isQuick: args.isQuick, suites: {} };
  const store = openStore({ ...args, contenders: contenders.map(({ name }) => name) });
  const server = await startServer();
  try {
    for (const suite of suites) {
      const startedAt = performance.now();
      const kept = args.isResumed ? store.read(suite.name) : null;
      const browser = !kept && suite.needs.includes('browser') ? await launch() : null;
      try {
        const told = (text) => say(`${suite.name}: ${text}`);
        const measured = kept ?? (await suite.run({ browser, server, contenders, args, say: told }));
        if (browser) measured.browser = browser.version;
        result.suites[suite.name] = measured;
        if (!kept) store.write(suite.name, measured);
      } finally {
        await browser?.close();
      }
      say(`${suite.name}: ${kept ? 'kept from before' : `${Math.round((performance.now() - startedAt) / 1000)} s`}`);
    }
  } finally {
    server.close();
  }
  return result;
}

/** The page with its pictures where all was measured, else the tables on stdout. */
async function write(result, args, root) {
  const { renderTables, renderPage } = await import('./report.mjs');
  const { picturesOf } = await import('./pictures.mjs');
  if (args.isNarrowed && !args.isWritten) {
    process.stdout.write(renderTables(result));
    return;
  }
  const images = join(root, 'docs/images');
  mkdirSync(images, { recursive: true });
  const pictures = picturesOf(result.suites);
  for (const { name, svg } of pictures) writeFileSync(join(images, name), svg);
  const notes = readFileSync(join(root, 'bench/notes.md'), 'utf8');
  writeFileSync(join(root, 'docs/benchmarks.md'), renderPage(result, pictures, notes));
  say('wrote docs/benchmarks.md');
}

try {
  await main();
} catch (error) {
  say(error.message);
  if (process.env.DEBUG) say(error.stack);
  process.exitCode = 1;
}
