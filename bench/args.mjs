/** Reads the command line of the bench. */

import { parseArgs } from 'node:util';

export const USAGE = `npm run bench -- [options]

  --only <name>[,<name>]  only these suites and contenders (see --list); repeatable
  --quick                 fewer sizes and runs: under two minutes on a quiet machine
  --runs <n>              runs of every cell (default 10; long ones do a fraction of it)
  --json <file>           writes every figure into a file
  --resume                takes the suites that an interrupted run had finished
  --write                 writes docs/benchmarks.md also after a narrowed run
  --allow-missing         a must that was not checked is no failure
  --list                  names the suites and the contenders
  --help                  shows this
`;

/** How often a cell of the shortest suite is measured. */
const RUNS = 10;
const QUICK_RUNS = 3;

const OPTIONS = {
  only: { type: 'string', multiple: true, default: [] },
  quick: { type: 'boolean', default: false },
  runs: { type: 'string' },
  json: { type: 'string' },
  resume: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  'allow-missing': { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

/**
 * What was asked for.
 *
 * @param {readonly string[]} argv without node and script
 * @param {{suites: readonly string[], contenders: readonly string[]}} known
 * @throws {Error} a sentence that says what is wrong
 */
export function readArgs(argv, known) {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: false });
  const names = values.only.flatMap((text) => text.split(',')).filter(Boolean);
  const unknown = names.find((name) => !known.suites.includes(name) && !known.contenders.includes(name));
  if (unknown) throw new Error(`There is no suite and no contender "${unknown}": --list names them.`);
  const suites = names.filter((name) => known.suites.includes(name));
  const contenders = names.filter((name) => known.contenders.includes(name));
  return {
    suites: suites.length ? suites : known.suites,
    contenders: contenders.length ? contenders : known.contenders,
    isNarrowed: names.length > 0 || values.quick,
    namesContenders: contenders.length > 0,
    isQuick: values.quick,
    runs: readRuns(values.runs, values.quick),
    json: values.json ?? null,
    isResumed: values.resume,
    isWritten: values.write,
    allowsMissing: values['allow-missing'],
    isList: values.list,
    isHelp: values.help,
  };
}

function readRuns(text, isQuick) {
  if (text === undefined) return isQuick ? QUICK_RUNS : RUNS;
  const runs = Number(text);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs takes a whole number from 1 on, not "${text}".`);
  return runs;
}
