/** Renders the page as a server does. */

import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { App } from './app.js';

export const render = (): string => renderToString(createElement(App));
