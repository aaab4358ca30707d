/** Checks that a site whose pages Turbo swaps, shows from its cache first, and brings back from snapshots. */

import { testVisits } from '../../harness/visits.js';

testVisits('living/turbo');
