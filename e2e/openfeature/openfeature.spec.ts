/** Plays the scenarios of OpenFeature's `evaluation.feature` by its web SDK, over the tag of a page. */

import type { Page } from '@playwright/test';
import { manifest } from '../../test/sdk/openfeature/flags.js';
import { SCENARIOS } from '../../test/sdk/openfeature/scenarios.js';
import { bundle } from '../harness/bundle.js';
import { client, expect, test } from '../harness/index.js';

const ask = (page: Page, asked: readonly unknown[]): Promise<unknown> =>
  page.evaluate(
    (given) => (window as never as { ask(...all: readonly unknown[]): Promise<unknown> }).ask(...given),
    asked,
  );

test.beforeAll(() => bundle('openfeature'));

for (const { title, asked, answer, without } of SCENARIOS)
  test(title, async ({ page, visit }) => {
    await visit({ feature: 'openfeature', manifest });
    await client(page);
    const [method, key, fallback] = asked;
    const wanted = method.endsWith('Details') ? expect.objectContaining(answer as Record<string, unknown>) : answer;
    if (without !== undefined) expect(await ask(page, [method, key, fallback])).toEqual(without);
    expect(await ask(page, asked)).toEqual(wanted);
  });
