/** Runs the page in the browser: mounts what Svelte has compiled. */

import { flushSync, mount, unmount } from 'svelte';
import { createStage } from '../harness/mounted.js';
import { expose } from '../harness/play.js';
import App from './App.svelte';

expose(
  createStage((home, first) => {
    const app = mount(App, { target: home, props: { first } });
    flushSync();
    return { show: (scene) => flushSync(() => app.show(scene)), leave: () => void unmount(app) };
  }),
);
