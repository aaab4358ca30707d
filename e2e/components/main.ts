/** Runs the page in the browser: one scene at a time. */

import { createEngine, createItemStorage } from 'fx-tag/engine';
import { type Decisions, FxProvider } from 'fx-tag/react';
import { FxDebug } from 'fx-tag/react/debug';
import { createElement as h, type ReactNode, StrictMode, Suspense, startTransition, useEffect } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { Guarded, Hero, Page, rendered, Streamed, Switch } from './app.js';

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

const render = (content: ReactNode): void => {
  root ??= createRoot(home(), watched);
  root.render(h(Shown, null, content));
};
const hydrate = (content: ReactNode): void => {
  root = hydrateRoot(home(), h(Shown, null, content), watched);
};
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
  debug: () => render(h('div', null, h(Hero), h(FxDebug))),
  unmount: () => root?.unmount(),
  /** A render that never comes to an end. */
  abandoned() {
    render(h('b', null, 'before'));
    startTransition(() => root?.render(h(Suspense, { fallback: null }, h(Hero), h(Waiting))));
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
