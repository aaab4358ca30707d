/** Runs the page in the browser: Turbo, as a site has it. */

import '@hotwired/turbo';
