/** Exports `fx-tag/core`: decides, pure, for a browser, a server or an edge worker. */

export {
  type Address,
  type AddressPart,
  type AddressPattern,
  matchesAddress,
  type Place,
  partOf,
  readAddress,
} from './address.js';
export { byteLength, type Courier, countFitting, ENVELOPE_BYTES, postEvents } from './batch.js';
export {
  type Assignments,
  addAssignment,
  addMark,
  assignmentOf,
  cookiesIn,
  DENIED,
  type ExperimentNames,
  formatAssignments,
  formatCookie,
  formatRenewed,
  formatVisit,
  formatVisitor,
  isWorn,
  MOST_ASSIGNMENTS,
  markAssignment,
  mergeAssignments,
  namesOf,
  parseAssignments,
  parseVisit,
  parseVisitor,
  pickVisitor,
  replaceCookies,
  STICKY_COOKIE,
  type StoredVisit,
  type StoredVisitor,
  VISIT_COOKIE,
  VISITOR_COOKIE,
} from './cookie.js';
export { decide, isHeldOut, prepare, readsPage, statusOf } from './decide.js';
export {
  BATCH_BYTES,
  BATCH_EVENTS,
  type Batch,
  BODY_BYTES,
  type Conversion,
  type Device,
  EVENT_BYTES,
  type EventBase,
  type EventDetail,
  type Exposure,
  type Failure,
  type FailureCode,
  FIRST_TIME,
  type FxEvent,
  fitText,
  formatId,
  isAmount,
  isText,
  isTime,
  LARGEST_VALUE,
  LAST_TIME,
  LONGEST_NAME,
  LONGEST_PATH,
  LONGEST_SEGMENT,
  MOST_SEGMENTS,
  makeEvent,
  type Segments,
} from './event.js';
export { explain, type Gate } from './explain.js';
export { holdoutExposures } from './exposure.js';
export {
  continueVisit,
  deviceTypeOf,
  isBotAgent,
  pageFacts,
  pickSegments,
  segmentsIn,
  visitFacts,
  visitorFacts,
} from './facts.js';
export { pathGlob } from './glob.js';
export { hash, unit } from './hash.js';
export { type KnownDecision, type Overrule, prepareKnown } from './known.js';
export { asManifest, hasSoundHoldouts, holdoutsFor, isSound, parseManifest } from './manifest.js';
export { forcedKey, previewIn } from './preview.js';
export type { Decision, Question, Reason } from './question.js';
export {
  createEventReader,
  type EventFault,
  type EventReader,
  type EventReading,
  type FieldKind,
  readEvent,
} from './reading.js';
export { requestFacts } from './request.js';
export { matches, namespaces } from './rule.js';
export { type Tester, versionRange } from './semver.js';
export { formatRendered, type ServedDecision, type ServedDecisions } from './served.js';
export { type ExpectedShare, expectedShares, exposureShares, shareTaken } from './share.js';
export { LONGEST_SUBJECT, readSubject } from './subject.js';
export { mayFireAt } from './trigger.js';
export type {
  Audience,
  Code,
  Context,
  Experiment,
  Holdout,
  Json,
  JsonManifest,
  JsonObject,
  Keep,
  Layer,
  Manifest,
  Op,
  OpTarget,
  Position,
  Replaced,
  Rule,
  Status,
  Trigger,
  Variant,
} from './types.js';
