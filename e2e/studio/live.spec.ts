/**
 * Tests figures of Studio while people look: they follow the events without a reload, and never under somebody's
 * hands.
 */

import { expect, test } from '@playwright/test';
import { CTA, type OpenStudio, openStudio } from '../harness/studio.js';

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio({ 'cta.yaml': CTA }, { guardMs: 300 });
});
test.afterEach(() => studio.close());

async function visitors(from: number, to: number): Promise<void> {
  const at = Date.now();
  const events = Array.from({ length: to - from }, (_, index) => ({
    ...{ id: `e${from + index}`, at, subject: `s${from + index}`, revision: 'r', path: '/', type: 'exposure' },
    ...{ experiment: 'cta', variant: index % 2 ? 'control' : 'green', reason: 'assigned' },
  }));
  const body = JSON.stringify({ v: 1, sentAt: at, dropped: 0, events });
  expect((await fetch(studio.collectUrl, { method: 'POST', body })).status).toBe(204);
}

test('Today and results show new visitors by themselves', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const listens = page.waitForResponse((response) => response.url().endsWith('/studio/events'));
  await page.goto(studio.newLink());
  await listens;
  await visitors(0, 40);
  await expect(page.getByRole('row', { name: /Call to action/ })).toContainText('40');
  const results = await context.newPage();
  await results.goto(`${studio.url}/results/cta`);
  await expect(results.locator('[data-live=results]')).toContainText('40 visitors');
  // What somebody is about to choose stays.
  await results.getByLabel('Segments').selectOption('device');
  await results.bringToFront();
  await visitors(40, 60);
  await expect(results.locator('[data-live=results]')).toContainText('60 visitors');
  await expect(results.getByLabel('Segments')).toHaveValue('device');
  await context.close();
});
