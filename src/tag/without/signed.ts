/** Of a live page: one that names keys is left to a companion, and all others take what they fetch. */

import { fetchManifest, readStored } from '../manifest.js';
import type * as signed from '../signed.js';

export const fetchSigned: typeof signed.fetchSigned = fetchManifest;
export const readSigned: typeof signed.readSigned = readStored;
