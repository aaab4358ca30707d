/**
 * Checks that a server that decides, writes the cookies and renders variants, and a tag on its pages, are of one mind.
 */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addAssignment, formatAssignments, formatVisitor } from '../../src/core/index.js';
import { experiment, type Living, siteOf, startPage } from './pages.js';
import { createStage, NOW, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  document.documentElement.removeAttribute('data-rendered');
  stage.leave();
});

const ID = 'a'.repeat(32);
const visitor = formatVisitor({ id: ID, made: NOW, domain: 'example.co.nz' });
const serve = (name: string, value: string): void => {
  stage.jar.cookies.push({ name, value, domain: 'example.co.nz' });
};
const written = (): string[] => stage.jar.writes.map((line) => line.split('=')[0] ?? '');
const exposures = ({ events }: Living): string[] =>
  events.flatMap((event) => (event.type === 'exposure' ? [`${event.experiment}: ${event.variant}`] : []));

describe('with cookies that a server writes', () => {
  const options = { cookies: 'server', collect: '/events' } as const;

  test('the tag takes the visitor and what they were given, and writes neither cookie', async () => {
    serve('_fx', visitor);
    serve(
      '_fx_s',
      formatAssignments(
        addAssignment([], experiment('a'), 'control', () => []),
        ID,
      ),
    );
    const page = startPage(options, experiment('a'), experiment('b'));
    stage.hide();
    await stage.wait(1000);
    expect(page.client.variant('a')).toBe('control');
    expect(page.client.variant('b')).toBe('treatment');
    expect(page.events.map(({ subject }) => subject)).toEqual([ID, ID]);
    expect(written().filter((name) => /^_fx(_s)?$/.test(name))).toEqual([]);
  });

  test('what the tag has given is there on the next page, beside what the server gave', async () => {
    serve('_fx', visitor);
    serve(
      '_fx_s',
      formatAssignments(
        addAssignment([], experiment('a'), 'control', () => []),
        ID,
      ),
    );
    startPage(options, experiment('b'));
    await stage.wait(1000);
    const weights = experiment('b').variants.map((one) => ({ ...one, weight: 10000 - one.weight }));
    const next = startPage(options, experiment('a'), { ...experiment('b'), variants: weights });
    expect(next.client.variant('a')).toBe('control');
    expect(next.client.variant('b')).toBe('treatment');
  });

  test('nobody is in anything where the server has stored no visitor', () => {
    const page = startPage(options, experiment('a'));
    expect(page.client.explain('a')?.reason).toBe('storage');
    expect(page.events).toEqual([]);
    expect(written()).toEqual([]);
  });

  test('a subject of the host is in, and still no cookie is written', async () => {
    const page = startPage({ ...options, subjectId: 'user-1' }, experiment('a'));
    stage.hide();
    await stage.wait(1000);
    expect(exposures(page)).toEqual(['a: treatment']);
    expect(written()).toEqual([]);
  });

  test('denied consent is written all the same, and erases', () => {
    serve('_fx', visitor);
    const page = startPage(options, experiment('a'));
    page.client.consent(false);
    expect(stage.jar.text()).toBe('_fx=0');
  });
});

describe('on a page that a server rendered', () => {
  const two = (id: string): ReturnType<typeof experiment> => experiment(id);

  test('the variant of this visitor is counted', () => {
    document.documentElement.dataset.rendered = 'a:treatment';
    expect(exposures(startPage({}, two('a')))).toEqual(['a: treatment']);
  });

  test('the variant of somebody else is counted for nobody, and not remembered', () => {
    document.documentElement.dataset.rendered = 'b:treatment,a:control';
    const page = startPage({}, two('a'), two('b'), two('c'));
    expect(page.client.explain('a')).toMatchObject({ variant: null, reason: 'stale', isActive: false });
    expect(exposures(page)).toEqual(['b: treatment', 'c: treatment']);
    expect(page.site._session?._sticky._get(two('a'))).toBeNull();
  });

  test('an experiment that was kept from whom the page was made for is out, too', () => {
    document.documentElement.dataset.rendered = 'a:';
    expect(startPage({}, two('a')).client.explain('a')?.reason).toBe('stale');
  });

  test('the queue says the same as the attribute', () => {
    const site = siteOf();
    expect(site._rendered).toBe('undefined,');
    const page = startPage({}, experiment('a', { trigger: { kind: 'manual' } }));
    page.client.push(['rendered', { a: 'control', b: 'x' }]);
    page.client.activate('a');
    expect(page.client.explain('a')?.reason).toBe('stale');
  });

  test('who is out keeps the reason, and a preview shows what it is to show', () => {
    document.documentElement.dataset.rendered = 'a:control';
    const out = startPage({}, experiment('a', { audience: { sampleRate: 0 } }));
    expect(out.client.explain('a')?.reason).toBe('sample');
    out.client.preview('a', 'treatment');
    expect(out.client.variant('a')).toBe('treatment');
  });

  test('a stale page stays so in the next view, and after other facts', async () => {
    document.documentElement.dataset.rendered = 'a:control';
    const page = startPage({}, two('a'));
    page.client.setContext({ user: { tier: 'pro' } });
    history.pushState(null, '', '/other');
    await stage.wait(100);
    expect(page.client.explain('a')?.reason).toBe('stale');
  });
});
