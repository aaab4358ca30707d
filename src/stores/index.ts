/** Asks object stores that speak S3: for targets that are published there, and for events that are read from there. */

export { isStoreAddress } from './address.js';
export {
  bucketUrl,
  createStore,
  inBucket,
  type Store,
  type StoreEnvironment,
  type StoreRequest,
} from './asking.js';
export { faultIn, type StoreAnswer, StoreFault } from './fault.js';
export { type Gathered, type GatheredFile, type GatherOptions, gatherEvents } from './gathering.js';
export { listObjects } from './listing.js';
export { BRIEF, persist } from './patience.js';
