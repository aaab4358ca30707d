/** Makes the events of a visit. */

import {
  type EventDetail,
  type Experiment,
  type Exposure,
  fitText,
  holdoutsFor,
  isHeldOut,
  LONGEST_SEGMENT,
  makeEvent,
  pickSegments,
  readEvent,
  type StoredVisitor,
  visitorFacts,
} from '../../core/index.js';
import type { FxVisit, VisitOptions } from './api.js';
import { askHost } from './ask.js';
import { pause } from './delivery.js';
import type { RequestFacts } from './facts.js';
import type { ReadRequest } from './request.js';
import type { ServerSite, ServerVerdict } from './state.js';

/** Who visits, and what is known about them. */
export interface Visiting {
  _facts(): RequestFacts;
  readonly _asked: ReadRequest;
  /** Whether what happens counts for nobody. */
  readonly _isSilent: boolean;
  readonly subject: string;
  readonly visitor: StoredVisitor;
  readonly now: number;
  readonly _given: VisitOptions;
}

/** Counts what happens in one visit. */
export interface Reporter {
  expose(experiment: Experiment, verdict: ServerVerdict): boolean;
  track: FxVisit['track'];
}

/** The reasons for which no holdout was asked. */
const UNASKED = /^(preview|disabled|draft|paused|schedule|invalid|bot|consent|prefetch)$/;

export function createReporter(site: ServerSite, visiting: Visiting): Reporter {
  const { _asked: asked, _facts: facts, _given: given, _isSilent: isSilent, now, subject, visitor } = visiting;
  const { _delivery: delivery, manifest, options } = site;
  const exposed = new Set<string>();
  let isKept = false;

  const record = (detail: EventDetail): boolean => {
    const { pathname } = asked._url;
    const { path } = options;
    const frame = {
      subject,
      visitor: subject === visitor.id ? undefined : visitor.id,
      revision: manifest?.revision,
      // Where the host's own path fails, this one may be what it was to hide.
      path: path ? (askHost(() => `${path(pathname) || pathname}`) ?? '/') : pathname,
    };
    const reading = readEvent(makeEvent(newId(), frame, detail));
    if (!reading.ok) {
      site._tell('event', `${detail.type}: ${reading.fault.field} is out of range`);
      return false;
    }
    delivery.record(reading.event);
    const waitUntil = given.waitUntil ?? options.waitUntil;
    // One promise takes along all that is counted in one go.
    if (!isKept) askHost(() => waitUntil?.(pause().then(() => delivery.flush())));
    isKept = true;
    return true;
  };
  const segments = (): Pick<Exposure, 'device' | 'isNew' | 'language' | 'segments'> => {
    const context = facts()._plain();
    const { language = '', type } = context.device;
    return {
      device: type,
      ...visitorFacts(visitor.made, now),
      language: fitText(language, LONGEST_SEGMENT) || undefined,
      segments: pickSegments(options.segments, context),
    };
  };
  const once = (...what: string[]): boolean => exposed.size < exposed.add(what.join('\n')).size;
  const exposeHoldouts = (experiment: Experiment): void => {
    for (const holdout of manifest ? holdoutsFor(manifest, experiment, now) : [])
      if (once(holdout.id, 'holdout'))
        record({
          type: 'exposure',
          experiment: holdout.id,
          variant: isHeldOut(holdout, subject) ? 'held' : 'open',
          reason: 'holdout',
          ...segments(),
        });
  };

  return {
    expose(experiment, { reason, recipe, variant }) {
      if (isSilent) return false;
      if (!UNASKED.test(reason)) exposeHoldouts(experiment);
      const { id, phase } = experiment;
      if (variant === null || !recipe || reason === 'preview' || !once(id, variant)) return false;
      return record({ type: 'exposure', experiment: id, variant, phase, reason, ...segments() });
    },
    track(name, value = 1, { key } = {}) {
      if (!isSilent) record({ type: 'conversion', name, value, key: key === undefined ? key : `${key}` });
    },
  };
}

/**
 * 32 hex digits, of which 122 bits are random: a UUID without its dashes. The platform keeps random bytes ready for it;
 * asking for four numbers costs as much as ten decisions.
 */
export function newId(): string {
  return crypto.randomUUID().replace(/-/g, '');
}
