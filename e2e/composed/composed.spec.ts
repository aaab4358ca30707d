/**
 * Checks that a composed container runs what it was composed for, and says what it was made without instead of running
 * something else.
 */

import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { compose, compositionOf, container, type Parts } from '../../dist/esm/authoring/index.js';
import { expect, manifestOf, pageOf, test, withOps } from '../harness/index.js';

const parts = JSON.parse(readFileSync(new URL('../../dist/fx.parts.json', import.meta.url), 'utf8')) as Parts;

/** Everybody sees the variant. */
const manifest = manifestOf({
  ...withOps('headline', { op: 'replaceText', selector: 'h1', value: 'New' }),
  trigger: { kind: 'urlMatch', pattern: '/e2e/composed/' },
});

type Word = 'collect' | 'consent' | 'gpc' | 'subject' | 'layer' | 'explain';

/** A page with the container of these words. */
const composedOf = (...words: Word[]): string =>
  container(compose(parts, compositionOf([manifest], new Set(words))), manifest).text;

const headline = (page: Page): Promise<string | null> => page.locator('h1').textContent();

test.describe('a feature that was left out', () => {
  for (const [what, attributes, before, named] of [
    ['data-consent', { 'data-consent': 'required' }, '', 'consent'],
    ['data-gpc', { 'data-gpc': 'respect' }, '', 'gpc'],
    ['data-subject', { 'data-subject': 'u1' }, '', 'subject'],
    ['data-layer', { 'data-layer': 'dataLayer' }, '', 'layer'],
    ['data-segments', { 'data-segments': 'user.tier' }, '', 'segments'],
    ['data-collect', { 'data-collect': '/events' }, '', 'collect'],
    ['data-manifest', { 'data-manifest': '/fx/manifest.json' }, '', 'manifest'],
    ['fx.decide', {}, 'fx.decide = () => null', 'decide'],
    ['fx.recall', {}, 'fx.recall = () => "control"', 'decide'],
    ['fx.triggers', {}, 'fx.triggers = { headline: () => false }', 'triggers'],
  ] as const)
    test(`${what} of a page starts nothing where it is not served, and the console says what to declare`, async ({
      page,
      problems,
      site,
    }) => {
      const warnings: string[] = [];
      page.on('console', (message) => warnings.push(message.text()));
      problems.areExpected = true;
      site.answer('/fx/container.js', { headers: { 'content-type': 'text/javascript' }, body: composedOf() });
      const text = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
      const html = `<!doctype html><script>fx = []; ${before}</script><script src="/fx/container.js"${text.join('')}></script><h1>Control</h1>`;
      site.answer('/e2e/composed/', { body: html });
      await page.goto(`${site.origin}/e2e/composed/`);
      expect(await headline(page)).toBe('Control');
      expect(await page.context().cookies()).toEqual([]);
      expect(warnings.filter((warning) => warning.startsWith('fx:'))).toEqual([
        expect.stringMatching(
          new RegExp(`^fx: starts nothing: \\w+ is not in this container: put ${named} into tag: in fx.config.yaml$`),
        ),
      ]);
    });

  for (const [call, named] of [
    ["['identify', 'u1']", 'subject'],
    ["['consent', false]", 'consent'],
    ["['forget']", 'consent'],
  ] as const)
    test(`fx.push(${call}) ends all of it where it is not served, with one warning`, async ({ page, site }) => {
      const warnings: string[] = [];
      page.on('console', (message) => warnings.push(message.text()));
      site.answer('/fx/container.js', { headers: { 'content-type': 'text/javascript' }, body: composedOf() });
      site.answer('/e2e/composed/', {
        body: `<!doctype html><script>fx = []; fx.push(${call}, ${call})</script><script src="/fx/container.js"></script><h1>Control</h1>`,
      });
      await page.goto(`${site.origin}/e2e/composed/`);
      await expect.poll(() => headline(page)).toBe('Control');
      expect(warnings.filter((warning) => warning.startsWith('fx:'))).toEqual([
        expect.stringContaining(`is not in this container: put ${named} into tag: in fx.config.yaml`),
      ]);
    });

  test('the story of a page claims nothing that it cannot know, and the console says what to declare', async ({
    page,
    site,
  }) => {
    const told: string[] = [];
    page.on('console', (message) => told.push(message.text()));
    const js = { 'content-type': 'text/javascript' };
    site.answer('/fx/container.js', { headers: js, body: composedOf() });
    site.answer('/fx/fx.story.js', { headers: js, body: readFileSync('dist/fx.story.js', 'utf8') });
    site.answer('/e2e/composed/', {
      body: '<!doctype html><script src="/fx/container.js" data-debug></script><h1>Control</h1>',
    });
    await page.goto(`${site.origin}/e2e/composed/`);
    await expect.poll(() => told.join()).toContain('explain() is not in this container: put explain into tag:');
    await expect.poll(() => told).toContain('fx: headline: decided, treatment (assigned)');
    expect(told.filter((line) => line.includes('nobody'))).toEqual([]);
  });

  test('what is harmless without its part does nothing', async ({ page, site }) => {
    site.answer('/fx/container.js', { headers: { 'content-type': 'text/javascript' }, body: composedOf() });
    site.answer('/e2e/composed/', {
      body: `<!doctype html><script>fx = []; fx.push(['consent', true], ['identify', null], ['setContext', {user: {}}])</script><script src="/fx/container.js"></script><h1>Control</h1>`,
    });
    await page.goto(`${site.origin}/e2e/composed/`);
    await expect.poll(() => headline(page)).toBe('New');
  });
});

test('a feature that was declared is served', async ({ collector, page, site }) => {
  const body = composedOf('collect', 'consent', 'subject', 'layer', 'explain');
  site.answer('/fx/container.js', { headers: { 'content-type': 'text/javascript' }, body });
  const tag = `<script src="/fx/container.js" data-collect="${collector.url}" data-consent="required" data-subject="u1" data-layer="dataLayer"></script>`;
  site.answer('/e2e/composed/', { body: `<!doctype html>${tag}<h1>Control</h1>` });
  await page.goto(`${site.origin}/e2e/composed/`);
  expect(await headline(page)).toBe('Control');
  await page.evaluate(() => (window as unknown as { fx: { consent(granted: boolean): void } }).fx.consent(true));
  await collector.until(() => collector.exposures().length === 1);
  expect(collector.exposures()[0]).toMatchObject({ subject: 'u1', experiment: 'headline', variant: 'treatment' });
  expect(await headline(page)).toBe('New');
});

test('a dataLayer is served where there is no collector', async ({ page, site }) => {
  const body = composedOf('layer');
  site.answer('/fx/container.js', { headers: { 'content-type': 'text/javascript' }, body });
  const tag = '<script src="/fx/container.js" data-layer="dataLayer"></script>';
  site.answer('/e2e/composed/', { body: `<!doctype html>${tag}<h1>Control</h1>` });
  await page.goto(`${site.origin}/e2e/composed/`);
  await expect.poll(() => headline(page)).toBe('New');
  const layer = await page.evaluate(() => (window as unknown as { dataLayer?: unknown }).dataLayer);
  expect(layer).toMatchObject([{ experiment_id: 'headline', variation_id: 'treatment' }]);
});

test('a plain container shows its variant in the page of a feature', async ({ page, site }) => {
  const html = pageOf('composed').replace(
    /<script type[\s\S]*?<\/script>\s*<script.*?<\/script>/,
    '<script src="/fx/container.js"></script>',
  );
  site.answer('/fx/container.js', { headers: { 'content-type': 'text/javascript' }, body: composedOf() });
  site.answer('/e2e/composed/', { body: html });
  await page.goto(`${site.origin}/e2e/composed/`);
  await expect.poll(() => headline(page)).toBe('New');
});
