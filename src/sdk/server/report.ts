/** Makes the events of a visit. */

import {
  type EventDetail,
  type Experiment,
  holdoutExposures,
  makeEvent,
  readEvent,
  type StoredVisitor,
  segmentsIn,
} from '../../core/index.js';
import type { FxVisit } from './api.js';
import { askHost } from './ask.js';
import { pause } from './delivery.js';
import type { RequestFacts } from './facts.js';
import type { ServerSite, ServerVerdict } from './state.js';

/** Counts what happens in one visit. */
export interface Reporter {
  _expose(experiment: Experiment, verdict: ServerVerdict): boolean;
  track: FxVisit['track'];
}

/**
 * @param pathname of the request
 * @param isCounted false where what happens counts for nobody
 */
export function createReporter(
  { manifest, options, _delivery: delivery, _tell: tell }: ServerSite,
  subject: string,
  visitor: StoredVisitor,
  pathname: string,
  now: number,
  facts: RequestFacts,
  isCounted: boolean,
  waitUntil = options.waitUntil,
): Reporter {
  const { path, segments } = options;
  const exposed = new Set<string>();
  let isKept = false;

  const record = (detail: EventDetail): boolean => {
    if (!isCounted) return false;
    const frame = {
      subject,
      visitor: subject === visitor.id ? undefined : visitor.id,
      revision: manifest?.revision,
      // Where the host's own path fails, this one may be what it was to hide.
      path: path ? (askHost(() => `${path(pathname) || pathname}`) ?? '/') : pathname,
    };
    const reading = readEvent(makeEvent(newId(), frame, detail));
    if (!reading.ok) {
      tell('event', `${detail.type}: ${reading.fault.field} is out of range`);
      return false;
    }
    delivery.record(reading.event);
    // One promise takes along all that is counted in one go.
    if (!isKept) askHost(() => waitUntil?.(pause().then(delivery.flush)));
    isKept = true;
    return true;
  };
  const expose = (
    detail: ReturnType<typeof holdoutExposures>[number] & { readonly phase?: string | undefined },
  ): boolean => {
    const size = exposed.size;
    exposed.add(`${detail.experiment}\n${detail.reason === 'holdout' || detail.variant}`);
    return exposed.size > size && record({ ...detail, ...segmentsIn(facts._plain(), segments) });
  };

  return {
    _expose(experiment, { reason, recipe, variant }) {
      holdoutExposures(manifest, experiment, reason, subject, now).forEach(expose);
      const { id, phase } = experiment;
      return (
        variant !== null &&
        recipe &&
        reason !== 'preview' &&
        expose({ type: 'exposure', experiment: id, variant, phase, reason })
      );
    },
    track(name, value = 1, { key } = {}) {
      record({ type: 'conversion', name, value, key: key === undefined ? key : `${key}` });
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
