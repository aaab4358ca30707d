/** Leaves out rules and named facts: of what is known of a page only what every exposure carries. */

import { deviceTypeOf, visitorFacts } from '../../core/index.js';
import type * as page from '../page.js';

export const createContext: typeof page.createContext = (_host, made) => {
  const { language, maxTouchPoints, userAgent } = navigator;
  return {
    device: { type: deviceTypeOf(userAgent, maxTouchPoints), language },
    visitor: visitorFacts(made, Date.now()),
  };
};
