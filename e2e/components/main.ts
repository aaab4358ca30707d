/** Runs the page in the browser: one scene at a time. */

import { createEngine, createItemStorage } from 'fx-tag/engine';
import { type Decisions, FxProvider } from 'fx-tag/react';
import { FxDebug } from 'fx-tag/react/debug';
import { createElement as h, type ReactNode, StrictMode, Suspense, startTransition, useEffect } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { Arm, Guarded, Hero, Page, Resettable, rendered, Slow, Streamed, Switch } from './app.js';

const complaints: string[] = [];
const watched = {
  onRecoverableError: (error: unknown) => complaints.push(`${error}`),
  onUncaughtError: (error: unknown) => complaints.push(`${error}`),
};
const home = (): Element => document.getElementById('root') as Element;
let root: Root | undefined;

/** Says that what is around it is on the screen. */
const Shown = ({ children }: { readonly children: ReactNode }): ReactNode => {
  useEffect(() => home().setAttribute('data-shown', ''), []);
  return children;
};

const rooted = (): Root => {
  root ??= createRoot(home(), watched);
  return root;
};
const render = (content: ReactNode): void => rooted().render(h(Shown, null, content));
const hydrate = (content: ReactNode): void => {
  root = hydrateRoot(home(), h(Shown, null, content), watched);
};
/** Lets React work on. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage('');
  });
const never = new Promise<string>(() => undefined);
const Waiting = (): ReactNode => {
  throw never;
};

const scenes = {
  complaints,
  rendered,
  strict: () => render(h(StrictMode, null, h(Hero), h(Hero))),
  switched: () => render(h(Switch)),
  guarded: () => render(h(Guarded)),
  /** Everything at once, before it returns: what was rendered, counted and shown then. */
  flushed() {
    // React 19 runs effects twice only where StrictMode is above all that is new.
    const strict = (...content: readonly ReactNode[]): void =>
      flushSync(() => rooted().render(h(StrictMode, null, h(Shown, null, ...content))));
    strict(h(Hero), h(Arm, { key: 'arm', name: 'arm' }));
    strict(h(Hero), h(Hero, { key: 'more' }), h(Arm, { key: 'arm', name: 'arm' }));
    return home().textContent;
  },
  resettable: (decisions?: Decisions) => render(h(Page, { decisions }, h(Resettable))),
  debug: () => render(h('div', null, h(Hero), h(FxDebug))),
  unmount: () => root?.unmount(),
  /** A render that never comes to an end. */
  abandoned() {
    render(h('b', null, 'before'));
    startTransition(() => root?.render(h(Suspense, { fallback: null }, h(Hero), h(Waiting))));
  },
  /** A render of two readers that something more urgent interrupts in the middle. */
  async interrupted(urgent: 'leave' | 'change') {
    render(h('b', null, 'before'));
    const slow = Array.from({ length: 40 }, (_, at) => h(Slow, { key: at, name: 'slow' }));
    startTransition(() => root?.render(h(Shown, null, h(Hero), slow, h(Hero))));
    while (!rendered.includes('slow')) await turn();
    const interrupted = rendered.filter((name) => name === 'slow').length;
    if (urgent === 'leave') flushSync(() => render(h('b', null, 'after')));
    else (window as never as { fx: { preview(id: string, key: string): void } }).fx.preview('hero', 'control');
    return interrupted;
  },
  hydrateHero: (decisions: Decisions) => hydrate(h(Page, { decisions }, h(Hero))),
  hydrateStrict: (decisions: Decisions) => hydrate(h(StrictMode, null, h(Page, { decisions }, h(Hero)))),
  hydrateSwitch: (decisions?: Decisions) => hydrate(h(Page, { decisions }, h(Switch))),
  hydrateStream: (decisions: Decisions) =>
    hydrate(h(Streamed, { decisions, promise: Object.assign(Promise.resolve('late'), { text: 'late' }) })),
  /** Over an engine in place of the tag; its exposures are counted. */
  engine(manifest: unknown) {
    const sent: string[] = [];
    const engine = createEngine(JSON.stringify(manifest), {
      storage: createItemStorage(() => ({
        getItem: async (key) => localStorage.getItem(key),
        setItem: async (key, value) => localStorage.setItem(key, value),
      })),
      telemetry: { track: (event) => void sent.push(event.type) },
    });
    render(h(StrictMode, null, h(FxProvider, { source: engine as never }, h(Hero), h(Switch))));
    Object.assign(scenes, { sent, made: engine });
  },
};

Object.assign(window, { scenes });
