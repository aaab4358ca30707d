/** Without rules: of the facts only those that every exposure carries. */

import type * as page from '../page.js';

export const tellsApart: typeof page.tellsApart = () => true;
