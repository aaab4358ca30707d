/** Renders with fx-tag/react over an engine. */

import './dom.mjs';
import { createEngine } from 'fx-tag/engine';
import { FxProvider, useVariant } from 'fx-tag/react';
import { createElement } from 'react';
import { play } from './scene.mjs';

const variants = [
  { key: 'control', name: 'control', weight: 0 },
  { key: 'treatment', name: 'treatment', weight: 10000 },
];
const experiments = ['cta', 'other'].map((id) => ({ id, name: id, manualExposure: true, variants }));
const source = createEngine({ version: 1, revision: 'bench', enabled: true, experiments }, { subject: 'user-1' });
const decisions = { cta: { variant: 'treatment', reason: 'assigned' } };

await play({
  useKey: () => useVariant('cta'),
  wrap: (children) => createElement(FxProvider, { source }, children),
  serve: (children) => createElement(FxProvider, { source, decisions }, children),
  changeOther: () => source.setVariant('other', 'control'),
  change: () => source.setVariant('cta', 'control'),
});
