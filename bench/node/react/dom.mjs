/** Gives Node the names of a browser, before React is loaded and looks for them. */

import { Window } from 'happy-dom';

const NAMES = 'document navigator location localStorage HTMLElement HTMLIFrameElement Node MutationObserver'.split(' ');
const window = new Window({ url: 'https://shop.example/' });
for (const name of NAMES)
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
Object.assign(globalThis, { window });
