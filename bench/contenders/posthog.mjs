/**
 * Measures PostHog's web experiments: its script as the documented snippet loads it, with flags that its server
 * decided.
 */

import { packageFile } from '../packages.mjs';
import { FETCH_MS } from './fx.mjs';

const TOKEN = 'phc_bench';

const bundle = () => packageFile('posthog-js', 'dist/array.js');

const flagsOf = (experiments) => Object.fromEntries(experiments.map(({ id }) => [id, 'changed']));

/** What its server answers: the flags' variants, and what they change on which pages. */
const routesOf = (experiments) => {
  const json = (body) => ({ type: 'application/json', body: JSON.stringify(body), delayMs: FETCH_MS });
  const config = { hasFeatureFlags: true, supportedCompression: [], capturePerformance: false, surveys: false };
  return {
    '/static/array.js': { type: 'text/javascript', maxAgeS: 600, body: bundle() },
    [`/array/${TOKEN}/config.js`]: {
      type: 'text/javascript',
      body: `window._POSTHOG_REMOTE_CONFIG = {${TOKEN}: {config: ${JSON.stringify(config)}, siteApps: []}}`,
      delayMs: FETCH_MS,
    },
    [`/array/${TOKEN}/config`]: json(config),
    '/flags/': json({
      flags: Object.fromEntries(
        experiments.map(({ id }, index) => [
          id,
          { key: id, enabled: true, variant: 'changed', reason: {}, metadata: { id: index, version: 1 } },
        ]),
      ),
      errorsWhileComputingFlags: false,
      requestId: '00000000-0000-4000-8000-000000000000',
    }),
    '/api/web_experiments/': json({
      experiments: experiments.map(({ id, path, changes }, index) => ({
        id: index,
        name: id,
        feature_flag_key: id,
        variants: {
          control: { transforms: [] },
          changed: {
            conditions: { url: path, urlMatchType: 'icontains' },
            transforms: changes.map(({ selector, text }) => ({ selector, html: text })),
          },
        },
      })),
    }),
    '/e/': json({ status: 1 }),
    '/i/*': json({ status: 1 }),
  };
};

/** Loads the script and queues what is called before it is there. */
const snippet = (options) => `<script>
(() => {
  const queue = (window.posthog = window.posthog || []);
  queue._i = [];
  queue.people = [];
  queue.__SV = 1;
  queue.init = (token, options, name) => queue._i.push([token, options, name ?? 'posthog']);
  const script = document.createElement('script');
  script.async = true;
  script.crossOrigin = 'anonymous';
  script.src = '/static/array.js';
  document.head.appendChild(script);
})();
posthog.init('${TOKEN}', ${JSON.stringify(options).replaceAll('<', '\\u003c')});
</script>`;

const install =
  (isBootstrapped) =>
  ({ experiments, origin }) => ({
    head: snippet({
      api_host: origin,
      disable_web_experiments: false,
      persistence: 'localStorage+cookie',
      disable_session_recording: true,
      disable_surveys: true,
      autocapture: false,
      ...(isBootstrapped && { bootstrap: { distinctID: 'bench', featureFlags: flagsOf(experiments) } }),
    }),
    routes: routesOf(experiments),
  });

const common = { group: 'peer', package: 'posthog-js', maxExperiments: 1000 };

export const posthog = [
  {
    ...common,
    name: 'posthog',
    title: 'PostHog: web experiments, fetched',
    suites: ['view', 'cost', 'scale', 'churn', 'rerender'],
    quickSuites: ['view', 'cost', 'scale'],
    install: install(false),
    bundle,
    bundleTitle: 'PostHog array.js',
  },
  {
    ...common,
    name: 'posthog-flags',
    title: 'PostHog: flags bootstrapped',
    suites: ['view', 'cost'],
    quickSuites: [],
    install: install(true),
  },
];
