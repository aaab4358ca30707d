/** Checks that a page that Vue renders keeps what fx changed, gets back what it had, and never breaks. */

import { testRendering } from '../harness/rendered.js';

testRendering('vue');
