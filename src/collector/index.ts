/** Receives events and answers only when they are on disk. Imports core alone, so that it can be deployed alone. */

export { type BatchReader, type BatchVerdict, createBatchReader, type ReceivedEvent } from './batch.js';
export { readBody } from './body.js';
export { type Collector, type CollectorOptions, createCollector, type StorageTrouble } from './collector.js';
export { addressOfAsker, type CrowdOptions, createCrowdCheck, householdOf } from './crowd.js';
export { type DayOptions, listSegments } from './days.js';
export { endOnSignal } from './ending.js';
export { createHostCheck, hostName, inUrl } from './hosts.js';
export { createLimit, type Limit } from './limit.js';
export { CannotListen, type Listening, type ListeningTwice, listenOn, listenTwice, type Patience } from './listen.js';
export type { Segment } from './segment.js';
export { createSteadyClock } from './steady.js';
