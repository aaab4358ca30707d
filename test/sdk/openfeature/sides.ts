/** Asks for flags by both SDKs of OpenFeature. */

import { OpenFeature as Server } from '@openfeature/server-sdk';
import { OpenFeature as Web } from '@openfeature/web-sdk';
import { createServerProvider, createWebProvider } from '../../../src/sdk/openfeature/index.js';
import { createServer } from '../../../src/sdk/server/index.js';
import { play } from '../engine/made.js';
import { manifest } from './flags.js';

/** A function of a client without its `get`. */
export type Method = `${'Boolean' | 'String' | 'Number' | 'Object'}${'Value' | 'Details'}`;
export type Ask = (method: Method, key: string, fallback: unknown, facts?: object) => unknown;

const call = (client: unknown, method: Method, ...rest: readonly unknown[]): unknown =>
  (client as Record<string, (...given: readonly unknown[]) => unknown>)[`get${method}`]?.(...rest);

/** A server of fx, which knows its subjects by their targeting keys. */
export const server = createServer({ manifest });

/** What a client of each SDK answers over its provider. */
export const sides: Readonly<Record<string, Ask>> = {
  server: async (method, key, fallback, facts = {}) => {
    await Server.setProviderAndWait('server', createServerProvider(server));
    return call(Server.getClient('server'), method, key, fallback, facts);
  },
  web: async (method, key, fallback, facts = {}) => {
    const { engine } = play(manifest);
    await Web.setContext('web', facts as never);
    await Web.setProviderAndWait('web', createWebProvider(engine as never));
    return call(Web.getClient('web'), method, key, fallback);
  },
};
