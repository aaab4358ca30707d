/** Checks that a site whose links htmx has boosted, and whose history it keeps as text. */

import { testVisits } from '../../harness/visits.js';

testVisits('living/htmx');
