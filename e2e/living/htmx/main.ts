/** Runs the page in the browser: htmx, as a site has it. */

import htmx from 'htmx.org';

Object.assign(window, { htmx });
