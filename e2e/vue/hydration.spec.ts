/** Checks what Vue does to a page that fx changed before it hydrates. */

import { createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { testHydration } from '../harness/hydrated.js';
import { SCENE } from '../harness/scene.js';
import { App } from './app.js';

testHydration('vue', () => renderToString(createSSRApp({ render: () => h(App, { scene: SCENE }) })));
