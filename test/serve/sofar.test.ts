/** Checks what an experiment's page says of its results. */

import { expect, test } from 'vitest';
import type { TimedReadout } from '../../src/serve/readout/readouts.js';
import { soFarPart } from '../../src/serve/studio/experiment.js';

const readout = (conclusion: object | null): TimedReadout =>
  ({ entries: [{ id: 'cta', words: { conclusion } }] }) as unknown as TimedReadout;

test('an experiment with visitors says what to do, and leads to all figures', () => {
  const told = readout({ code: 'ship', title: 'Ship green', text: 'Sign-ups improved <much>.' });
  expect(soFarPart(told, 'cta').html).toBe(
    '<p class="so-far" data-live="conclusion"><strong>Ship green.</strong> Sign-ups improved &#60;much&#62;. <a href="/results/cta">All figures</a></p>',
  );
});

test('an experiment without visitors, or before the first reading, says nothing of results', () => {
  expect([readout(null), readout({}), null].map((one) => soFarPart(one, 'other').html)).toEqual(['', '', '']);
  expect(soFarPart(readout(null), 'cta').html).toBe('');
});
