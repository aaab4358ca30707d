/** Runs the page in the browser: jQuery, as a site has it. */

import jQuery from 'jquery';

Object.assign(window, { jQuery, $: jQuery });
