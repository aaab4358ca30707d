/** Checks that a page that Solid renders keeps what fx changed, gets back what it had, and never breaks. */

import { testRendering } from '../harness/rendered.js';

// Solid writes a lone text to the first child of its element, whatever that is
testRendering('solid', (op) => op.op === 'injectHTML' && op.position === 'afterbegin' && op.selector === '#target');
