/** Tests the examples of the page on which the format stands: each validates, and compiles to what its text says. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Compiled, formatProblem } from '../../src/authoring/index.js';
import { decide, type Experiment } from '../../src/core/index.js';
import { compile, NOW, VARIANTS } from './compiling.js';

const HEAD = 'id: example\nname: Example\n';

const example = (name: string): string =>
  readFileSync(new URL(`../fixtures/reference/${name}.yaml`, import.meta.url), 'utf8');

const compileExample = (name: string, before = '', after = ''): Promise<Compiled> =>
  compile([{ path: `${name}.yaml`, text: before + example(name) + after }], { now: NOW });

async function experimentOf(name: string, before = '', after = ''): Promise<Experiment> {
  const { manifest, problems } = await compileExample(name, before, after);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [experiment] = manifest?.experiments ?? [];
  if (!experiment) throw new Error(`${name} compiled to nothing`);
  return experiment;
}

describe('an example of the reference', () => {
  test('minimal: two variants share evenly, and what people read stays out of the manifest', async () => {
    const { manifest, sources } = await compileExample('minimal');
    const [experiment] = manifest?.experiments ?? [];
    expect(experiment).toEqual({
      id: 'homepage-cta',
      name: 'Homepage CTA',
      phase: expect.stringMatching(/^[0-9a-f]{8}$/),
      variants: [
        { key: 'control', name: 'Current CTA', weight: 5000 },
        { key: 'treatment', name: 'New CTA', weight: 5000 },
      ],
    });
    expect(sources.get('homepage-cta')?.raw.metrics).toEqual([
      { key: 'signup', name: 'Sign-ups', kind: 'conversion', eventName: 'signup', isPrimary: true },
    ]);
  });

  test('green-cta: four ops in their order', async () => {
    const { variants } = await experimentOf('green-cta', HEAD);
    expect(variants[1]?.domOps).toEqual([
      { op: 'replaceText', selector: 'a.cta[data-cta="primary"]', value: "Get started — it's free" },
      { op: 'setStyle', selector: 'a.cta[data-cta="primary"]', name: 'background', value: '#16a34a' },
      { op: 'addClass', selector: 'body', value: 'fx-experiment-active' },
      { op: 'injectCSS', value: '.hero h1 { letter-spacing: -0.02em; }\n' },
    ]);
  });

  test.each([
    ['trigger-url', { kind: 'urlMatch', pattern: '/cart' }],
    ['trigger-selector', { kind: 'waitForSelector', selector: 'button.add-to-cart', timeoutMs: 3000 }],
    ['trigger-event', { kind: 'event', name: 'app:ready' }],
  ])('%s: the trigger as it stands', async (name, trigger) => {
    expect((await experimentOf(name, HEAD, VARIANTS)).trigger).toEqual(trigger);
  });

  test('hero-tests: shared code and that of a variant keep every character', async () => {
    const { sharedJs, sharedCss, variants } = await experimentOf('hero-tests');
    expect(sharedJs).toBe(
      '// Available as `experiment` to variant.js below.\n' +
        'experiment.helpers = { hide: (sel) => document.querySelector(sel)?.remove() };\n',
    );
    expect(sharedCss).toBe('.hero-shared-bg { background: linear-gradient(135deg, #fff, #f0f0f0); }\n');
    expect(variants[1]?.js).toBe("experiment.helpers.hide('.hero-secondary-cta');\n");
  });

  test('search-debounce: metadata of the experiment, payload of one variant', async () => {
    const { metadata, variants } = await experimentOf('search-debounce');
    expect(metadata).toEqual({ flushIntervalMs: 250, maxResults: 20 });
    expect(variants.map(({ payload }) => payload)).toEqual([undefined, { debounceMs: 100 }]);
    expect(variants[1]?.name).toBe('100ms');
  });

  test('pricing-page: a tenth out, halves, and a fifth of the redesign sees it', async () => {
    const { audience, variants } = await experimentOf('pricing-page');
    expect(audience).toEqual({ sampleRate: 0.9 });
    expect(variants.map(({ weight, recipeSampleRate }) => [weight, recipeSampleRate])).toEqual([
      [5000, undefined],
      [5000, 0.2],
    ]);
  });

  test('pro-onboarding: the rule lets in whom its text names, and nobody else', async () => {
    const experiment = await experimentOf('pro-onboarding');
    const reasonFor = (user: object): string =>
      decide(experiment, {
        subject: 'somebody',
        context: { user },
        sticky: null,
        enabled: true,
        forced: null,
        now: NOW,
      }).reason;
    const pro = { tier: 'pro', accountAgeDays: 30, email: 'kim@shop.org' };
    expect(reasonFor(pro)).toBe('assigned');
    expect(reasonFor({ ...pro, tier: 'free' })).toBe('rule');
    expect(reasonFor({ ...pro, accountAgeDays: 29 })).toBe('rule');
    expect(reasonFor({ ...pro, email: 'kim@example.com' })).toBe('rule');
  });

  test('w12-checkout: half of everyone is sent to the treatment, exposed by hand', async () => {
    const { audience, divertTo, manualExposure } = await experimentOf('w12-checkout');
    expect({ audience, divertTo, manualExposure }).toEqual({
      audience: { sampleRate: 0.5 },
      divertTo: 'treatment',
      manualExposure: true,
    });
  });

  test('the message of the page is written to the letter', async () => {
    const text = example('pricing-page').replace('recipeSampleRate: 0.2', 'recipeSampleRate: -0.2');
    const { problems } = await compile([{ path: 'experiments/pricing.yaml', text }], { now: NOW });
    expect(problems.map(formatProblem)).toEqual([
      '✗ experiments/pricing.yaml: variants[].redesign.recipeSampleRate must be >= 0',
    ]);
  });
});
