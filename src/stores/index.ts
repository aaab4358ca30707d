/** Asks object stores that speak S3, by signed requests. */

export { bucketUrl, createStore, inBucket, type StoreEnvironment, type StoreRequest } from './asking.js';
export { faultIn, type StoreAnswer, StoreFault } from './fault.js';
export { listObjects } from './listing.js';
export { BRIEF, persist } from './patience.js';
