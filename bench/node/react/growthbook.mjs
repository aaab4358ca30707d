/** Renders with GrowthBook's components, with the payload at hand. */

import './dom.mjs';
import { GrowthBook, GrowthBookProvider, useFeatureValue } from '@growthbook/growthbook-react';
import { createElement } from 'react';
import { play } from './scene.mjs';

const rule = { key: 'cta', variations: ['control', 'treatment'], weights: [0, 1], hashVersion: 2, seed: 'cta' };
const growthbook = new GrowthBook({ attributes: { id: 'user-1' }, trackingCallback: () => undefined });
growthbook.initSync({ payload: { features: { cta: { defaultValue: 'none', rules: [rule] } } } });

await play({
  useKey: () => useFeatureValue('cta', 'none'),
  wrap: (children) => createElement(GrowthBookProvider, { growthbook }, children),
  changeOther: () => growthbook.setForcedFeatures(new Map([['other', 'control']])),
  change: () => growthbook.setForcedFeatures(new Map([['cta', 'control']])),
});
