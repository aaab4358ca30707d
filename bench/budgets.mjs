/** Holds what was measured against the contract: each must passes, fails, or was not checked. */

import { list, posts, stored } from './stored.mjs';
import { count, megabytes, seconds, verdictOf } from './verdict.mjs';

/** What a browser loads, by the name of the contender. */
const BYTES = {
  plain: ['fx-plain', 'container of a plain site, brotli -11', { must: 7000, aim: 5000 }],
  typical: ['fx-typical', 'container of a typical site, brotli -11', { must: 10300, aim: 8500 }],
  size: ['fx-container', 'fx.js, brotli -11', { must: 15500, aim: 14000 }],
};
const ONE = { must: 1.9, aim: 1.5 };
const MANY = { must: 2.3, aim: 1.7 };
const LOADS = 100;
/** Beside an observer that does nothing, in the same run. */
const WAITING = { must: 1.6, aim: 1.3 };
const VALIDATE_MS = { must: 5000, aim: 2000 };
const VISIT_US = { must: 25, aim: 15 };
const REACT_BYTES = { must: 1200, aim: 1200 };
const DISK_BYTES = { must: 40e6, aim: 15e6 };

/**
 * @typedef {'pass' | 'fail' | 'missing'} Verdict
 * @typedef {{id: string, what: string, must: string, aim: string, value: string, verdict: Verdict, reachesAim:
 * boolean}} Budget
 */

/**
 * Every must, in the order of the contract.
 *
 * @param {Record<string, object>} suites what each suite measured, by name; one that did not run is not there
 * @returns {readonly Budget[]}
 */
export const checkBudgets = (suites) => [
  ...Object.keys(BYTES).map((id) => bytes(id, suites)),
  ratio('one', 'script on the main thread, 1 experiment, container of a plain site', ONE, suites.cost, 1, 'fx-plain'),
  ratio(
    'many',
    'script on the main thread, 1,000 experiments, 5 on the page',
    MANY,
    suites.scale,
    1000,
    'fx-container',
  ),
  neverLate(suites),
  waiting(suites),
  decisions(suites),
  visit(suites),
  react(suites),
  validate(suites),
  disk(suites),
  imports(suites),
  stored(suites),
  posts(suites),
  list(suites),
];

/** The lines that name what does not hold, none where the bench succeeds. */
export const complaints = (budgets, allowsMissing) =>
  budgets
    .filter(({ verdict }) => verdict === 'fail' || (verdict === 'missing' && !allowsMissing))
    .map(({ what, must, value, verdict }) =>
      verdict === 'fail'
        ? `✗ ${what}: ${value}, must be ${must}`
        : `✗ ${what}: not checked (${value}), must be ${must}`,
    );

function bytes(id, { size }) {
  const [name, what, { must, aim }] = BYTES[id];
  const bundle = size?.bundles.find((one) => one.name === name);
  return verdictOf(
    { id, what, must: `<= ${count(must)} B`, aim: `<= ${count(aim)} B` },
    bundle && { value: `${count(bundle.brotli)} B`, passes: bundle.brotli <= must, aims: bundle.brotli <= aim },
  );
}

function ratio(id, what, { must, aim }, suite, experiments, ours) {
  const row = (name) => suite?.rows.find((one) => one.name === name && one.count === experiments && !one.failed);
  const [own, other] = [row(ours)?.scriptMs.median, row('external')?.scriptMs.median];
  const times = other > 0 ? own / other : Number.NaN;
  return verdictOf(
    { id, what, must: `<= ${must} × the hand-written 1 KB script`, aim: `<= ${aim} ×` },
    Number.isFinite(times) && {
      value: `${times.toFixed(2)} × (${own.toFixed(1)} against ${other.toFixed(1)} ms)`,
      passes: times <= must,
      aims: times <= aim,
    },
  );
}

function neverLate({ view }) {
  const rows = view?.rows.filter(({ isAtHand }) => isAtHand) ?? [];
  const loads = Math.min(...rows.map(({ runs }) => runs));
  const bad = rows.filter(({ late, failed }) => late + failed > 0);
  const isEnough = rows.length > 0 && loads >= LOADS;
  const text = {
    id: 'late',
    what: 'variant shown, manifest at hand or stored',
    must: `never after first paint, ${LOADS} of ${LOADS} loads`,
    aim: 'within 1 ms of parsing',
  };
  if (!bad.length && !isEnough)
    return {
      ...text,
      verdict: 'missing',
      reachesAim: false,
      value: rows.length ? `only ${loads} loads` : 'not measured',
    };
  return verdictOf(text, {
    value: bad.length
      ? bad.map(({ title, late, failed, runs }) => `${title}: ${late} late, ${failed} without, of ${runs}`).join('; ')
      : `${rows.map(({ runs }) => runs).join(' + ')} loads, none late`,
    passes: !bad.length,
    aims: rows.every(({ afterParsingMs }) => afterParsingMs.median <= 1),
  });
}

function waiting({ churn }) {
  const of = (name, mode) =>
    churn?.rows.find((one) => one.name === name && one.mode === mode && !one.failed)?.scriptMs.median;
  const [own, least, kept] = [of('fx-container', 'waiting'), of('observer', 'waiting'), of('fx-container', 'kept')];
  return verdictOf(
    {
      id: 'churn',
      what: '5,000 nodes appended, 20 selectors waiting',
      must: `<= ${WAITING.must} × an observer that does nothing`,
      aim: `<= ${WAITING.aim} ×`,
    },
    own !== undefined &&
      least > 0 && {
        value: `${(own / least).toFixed(2)} × (${own.toFixed(1)} against ${least.toFixed(1)} ms); ${kept?.toFixed(1) ?? '?'} ms with 20 changes applied`,
        passes: own / least <= WAITING.must,
        aims: own / least <= WAITING.aim,
      },
  );
}

function decisions({ decisions: suite }) {
  const own = suite?.rows.find(({ name }) => name === 'fx');
  const peers = suite?.rows.filter(({ isPeer }) => isPeer) ?? [];
  const fastest = [...peers].sort((a, b) => b.perSecond.median - a.perSecond.median)[0];
  const times = own && fastest && own.perSecond.median / fastest.perSecond.median;
  return verdictOf(
    { id: 'decisions', what: 'decisions in Node', must: 'ahead of every peer', aim: '2 × the fastest peer' },
    times !== undefined && { value: `${times.toFixed(1)} × ${fastest.title}`, passes: times > 1, aims: times >= 2 },
  );
}

function visit({ visits: suite }) {
  const us = suite?.rows.find(({ name }) => name === 'fx-server')?.us;
  return verdictOf(
    {
      id: 'visit',
      what: 'a request with 20 experiments, both cookies written',
      must: `<= ${VISIT_US.must} µs of the processor`,
      aim: `<= ${VISIT_US.aim} µs`,
    },
    us && {
      value: `${us.median.toFixed(1)} µs, best ${us.min.toFixed(1)}`,
      passes: us.median <= VISIT_US.must,
      aims: us.median <= VISIT_US.aim,
    },
  );
}

/** Bytes, and no render that a peer does not need, nor any error at hydration. */
function react({ react: suite }) {
  const row = (name) => suite?.rows.find((one) => one.name === name);
  const [own, scene] = [row('fx-react'), row('fx-engine')];
  const peers = suite?.rows.filter(({ name, changed }) => !name.startsWith('fx-') && changed !== undefined) ?? [];
  const least = Math.min(...peers.map(({ changed }) => changed));
  return verdictOf(
    {
      id: 'react',
      what: 'fx-tag/react: brotli, renders after a change, errors',
      must: `<= ${count(REACT_BYTES.must)} B, no more renders than the best peer, no error`,
      aim: `<= ${count(REACT_BYTES.aim)} B`,
    },
    own &&
      scene?.changed !== undefined &&
      peers.length > 0 && {
        value: `${count(own.bytes)} B, ${scene.changed} against ${least}, ${scene.errors} errors`,
        passes: own.bytes <= REACT_BYTES.must && scene.changed <= least && scene.errors === 0,
        aims: own.bytes <= REACT_BYTES.aim,
      },
  );
}

/** A machine that does other work says nothing of the command: it took longer, but not because of it. */
function validate({ commands }) {
  const row = commands?.rows.find(({ command, count: files }) => command === 'validate' && files === 1000);
  const text = { id: 'validate', what: 'fx validate on 1,000 files', must: '<= 5 s', aim: '<= 2 s' };
  const value = row && `${seconds(row.wallMs)}, ${seconds(row.cpuMs)} of the processor`;
  if (row && row.wallMs > VALIDATE_MS.must && row.cpuMs <= VALIDATE_MS.must)
    return { ...text, verdict: 'missing', reachesAim: false, value: `${value}: the machine was busy` };
  return verdictOf(text, row && { value, passes: row.wallMs <= VALIDATE_MS.must, aims: row.wallMs <= VALIDATE_MS.aim });
}

function disk({ install }) {
  const bytes = install && install.ownBytes + install.packageBytes;
  return verdictOf(
    { id: 'disk', what: 'what npm i fx-tag puts on a disk', must: '<= 40 MB', aim: '<= 15 MB' },
    install && { value: megabytes(bytes), passes: bytes <= DISK_BYTES.must, aims: bytes <= DISK_BYTES.aim },
  );
}

function imports({ install }) {
  return verdictOf(
    { id: 'imports', what: 'imports of the browser entry', must: 'none', aim: 'none' },
    install && { value: install.imports.join(', ') || 'none', passes: !install.imports.length, aims: true },
  );
}
