/** Leaves out previews that the page's own code begins: those of links are the companion's. */

import type * as begin from '../begin.js';
import { tellLack } from '../lack.js';
import type * as life from '../life.js';
import type * as preview from '../preview.js';
import type * as session from '../session.js';

export const keepPreview: typeof preview.keepPreview = (wishes) => wishes;
export const forcedIn: typeof session.forcedIn = () => null;
export const previewFor: typeof begin.previewFor = () => '';
export const setPreview: typeof life.setPreview = (site) => tellLack(site, 'preview()', 'preview');
