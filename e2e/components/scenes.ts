/** Holds the page of the components: with which React it is bundled, how a scene begins, and what was told of it. */

import type { Page } from '@playwright/test';
import type { Alias } from '../harness/bundle.js';
import { pageOf } from '../harness/index.js';

/** What a bundle has in place of the React that is installed. */
export const VERSIONS: Readonly<Record<string, Alias | undefined>> = {
  'React 19': undefined,
  'React 18': { react: 'react-18', 'react-dom': 'react-dom-18' },
};
export const TREATED = { hero: { variant: 'treatment', payload: { columns: 4 }, reason: 'assigned' } };
/** Notes what the tag counts, and who listens to it. */
export const TOLD = `<script>window.told = []; window.fx = [(client) => {
  client.on('exposure', ({ experiment, variant }) => told.push('exposure ' + experiment + ' ' + variant));
  client.on('failure', ({ message }) => told.push('failure ' + message));
  client.on('conversion', ({ name, value, key }) => told.push(['conversion', name, value, key].join(' ')));
  window.listening = 0;
  const { on } = client;
  client.on = (...given) => { const stop = on(...given); listening++; return () => { listening--; stop(); }; };
}]</script>`;

export const scene = <T = void>(page: Page, name: string, ...given: readonly unknown[]): Promise<T> =>
  page.evaluate(
    ([called, args]) =>
      (window as never as Record<string, Record<string, (...all: unknown[]) => T>>).scenes?.[called as string]?.(
        ...(args as unknown[]),
      ) as T,
    [name, given] as const,
  );
export const told = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as never as { told: string[] }).told);
export const complaints = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as never as { scenes: { complaints: string[] } }).scenes.complaints);
export const shown = (page: Page): Promise<void> => page.waitForSelector('#root[data-shown]').then(() => undefined);

/** What was rendered, and which effects ran. */
export const rendered = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as never as { scenes: { rendered: string[] } }).scenes.rendered);

/** The page with its bundle under this name, and something in its root. */
export const htmlOf = (name: string, content = ''): string =>
  pageOf('components')
    .replace('../../.cache/e2e/components.js', `/.cache/e2e/${name}.js`)
    .replace('<div id="root"></div>', `<div id="root">${content}</div>`);
