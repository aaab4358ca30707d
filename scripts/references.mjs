/** Composes the containers that the budgets are about: the tag of a plain site, and that of a typical one. */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compose, compositionOf } from '../dist/esm/authoring/index.js';

const at = (path) => fileURLToPath(new URL(`../dist/${path}`, import.meta.url));

const on = { selector: 'a' };
const PLAIN_OPS = [
  { op: 'replaceText', ...on, value: 'b' },
  { op: 'setStyle', ...on, name: 'color', value: 'red' },
  { op: 'addClass', ...on, value: 'b' },
];

const manifestOf = (experiment, treatment) => ({
  version: 1,
  revision: '',
  enabled: true,
  experiments: [
    {
      id: 'a',
      name: 'a',
      trigger: { kind: 'urlMatch', pattern: '/' },
      ...experiment,
      variants: [
        { key: 'control', name: 'Control', weight: 5000 },
        { key: 'treatment', name: 'Treatment', weight: 5000, ...treatment },
      ],
    },
  ],
});

/** Text, style and classes on some addresses, evenly, counted. */
export const plain = manifestOf({}, { domOps: PLAIN_OPS });

/** And with a rule, dates, an event, markup, style sheets and code. */
export const typical = manifestOf(
  {
    startAt: '2026-01-01T00:00:00Z',
    audience: { rule: { '==': [{ var: 'device.type' }, 'mobile'] } },
    trigger: {
      kind: 'all',
      of: [
        { kind: 'urlMatch', pattern: '/' },
        { kind: 'event', name: 'cart' },
      ],
    },
  },
  {
    css: 'a{}',
    js: 'a()',
    domOps: [...PLAIN_OPS, { op: 'injectHTML', ...on, position: 'beforeend', value: '<b></b>' }],
  },
);

/** Writes both without their experiments, as `dist/composed.<name>.js`. */
export function writeReferences() {
  const parts = JSON.parse(readFileSync(at('fx.parts.json'), 'utf8'));
  for (const [name, manifest] of Object.entries({ plain, typical }))
    writeFileSync(at(`composed.${name}.js`), compose(parts, compositionOf([manifest], new Set(['collect']))));
}
