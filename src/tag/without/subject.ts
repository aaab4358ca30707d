/** Leaves out subjects of the page's own: who names one all the same gets a page without experiments. */

import { tellLack } from '../lack.js';
import type * as life from '../life.js';
import { stop } from '../life.js';
import type * as subject from '../subject.js';

export const toSubject: typeof subject.toSubject = (given) => (given == null ? undefined : `${given}`);

export const identify: typeof life.identify = (site, subject) => {
  if (subject === undefined) return;
  tellLack(site, 'identify()', 'subject');
  stop(site);
};
