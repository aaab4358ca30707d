/** Leaves out consent: who asks for it all the same gets a page without experiments. */

import { tellLack } from '../lack.js';
import type * as life from '../life.js';
import { stop } from '../life.js';

export const setConsent: typeof life.setConsent = (site, isGranted) => {
  tellLack(site, 'consent()', 'consent');
  if (!isGranted) stop(site);
};

export const forget: typeof life.forget = (site) => {
  tellLack(site, 'forget()', 'consent');
  stop(site);
};
