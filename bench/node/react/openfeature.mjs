/** Renders with OpenFeature's hooks over its own provider in memory. */

import './dom.mjs';
import { InMemoryProvider, OpenFeature, OpenFeatureProvider, useStringFlagValue } from '@openfeature/react-sdk';
import { createElement } from 'react';
import { play } from './scene.mjs';

const flagOf = (defaultVariant) => ({
  variants: { control: 'control', treatment: 'treatment' },
  defaultVariant,
  disabled: false,
});
const flagsOf = (key, other = 'treatment') => ({ cta: flagOf(key), other: flagOf(other) });
const provider = new InMemoryProvider(flagsOf('treatment'));
await OpenFeature.setProviderAndWait(provider);

await play({
  useKey: () => useStringFlagValue('cta', 'none'),
  wrap: (children) => createElement(OpenFeatureProvider, null, children),
  changeOther: () => provider.putConfiguration(flagsOf('treatment', 'control')),
  change: () => provider.putConfiguration(flagsOf('control')),
});
