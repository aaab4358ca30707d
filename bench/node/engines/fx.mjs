/** Measures fx's core, with the experiment prepared once, and without. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../publish.mjs';
import { FACTS, KEYS } from './targeting.mjs';

export const fx = {
  name: 'fx',
  title: 'fx: prepare(experiment)(subject)',
  async create() {
    const decide = (await core()).prepare(EXPERIMENT);
    return { decide: (id) => decide({ subject: id, context: CONTEXT }).variant };
  },
};

export const fxOnce = {
  name: 'fx-once',
  title: 'fx: decide(experiment, subject)',
  async create() {
    const { decide } = await core();
    return { decide: (id) => decide(EXPERIMENT, { subject: id, context: CONTEXT }).variant };
  },
};

const EXPERIMENT = {
  id: 'test',
  name: 'Test',
  audience: {
    rule: {
      and: [
        { '==': [{ var: 'user.country' }, 'DE'] },
        { in: [{ var: 'user.plan' }, ['pro', 'team']] },
        { '>=': [{ var: 'user.visits' }, 3] },
      ],
    },
  },
  variants: KEYS.map((key, index) => ({ key, name: key, weight: index ? 3333 : 3334 })),
};
const CONTEXT = { user: FACTS };

const core = () => import(pathToFileURL(join(ROOT, 'dist/core.js')).href);
