/**
 * Shows the badge of a preview: says what is shown, and ends it. Its own bundle, `dist/fx.badge.js`, loaded in
 * previews only.
 */

import type { Client } from './api.js';
import { PREVIEW, readItem } from './storage.js';
import { statesOf } from './words.js';

/** What is used of the tag, where it is there. */
type Tag = Pick<Client, 'experiments' | 'explain' | 'reset'>;

/** How often it is asked what has started since, milliseconds. */
const ASK_MS = 500;

/** Important: a page's own rule for every element would win otherwise. */
const STYLE = `
  :host { all: initial !important; position: fixed !important; inset: auto auto 12px 12px !important; z-index: 2147483647 !important;
    max-width: calc(100vw - 24px) !important }
  section { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 14px; padding: 10px 10px 10px 16px; box-sizing: border-box;
    border: 1px solid #fff6; border-radius: 10px; background: #17211d; color: #fff; font: 500 14px/1.4 system-ui, sans-serif;
    box-shadow: 0 2px 14px #0006 }
  p { margin: 0 } ul { display: contents; list-style: none } li { overflow-wrap: anywhere }
  b { font-weight: 700 } code { font: 13px/1.4 ui-monospace, monospace }
  button { padding: 6px 12px; border: 0; border-radius: 6px; background: #fff; color: #17211d; font: 600 14px/1.4 system-ui, sans-serif;
    cursor: pointer }
  button:hover { background: #dfe8e3 } button:focus-visible { outline: 3px solid #ffc14d; outline-offset: 2px }
  @media print { :host { display: none !important } }
`;

/** The page's address without what started the preview. */
const cleanAddress = (): string => {
  const url = new URL(location.href);
  for (const name of [...url.searchParams.keys()]) {
    if (/^(fxp?|mojito_.*)$/.test(name)) url.searchParams.delete(name);
  }
  return url.href;
};

const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  text: string,
  ...children: readonly Node[]
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(name);
  made.append(text, ...children);
  return made;
};

/** A box over the page, out of reach of its styles. */
const openBox = (...content: readonly Node[]): HTMLElement => {
  const host = document.createElement('fx-badge');
  const root = host.attachShadow({ mode: 'open' });
  // constructed where possible: a page's policy may forbid style elements
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Safari before 16.4 has no constructed sheets
    root.append(element('style', STYLE));
  }
  const section = element('section', '', ...content);
  section.setAttribute('aria-label', 'fx preview');
  root.append(section);
  document.documentElement.append(host);
  return host;
};

const button = (text: string, onClick: () => void): HTMLButtonElement => {
  const made = element('button', text);
  made.type = 'button';
  made.addEventListener('click', onClick);
  return made;
};

/** Says what a link lacks that names nothing of this page. */
const showLost = (id: string, hasToken: boolean): void => {
  const why = hasToken
    ? ': its fxp token leads to no drafts. Take the link anew from fx list.'
    : '. The link of a draft needs its token, &fxp=…, as fx list prints it.';
  const text = element('p', 'No experiment here is called ', element('b', id), document.createTextNode(why));
  const host = openBox(
    text,
    button('Close', () => host.remove()),
  );
};

const show = (forced: readonly string[], globalName: string): void => {
  const asks: (() => void)[] = [];
  const tag = (): Tag | undefined => (window as unknown as Record<string, Tag | undefined>)[globalName];
  const items = forced.map((pair) => {
    const [id = '', key = ''] = pair.split(':');
    const state = element('small', '');
    const ask = (): void => {
      const text = statesOf(tag(), id)
        .map((said) => ` ${said}`)
        .join(';');
      if (state.textContent !== text) state.textContent = text;
    };
    ask();
    asks.push(ask);
    return element('li', '', element('b', `${id} `), element('code', key), state);
  });
  const timer = setInterval(() => asks.forEach((ask) => ask()), ASK_MS);
  const end = (): void => {
    const clean = cleanAddress();
    clearInterval(timer);
    tag()?.reset();
    host.remove();
    // recipes may have run code that nothing can take back
    if (clean === location.href) location.reload();
    else location.replace(clean);
  };
  const host = openBox(
    element('p', 'Preview, nothing is counted'),
    element('ul', '', ...items),
    button('End preview', end),
  );
};

const main = (): void => {
  const globalName = document.currentScript?.dataset.name ?? 'fx';
  const wishes = (readItem(PREVIEW) ?? '').split(' ')[0]?.split(',').filter(Boolean) ?? [];
  const idOf = (pair: string): string | undefined => pair.split(':')[0];
  // the first of an experiment counts
  const forced = wishes.filter((pair, at) => wishes.findIndex((other) => idOf(other) === idOf(pair)) === at);
  const asked = new URLSearchParams(location.search);
  const lost = idOf(asked.get('fx') ?? '');
  if (!(forced[0] || lost) || document.querySelector('fx-badge')) return;
  const ready = (): void => {
    if (forced[0]) show(forced, globalName);
    else if (lost) showLost(lost, asked.has('fxp'));
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', ready, { once: true });
  else ready();
};

main();
