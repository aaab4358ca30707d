/** Tests the headers that limit what a browser does with an answer of Studio. */

import { expect, onTestFinished, test } from 'vitest';
import { startStudio } from './studio.js';

test.each([
  '/',
  '/sign-in',
  '/studio/style.css',
  '/nowhere',
  '/api/experiment.list',
  '/api/nowhere',
  '/api/openapi.json',
])('%s carries every header that limits what a browser does with it', async (path) => {
  const studio = await startStudio();
  onTestFinished(() => studio.close());
  const { headers } = await (await studio.enter()).get(path);
  expect({
    ...{ sniff: headers.get('x-content-type-options'), opener: headers.get('cross-origin-opener-policy') },
    ...{ resource: headers.get('cross-origin-resource-policy'), frame: headers.get('x-frame-options') },
    ...{ referrer: headers.get('referrer-policy'), isHeld: headers.get('content-security-policy') !== null },
  }).toEqual({
    ...{ sniff: 'nosniff', opener: 'same-origin', resource: 'same-origin', frame: 'DENY' },
    ...{ referrer: 'same-origin', isHeld: true },
  });
  // Nobody has asked for https, and a browser would ask for nothing else from then on.
  expect(headers.get('strict-transport-security')).toBeNull();
});
