/** Runs the page in the browser: brings to life what a server sent, else renders it, and lets a spec change it. */

import { createElement as h, type ReactNode, useEffect } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { expose } from '../harness/play.js';
import { HYDRATED, SCENE, type Scene, tellHydrated } from '../harness/scene.js';
import { App } from './app.js';

const complaints: string[] = [];
const complain =
  (kind: string) =>
  (error: unknown): void => {
    complaints.push(`${kind}: ${(error as Error).message}`);
  };
const watched = { onUncaughtError: complain('uncaught'), onCaughtError: complain('caught') };

const Living = (scene: Scene): ReactNode => {
  useEffect(tellHydrated, []);
  return h(App, scene);
};

let scene: Scene = SCENE;
let root: Root | undefined;
const home = (): Element => document.getElementById('root') as Element;
const rooted = (): Root => {
  root ??= createRoot(home(), watched);
  return root;
};

expose({
  complaints,
  async render(change) {
    scene = { ...scene, ...change };
    flushSync(() => rooted().render(h(Living, scene)));
  },
  async fresh() {
    const apart = document.createElement('div');
    const other = createRoot(apart);
    flushSync(() => other.render(h(App, scene)));
    const copy = apart.cloneNode(true) as Element;
    other.unmount();
    return copy;
  },
  leave() {
    rooted().unmount();
    root = undefined;
  },
  abandon() {
    root = undefined;
    home().replaceWith(home().cloneNode());
  },
  hydrate(change) {
    scene = { ...scene, ...change };
    // an error that React has recovered from goes to window.onerror, where a site's monitoring sees it
    root = hydrateRoot(home(), h(Living, scene), watched);
    return new Promise((resolve) => addEventListener(HYDRATED, () => resolve(), { once: true }));
  },
});
