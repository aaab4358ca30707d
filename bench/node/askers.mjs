/** Has those who answer a request with 20 experiments: fx, OpenFeature's SDK over it, and a peer. */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../publish.mjs';

const COUNT = 20;
const require = createRequire(import.meta.url);
const built = (name) => import(pathToFileURL(join(ROOT, 'dist', name)).href);

export const IDS = Array.from({ length: COUNT }, (_, at) => `experiment-${at}`);
/** Half of them for people of a plan: what rules cost is in it. */
const asksPlan = (id) => IDS.indexOf(id) % 2 === 1;
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const requestOf = () => ({
  url: '/cart?step=2',
  headers: { host: 'shop.example', 'user-agent': AGENT, cookie: 'theme=dark' },
});

const manifest = {
  version: 1,
  revision: 'bench',
  enabled: true,
  experiments: IDS.map((id) => ({
    id,
    name: id,
    ...(asksPlan(id) && { audience: { rule: { '===': [{ var: 'user.plan' }, 'pro'] } } }),
    variants: ['control', 'treatment'].map((key) => ({ key, name: key, weight: 5000, payload: { key } })),
  })),
};

const fx = {
  name: 'fx-server',
  title: 'fx-tag/server: a visit, with both cookies written',
  async create() {
    const server = (await built('server.js')).createServer({ manifest });
    const given = { context: { user: { plan: 'pro' } } };
    return (subject) => {
      const visit = server.visit(requestOf(), { ...given, subject });
      const keys = IDS.map((id) => visit.variant(id));
      return visit.setCookies.length ? keys : [];
    };
  },
};

const openFeature = {
  name: 'openfeature',
  title: 'OpenFeature’s server SDK over fx: getStringValue',
  package: '@openfeature/server-sdk',
  async create() {
    const { OpenFeature } = await import('@openfeature/server-sdk');
    const { createServerProvider } = await built('openfeature.js');
    const server = (await built('server.js')).createServer({
      manifest: { ...manifest, experiments: manifest.experiments.map(withoutPayload) },
    });
    await OpenFeature.setProviderAndWait(createServerProvider(server));
    const client = OpenFeature.getClient();
    return (targetingKey) =>
      Promise.all(IDS.map((id) => client.getStringValue(id, '', { targetingKey, user: { plan: 'pro' } })));
  },
};

/** A key is what a string is without a payload. */
const withoutPayload = (experiment) => ({
  ...experiment,
  variants: experiment.variants.map(({ payload: _, ...rest }) => rest),
});

const growthbook = {
  name: 'growthbook',
  title: 'GrowthBookClient: evalFeature',
  package: '@growthbook/growthbook',
  async create() {
    const { GrowthBookClient } = require('@growthbook/growthbook');
    const client = new GrowthBookClient();
    const rule = (id) => ({
      key: id,
      ...(asksPlan(id) && { condition: { plan: 'pro' } }),
      variations: ['control', 'treatment'],
      weights: [0.5, 0.5],
      hashVersion: 2,
      seed: id,
    });
    const features = Object.fromEntries(IDS.map((id) => [id, { defaultValue: '', rules: [rule(id)] }]));
    client.initSync({ payload: { features } });
    return (id) => {
      const user = { attributes: { id, plan: 'pro' } };
      return IDS.map((one) => client.evalFeature(one, user).value);
    };
  },
};

export const askers = [fx, openFeature, growthbook];
