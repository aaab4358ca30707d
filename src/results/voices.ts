/** Chooses words by who reads them: somebody at a terminal, somebody with a page, or somebody in Studio. */

import { dayText, inLine, shellWord } from '../pages/index.js';

/** How somebody is spoken to. */
export interface ResultsVoice {
  /** One of those who are counted. */
  readonly who: 'subject' | 'visitor';
  /** After what is one of many: where all of them are. */
  readonly all: string;
  /** The same of segments. */
  readonly allSegments: string;
  /** What made an interval another one. */
  readonly adjusting: string;
  /** After a phase of which nothing says how it was published. */
  readonly publishedHow: string;
  /** After a warning of deciding early. */
  readonly early: string;
  /** A day, from `2026-11-02`. */
  day(day: string): string;
  /** After another phase: how to see it. */
  phase(phase: string): string;
}

const ELSEWHERE = '. Whoever decides earlier because it looks good is wrong more often than they say.';

/** Where commands are typed. */
export const TYPED: ResultsVoice = {
  who: 'subject',
  all: ': fx results --json has them all.',
  allSegments: ': fx results --json and --csv have all.',
  adjusting: '--adjust',
  publishedHow: ': fx results --to reads that from its target.',
  early: ' (fx power says it); --sequential gives intervals that hold at every look.',
  day: (day) => day,
  phase: (phase) => `: fx results --phase ${shellWord(inLine(phase))} shows them.`,
};

/** A page that is sent to whoever has no terminal. */
export const SENT: ResultsVoice = {
  who: 'subject',
  all: '.',
  allSegments: '.',
  adjusting: 'Adjusting',
  publishedHow: '.',
  early: ELSEWHERE,
  day: (day) => (Number.isNaN(Date.parse(day)) ? day : dayText(day)),
  phase: (phase) => `, ${inLine(phase)}.`,
};

/** Studio, which has switches in place of options. */
export const IN_STUDIO: ResultsVoice = {
  ...SENT,
  who: 'visitor',
  allSegments: ': the CSV has all.',
  phase: (phase) => `: choose ${inLine(phase)} as the phase of its results to see them.`,
};
