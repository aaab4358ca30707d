/** Holds results as a run would have them, to be made worse by a test. */

const summary = (median: number) => ({ count: 9, median, low: median, high: median, min: median, max: median });
const row = (name: string, count: number, scriptMs: number) => ({
  name,
  title: name === 'fx-container' ? 'fx: container' : name,
  group: name.startsWith('fx') ? 'fx' : 'baseline',
  count,
  runs: 9,
  failed: 0,
  scriptMs: summary(scriptMs),
  longestMs: summary(scriptMs),
});
const load = (name: string, group: string, late: number) => ({
  name,
  title: name,
  group,
  isAtHand: group === 'fx',
  runs: 100,
  failed: 0,
  variantMs: summary(40),
  afterParsingMs: summary(0.3),
  paintMs: summary(90),
  afterPaintMs: summary(-50),
  late,
});

export interface Measured {
  readonly plainBytes: number;
  readonly typicalBytes: number;
  readonly tagBytes: number;
  readonly one: number;
  readonly many: number;
  readonly late: number;
  readonly loads: number;
  readonly waiting: number;
  readonly rate: number;
  readonly visitUs: number;
  readonly reactBytes: number;
  readonly renders: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly diskBytes: number;
  readonly stored: number;
  readonly posts: number;
  readonly postCpuMs: number;
  readonly listMs: number;
  readonly listCpuMs: number;
}

const GOOD: Measured = {
  plainBytes: 4900,
  typicalBytes: 8400,
  tagBytes: 6900,
  one: 2,
  many: 8,
  late: 0,
  loads: 100,
  waiting: 12,
  rate: 3e6,
  visitUs: 12,
  reactBytes: 1190,
  renders: 2,
  wallMs: 1900,
  cpuMs: 1500,
  diskBytes: 14e6,
  stored: 120_000,
  posts: 5000,
  postCpuMs: 0.2,
  listMs: 90,
  listCpuMs: 60,
};

/** What the suites measured, all of it good but for what is given. */
export function suitesWith(worse: Partial<Measured> = {}): Record<string, object> {
  const {
    plainBytes,
    typicalBytes,
    tagBytes,
    one,
    many,
    late,
    loads,
    waiting,
    rate,
    visitUs,
    reactBytes,
    renders,
    wallMs,
    cpuMs,
    diskBytes,
    stored,
    posts,
    postCpuMs,
    listMs,
    listCpuMs,
  } = {
    ...GOOD,
    ...worse,
  };
  const churn = (mode: string, scriptMs: number, name = 'fx-container') => ({
    ...row(name, 1, scriptMs),
    mode,
    modeTitle: mode,
  });
  const bundle = (name: string, brotli: number) => ({ name, title: name, minified: 20000, gzip: 8000, brotli });
  return {
    size: {
      bundles: [bundle('fx-container', tagBytes), bundle('fx-plain', plainBytes), bundle('fx-typical', typicalBytes)],
    },
    view: { rows: [{ ...load('fx-container', 'fx', late), runs: loads }, load('growthbook', 'peer', 100)] },
    cost: { browser: 'Chromium 156', rows: [row('external', 1, 1.5), row('fx-plain', 1, one)] },
    scale: { rows: [row('external', 1000, 7), row('fx-container', 1000, many)] },
    churn: { pageMs: 20, rows: [churn('waiting', waiting), churn('kept', 0.5), churn('waiting', 10, 'observer')] },
    decisions: {
      rows: [
        { name: 'fx', title: 'fx', isPeer: false, perSecond: summary(rate) },
        { name: 'amplitude', title: 'Amplitude', isPeer: true, perSecond: summary(7e5) },
        { name: 'statsig', title: 'Statsig', isPeer: true, perSecond: summary(1e5) },
      ],
    },
    visits: { rows: [{ name: 'fx-server', title: 'fx', isPeer: false, us: summary(visitUs) }] },
    react: {
      rows: [
        { name: 'fx-react', title: 'fx', bytes: reactBytes },
        { name: 'fx-engine', title: 'fx', bytes: 9000, mounted: 2, changed: renders, errors: 0 },
        { name: 'statsig', title: 'Statsig', bytes: 25_000, mounted: 2, changed: 2, errors: 0 },
      ],
    },
    commands: { rows: [{ command: 'validate', count: 1000, runs: 1, wallMs, cpuMs, memoryMb: 100 }] },
    collect: {
      rows: [
        { name: 'serve', title: 'fx serve', events: 50, perCpuSecond: stored, others: 0 },
        { name: 'used', title: 'while used', events: 1, postsPerSecond: posts, postCpuMs, others: 0 },
      ],
    },
    studio: {
      count: 1000,
      rows: [
        { name: 'list', title: 'the list', ms: listMs, cpuMs: listCpuMs, bytes: 4e5, runs: 30 },
        { name: 'bare', title: 'the same bytes', ms: 0.5, cpuMs: 0.2, bytes: 4e5, runs: 30 },
      ],
    },
    install: { ownBytes: 1e6, packages: 3, packageBytes: diskBytes - 1e6, largest: [], imports: [] },
  };
}

/** A whole run. */
export const resultWith = (worse: Partial<Measured> = {}) => ({
  machine: {
    date: '2026-11-25',
    processor: '2 × EPYC',
    memoryGb: 8,
    system: 'linux 6',
    node: 'v20.20.2',
    load: 0.1,
    commit: 'abcdef',
    fx: '0.1.0',
    packages: { '@growthbook/growthbook': '1.8.0' },
  },
  runs: 15,
  isQuick: false,
  suites: suitesWith(worse),
});
