/** Checks what happens between a server and the tag of its page: lost cookies, refused consent, other clocks. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createServer } from '../../src/sdk/server/index.js';
import { experiment, type Living, startPage } from './pages.js';
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

const half = experiment('a', {
  variants: [
    { key: 'control', name: 'Control', weight: 5000 },
    { key: 'treatment', name: 'Treatment', weight: 5000 },
  ],
});
const fx = createServer({ manifest: { version: 1, revision: 'r', enabled: true, experiments: [half] } });

/** The server's answer to a first visit: its HTML says what is in it. */
const answer = (): { readonly cookies: readonly string[]; readonly variant: string | undefined } => {
  const visit = fx.visit(new Request(location.href, { headers: { 'user-agent': navigator.userAgent } }));
  const variant = visit.variant('a');
  document.documentElement.dataset.rendered = visit.rendered;
  return { variant, cookies: visit.setCookies.map((line) => line.split(';')[0] as string) };
};
const keep = (cookies: readonly string[]): void => {
  for (const cookie of cookies) {
    const [name = '', value = ''] = cookie.split('=');
    stage.jar.cookies.push({ name, value, domain: location.hostname });
  }
};
const exposures = ({ events }: Living): (string | null | undefined)[] =>
  events.flatMap((event) => (event.type === 'exposure' ? [event.variant] : []));

test('a visitor whose cookies a CDN took out of the answer is counted only where they see a variant of their own', () => {
  const seen = new Set<string>();
  for (let visitor = 0; visitor < 30; visitor++) {
    const { variant } = answer();
    const counted = exposures(startPage({}, half));
    if (counted.length) expect(counted).toEqual([variant]);
    seen.add(`${counted.length}`);
    stage.leave();
    stage = createStage();
  }
  expect([...seen].sort()).toEqual(['0', '1']);
});

test('who has refused consent between the answer and its page is counted for nothing', () => {
  keep(answer().cookies.map((cookie) => (cookie.startsWith('_fx=') ? '_fx=0' : cookie)));
  const page = startPage({}, half);
  expect(page.client.explain('a')?.reason).toBe('consent');
  expect(page.events).toEqual([]);
});

test.each([-400 * 864e5, -864e5, 864e5, 400 * 864e5])(
  'a server whose clock differs by %i ms has a visitor whom the tag knows, with their variant',
  (skew) => {
    vi.spyOn(Date, 'now').mockReturnValue(NOW + skew);
    const { cookies, variant } = answer();
    vi.spyOn(Date, 'now').mockReturnValue(NOW);
    keep(cookies);
    const page = startPage({}, half);
    expect(page.client.explain('a')).toMatchObject({ variant, reason: 'sticky' });
    expect(exposures(page)).toEqual([variant]);
  },
);
