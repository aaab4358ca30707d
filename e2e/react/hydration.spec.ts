/** Checks what React does to a page that fx changed before it hydrates. */

import { createElement as h } from 'react';
import { renderToString } from 'react-dom/server';
import { testHydration } from '../harness/hydrated.js';
import { SCENE } from '../harness/scene.js';
import { App } from './app.js';

testHydration('react', () => renderToString(h(App, SCENE)));
