/** Checks that a page that Preact renders keeps what fx changed, gets back what it had, and never breaks. */

import { testRendering } from '../harness/rendered.js';

testRendering('preact');
