/** Leaves out a collector: events go to listeners alone. */

import type * as delivery from '../delivery.js';
import { listen } from '../dom.js';
import { isPrerendered } from '../paint.js';

export const createDelivery: typeof delivery.createDelivery = (_options, emitter) => {
  const whenShown = (run: () => void): void => {
    if (isPrerendered()) listen(document, 'prerenderingchange', run);
    else run();
  };
  return {
    _whenShown: whenShown,
    _record: (event) => whenShown(() => emitter._emit(event.type, event)),
    _open: () => undefined,
    _flush: () => undefined,
    _clear: () => undefined,
  };
};
