/** Runs OpenFeature's web SDK in the page, over the tag. */

import { OpenFeature } from '@openfeature/web-sdk';
import { createWebProvider } from 'fx-tag/openfeature';

const { fx } = window as never as { fx: Parameters<typeof createWebProvider>[0] };

async function ask(method: string, key: string, fallback: unknown, facts = {}): Promise<unknown> {
  await OpenFeature.setContext(facts);
  await OpenFeature.setProviderAndWait(createWebProvider(fx));
  const client = OpenFeature.getClient() as never as Record<string, (...given: readonly unknown[]) => unknown>;
  return client[`get${method}`]?.(key, fallback);
}

Object.assign(window, { ask });
