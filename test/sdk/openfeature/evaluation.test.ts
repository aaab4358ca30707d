/** Plays the scenarios of OpenFeature's evaluation.feature under its own SDKs, over both providers. */

import { OpenFeature as Server } from '@openfeature/server-sdk';
import { OpenFeature as Web } from '@openfeature/web-sdk';
import { afterAll, describe, expect, test } from 'vitest';
import { SCENARIOS } from './scenarios.js';
import { sides } from './sides.js';

afterAll(async () => {
  await Server.close();
  await Web.close();
});

describe.each(Object.entries(sides))('%s', (_side, ask) => {
  for (const { title, asked, answer, without } of SCENARIOS)
    test(title, async () => {
      const [method, key, fallback] = asked;
      const wanted = method.endsWith('Details') ? expect.objectContaining(answer as object) : answer;
      if (without !== undefined) expect(await ask(method, key, fallback)).toEqual(without);
      expect(await ask(...asked)).toEqual(wanted);
    });
});
