/** Measures fx in each of its ways into a page. */

import { builtFile, fileOf, published } from '../publish.mjs';

/** What a request of another file costs on a near server. */
export const FETCH_MS = 50;

const script = (body) => ({ type: 'text/javascript', maxAgeS: 600, body });
const collector = { '/collect': { type: 'text/plain', body: '' } };

/** What the pages of a plain site use: they count, and that is all. */
const PLAIN = ['collect'];

const inContainer =
  (attributes = '', routes = {}, uses = null) =>
  ({ experiments }) => ({
    head: `<script src="/fx/container.js"${attributes}></script>`,
    routes: { '/fx/container.js': script(published(experiments, fileOf, uses).container), ...routes },
  });

const inPage = ({ experiments }) => {
  const { tag, manifest } = published(experiments);
  return {
    head: `<script type="application/json" id="fx-manifest">${manifest}</script>\n<script src="/fx/fx.js"></script>`,
    routes: { '/fx/fx.js': script(tag) },
  };
};

const fetched = ({ experiments }) => {
  const { tag, manifest } = published(experiments);
  return {
    head: '<script src="/fx/fx.js" data-manifest="/fx/manifest.json"></script>',
    routes: {
      '/fx/fx.js': script(tag),
      '/fx/manifest.json': { type: 'application/json', body: manifest, delayMs: FETCH_MS },
    },
  };
};

export const fx = [
  {
    name: 'fx-container',
    title: 'fx: container',
    group: 'fx',
    isAtHand: true,
    suites: ['view', 'cost', 'scale', 'churn', 'rerender', 'memory'],
    install: inContainer(),
    bundle: () => builtFile('fx.js'),
    bundleTitle: 'fx.js',
  },
  {
    name: 'fx-plain',
    title: 'fx: container of a plain site',
    group: 'fx',
    isAtHand: true,
    suites: ['view', 'cost', 'scale', 'churn'],
    install: inContainer('', {}, PLAIN),
    bundle: () => builtFile('composed.plain.js'),
    bundleTitle: 'fx container of a plain site',
  },
  {
    name: 'fx-typical',
    title: 'fx: container of a typical site',
    group: 'fx',
    suites: [],
    bundle: () => builtFile('composed.typical.js'),
    bundleTitle: 'fx container of a typical site',
  },
  {
    name: 'fx-plain-sending',
    title: 'fx: container of a plain site, exposure sent',
    group: 'fx',
    sendsTo: '/collect',
    suites: ['cost'],
    install: inContainer(' data-collect="/collect"', collector, PLAIN),
  },
  {
    name: 'fx-sending',
    title: 'fx: container, exposure sent',
    group: 'fx',
    sendsTo: '/collect',
    suites: ['view', 'cost'],
    quickSuites: ['cost'],
    install: inContainer(' data-collect="/collect"', collector),
  },
  {
    name: 'fx-inline',
    title: 'fx: tag, manifest in the page',
    group: 'fx',
    isAtHand: true,
    suites: ['view', 'cost', 'scale'],
    quickSuites: ['view', 'cost'],
    install: inPage,
  },
  {
    name: 'fx-fetched',
    title: 'fx: tag, manifest fetched',
    group: 'fx',
    suites: ['view', 'cost'],
    quickSuites: ['view'],
    install: fetched,
  },
  {
    name: 'fx-stored',
    title: 'fx: tag, manifest stored (second view)',
    group: 'fx',
    isAtHand: true,
    isRevisit: true,
    suites: ['view', 'cost', 'scale'],
    quickSuites: ['view', 'cost'],
    install: fetched,
  },
];
