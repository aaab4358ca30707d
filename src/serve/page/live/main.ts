/** Runs the module that every page of Studio loads. */

import { followChanges } from '../changes.js';

followChanges(document.querySelector<HTMLElement>('p.live'), new EventSource('/studio/events'));
