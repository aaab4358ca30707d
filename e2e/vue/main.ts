/** Runs the page in the browser: brings to life what a server sent, else renders it, and lets a spec change it. */

import { createApp, createSSRApp, h, nextTick, shallowRef, type App as VueApp } from 'vue';
import { expose } from '../harness/play.js';
import { SCENE, tellHydrated } from '../harness/scene.js';
import { App } from './app.js';

const complaints: string[] = [];
const scene = shallowRef(SCENE);
const root = { render: () => h(App, { scene: scene.value }) };
let app: VueApp | undefined;

const mount = (made: VueApp, home: Element): VueApp => {
  made.config.errorHandler = (error) => complaints.push(`${error}`);
  made.mount(home);
  return made;
};
const home = (): Element => document.getElementById('root') as Element;

expose({
  complaints,
  async render(change) {
    scene.value = { ...scene.value, ...change };
    app ??= mount(createApp(root), home());
    await nextTick();
  },
  async fresh() {
    const other = document.createElement('div');
    const copied = mount(createApp({ render: () => h(App, { scene: scene.value }) }), other);
    const copy = other.cloneNode(true) as Element;
    copied.unmount();
    return copy;
  },
  leave() {
    app?.unmount();
    app = undefined;
  },
  abandon() {
    app = undefined;
    home().replaceWith(home().cloneNode());
  },
  async hydrate(change) {
    scene.value = { ...scene.value, ...change };
    app = mount(createSSRApp(root), home());
    tellHydrated();
  },
});
