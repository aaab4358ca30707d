/** Tests docs/results.md: the numbers of its example are those of the demo's sample. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fx } from '../cli/fx.js';

test('the example of docs/results.md is what fx results says of the demo', async () => {
  const page = readFileSync('docs/results.md', 'utf8');
  const events = ['--events', 'demo/sample.ndjson.gz', '--experiment', 'hero-headline'];
  const { out } = await fx(['results', 'demo/experiments', ...events]);
  const told = ['3,020', '2,980', '213', '304', '+44.6%', '+22.3% to +71.0%', '+3.15 points', '10.20%', '7.05%'];
  for (const figure of told) {
    expect(out).toContain(figure);
    expect(page).toContain(figure);
  }
});
