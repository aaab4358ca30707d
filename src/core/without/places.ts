/** Leaves out patterns that look at one part of an address: one that does all the same matches nowhere. */

import type * as address from '../address.js';
import { decodeText, textsOf } from '../address.js';

export const readAddress: typeof address.readAddress = ({ hash, pathname, search }) =>
  ({ any: textsOf(pathname + search + hash, pathname, decodeText(pathname)) }) as unknown as address.Address;
