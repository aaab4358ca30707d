/** Takes over what the server has rendered. */

import { createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { App } from './app.js';

hydrateRoot(document.getElementById('root') as HTMLElement, createElement(App));
