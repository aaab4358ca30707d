/** Holds the flags of OpenFeature's own suite as experiments, and some of fx. */

import type { Experiment, JsonObject } from '../../../src/core/index.js';
import { made, manifestOf, sure } from '../engine/made.js';

/** A flag that everybody has, as the suite has them. */
const flag = (id: string, key: string, payload: JsonObject, rest: Partial<Experiment> = {}): Experiment => ({
  id,
  name: id,
  phase: '0123abcd',
  divertTo: key,
  variants: [
    { key: 'control', name: 'Control', weight: 5000 },
    { key, name: key, weight: 5000, payload },
  ],
  ...rest,
});

const isCustomer = {
  and: [
    { '==': [{ var: 'fn' }, 'Sulisław'] },
    { '==': [{ var: 'user.ln' }, 'Świętopełk'] },
    { '==': [{ var: 'age' }, 29] },
    { '===': [{ var: 'customer' }, false] },
  ],
};
const TEMPLATE = { showImages: true, title: 'Check out these pics!', imagesPerPage: 100 };

export const manifest = manifestOf(
  flag('boolean-flag', 'on', { value: true }),
  flag('string-flag', 'greeting', { value: 'hi' }),
  flag('integer-flag', 'ten', { value: 10 }),
  flag('float-flag', 'half', { value: 0.5 }),
  flag('object-flag', 'template', TEMPLATE),
  flag('context-aware', 'internal', { value: 'INTERNAL' }, { audience: { rule: isCustomer } }),
  flag('wrong-flag', 'uh-oh', { value: 'uh-oh' }),
  flag('boolean-zero', 'zero', { value: false }),
  flag('string-zero', 'zero', { value: '' }),
  flag('number-zero', 'zero', { value: 0 }),
  flag('object-zero', 'zero', { value: {} }),
  sure('split'),
  sure('paused', { status: 'paused' }),
  made('three', {
    variants: ['a', 'b', 'c'].map((key, at) => ({ key, name: key, weight: at ? 0 : 10000, payload: { columns: 3 } })),
  }),
);
