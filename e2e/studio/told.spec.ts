/** Tests the line that tells of changes: by name, and in other words to whoever made them in another tab. */

import { expect, test } from '@playwright/test';
import { CTA, type OpenStudio, openStudio } from '../harness/studio.js';

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio({ 'cta.yaml': CTA });
});
test.afterEach(() => studio.close());

const CHANGE = { type: 'change', experiment: 'cta', who: 'Ada' };

for (const [path, told, sentence] of [
  ['/experiments', CHANGE, 'Ada changed “Call to action”.'],
  ['/experiments', { ...CHANGE, who: 'Owner' }, 'You changed “Call to action” in another tab.'],
  ['/experiments/cta', CHANGE, 'Ada changed this experiment.'],
  ['/experiments/cta/edit', CHANGE, 'Ada changed “Call to action”.'],
  ['/settings', CHANGE, 'Ada changed an experiment.'],
  ['/experiments', { type: 'pictures', experiment: 'cta' }, 'There are new pictures of “Call to action”.'],
  ['/', { type: 'publication', who: 'Ada', what: 'published' }, 'Ada published.'],
  ['/', { type: 'publication', who: 'Ada', what: 'rollback' }, 'Ada went back to an earlier publication.'],
  ['/', { type: 'publication', who: 'Owner', what: 'off' }, 'You switched everything off in another tab.'],
  [
    '/experiments',
    { type: 'publication', experiment: 'cta', who: 'fx guard', what: 'guard' },
    'fx guard stopped “Call to action”, as it did harm.',
  ],
] as const)
  test(`on ${path} somebody hears: ${sentence}`, async ({ browser }) => {
    const { page } = await studio.enter(browser);
    await page.route('**/studio/events', (route) =>
      route.fulfill({ contentType: 'text/event-stream', body: `data: ${JSON.stringify(told)}\n\n` }),
    );
    await page.goto(`${studio.url}${path}`);
    await expect(page.locator('p.live')).toHaveText(`${sentence} Show it`);
    await page.context().close();
  });
