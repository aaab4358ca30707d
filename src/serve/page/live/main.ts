/** Runs the module that every page of Studio loads. */

import { followChanges } from '../changes.js';
import { offerCopies } from '../copying.js';

offerCopies(document);
followChanges(document.querySelector<HTMLElement>('p.live'), new EventSource('/studio/events'));
