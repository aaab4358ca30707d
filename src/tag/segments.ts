/** Gathers the facts that an exposure carries, so that results can be cut by them. */

import { type Exposure, fitText, LONGEST_SEGMENT, pickSegments } from '../core/index.js';
import { contextOf } from './session.js';
import type { Session } from './state.js';

/** What the tag knows by itself, and the facts that the site has named. */
export const segmentsOf = (session: Session): Pick<Exposure, 'device' | 'isNew' | 'language' | 'segments'> => {
  const context = contextOf(session) as Readonly<Record<string, unknown>>;
  const { language, type } = context['device'] as { language?: string; type: Exposure['device'] };
  return {
    device: type,
    isNew: (context['visitor'] as { isNew: boolean }).isNew,
    language: fitText(language ?? '', LONGEST_SEGMENT) || undefined,
    segments: pickSegments(session._site._options.segments, context),
  };
};
