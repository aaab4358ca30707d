/** The facts that an exposure carries, so that results can be cut by them. */

import { type Exposure, fitText, LONGEST_SEGMENT, MOST_SEGMENTS } from '../core/index.js';
import { attempt } from './guard.js';
import { contextOf } from './session.js';
import type { Session } from './state.js';

/** What the tag knows by itself, and the facts that the site has named: texts, numbers and booleans among them. */
export const segmentsOf = (session: Session): Pick<Exposure, 'device' | 'isNew' | 'language' | 'segments'> => {
  const context = contextOf(session) as Facts;
  const names = `${session._site._options.segments ?? ''}`.split(/[\s,]+/).filter(Boolean);
  const facts = names.slice(0, MOST_SEGMENTS).flatMap((name) => {
    const value = attempt(() =>
      name.split('.').reduce<unknown>((from, key) => (from as Facts | undefined)?.[key], context),
    );
    return /^(string|number|boolean)$/.test(typeof value) ? [[name, fitText(`${value}`, LONGEST_SEGMENT)]] : [];
  });
  const { language, type } = context['device'] as { language?: string; type: Exposure['device'] };
  return {
    device: type,
    isNew: (context['visitor'] as { isNew: boolean }).isNew,
    language: fitText(language ?? '', LONGEST_SEGMENT) || undefined,
    segments: facts[0] && Object.fromEntries(facts),
  };
};

type Facts = Readonly<Record<string, unknown>>;
