/** Measures GrowthBook's script for HTML pages, `auto.min.js`, with its visual changes. */

import { packageFile } from '../packages.mjs';
import { FETCH_MS } from './fx.mjs';

const KEY = 'sdk-bench';

const payloadOf = (experiments) => ({
  features: {},
  experiments: experiments.map(({ id, path, changes }) => ({
    key: id,
    changeId: id,
    status: 'running',
    manual: false,
    variations: [
      {},
      {
        domMutations: changes.map(({ selector, text }) => ({
          selector,
          action: 'set',
          attribute: 'html',
          value: text,
        })),
      },
    ],
    hashVersion: 2,
    hashAttribute: 'id',
    seed: id,
    weights: [0, 1],
    coverage: 1,
    urlPatterns: [{ include: true, type: 'simple', pattern: path }],
    meta: [
      { key: '0', name: 'Control' },
      { key: '1', name: 'Changed' },
    ],
    filters: [],
    phase: '0',
    name: id,
  })),
});

const bundle = () => packageFile('@growthbook/growthbook', 'dist/bundles/auto.min.js');
const routes = (more = {}) => ({ '/auto.min.js': { type: 'text/javascript', maxAgeS: 600, body: bundle() }, ...more });

const inPage = ({ experiments }) => ({
  head: `<script>window.growthbook_config = ${JSON.stringify({ payload: payloadOf(experiments), noStreaming: true }).replaceAll('<', '\\u003c')}</script>
<script src="/auto.min.js"></script>`,
  routes: routes(),
});

const fetched =
  (attributes) =>
  ({ experiments, origin }) => ({
    head: `<script ${attributes} src="/auto.min.js" data-api-host="${origin}" data-client-key="${KEY}" data-no-streaming="true"></script>`,
    routes: routes({
      [`/api/features/${KEY}`]: {
        type: 'application/json',
        body: JSON.stringify({ ...payloadOf(experiments), dateUpdated: '2026-01-01T00:00:00Z' }),
        delayMs: FETCH_MS,
      },
    }),
  });

const common = { group: 'peer', package: '@growthbook/growthbook' };

export const growthbook = [
  {
    ...common,
    name: 'growthbook-inline',
    title: 'GrowthBook: payload in the page',
    suites: ['view', 'cost', 'scale', 'churn', 'rerender', 'memory'],
    install: inPage,
    onNavigate: "document.dispatchEvent(new CustomEvent('growthbookrefresh'))",
    bundle,
    bundleTitle: 'GrowthBook auto.min.js',
  },
  {
    ...common,
    name: 'growthbook-fetched',
    title: 'GrowthBook: fetched, synchronous script',
    suites: ['view', 'cost', 'scale'],
    quickSuites: ['view', 'cost'],
    install: fetched(''),
  },
  {
    ...common,
    name: 'growthbook-async',
    title: 'GrowthBook: fetched, async as documented',
    suites: ['view', 'cost'],
    quickSuites: [],
    install: fetched('async'),
  },
  {
    ...common,
    name: 'growthbook-hidden',
    title: 'GrowthBook: fetched, with anti-flicker',
    suites: ['view', 'cost'],
    quickSuites: [],
    install: fetched('data-anti-flicker="true"'),
  },
  {
    ...common,
    name: 'growthbook-second',
    title: 'GrowthBook: fetched, second view',
    isRevisit: true,
    suites: ['view', 'cost'],
    quickSuites: ['view'],
    install: fetched(''),
  },
];
