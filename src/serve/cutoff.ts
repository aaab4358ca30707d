/** Finds out what became of publications during which the process was killed. */

import { isAddress, withoutSecrets } from '../files/index.js';
import type { Done } from './fault.js';
import type { TargetState } from './holdings.js';
import type { Deed, DeedRecord } from './record.js';
import type { Turns } from './turns.js';

/** What it needs of publishing. */
export interface CutOffParts {
  readonly record: DeedRecord;
  /** The places of the targets. */
  readonly places: readonly string[];
  readonly stateOf: (place: string) => Promise<Done<TargetState>>;
  /** Those of publishing: nothing is published in between. */
  readonly turns: Turns;
  /** Hears why one that is looked up later could not be taken down. */
  readonly onProblem: (error: unknown) => void;
}

const MADE = 'The server was stopped meanwhile: that it was made was seen at the target afterwards.';
const UNKNOWN = 'The server was stopped meanwhile, and what became of it could not be seen at the target.';

/**
 * Takes down of each that is open whether its target has it. A target in a folder is looked at before this is done, one
 * elsewhere as soon as it answers: nobody waits for a network before Studio is there.
 */
export async function settleCutOff({ record, places, stateOf, turns, onProblem }: CutOffParts): Promise<void> {
  const deeds = (await record.read()).filter(({ target }) => target !== undefined);
  const open = deeds.filter(({ state }) => state === 'open');
  for (const target of new Set(open.map((deed) => deed.target))) {
    const place = places.find((one) => withoutSecrets(one) === target);
    const own = deeds.filter((deed) => deed.target === target);
    const work = turns(async () => settleAt(record, own, place === undefined ? null : await stateOf(place)));
    if (place !== undefined && isAddress(place)) work.catch(onProblem);
    else await work;
  }
}

/** @param deeds of one target, the newest first @param state null: it is no target any more */
function settleAt(record: DeedRecord, deeds: readonly Deed[], state: Done<TargetState> | null): void {
  const held = state?.ok ? state.value : null;
  // What a later deed found there was there when this one ended.
  const found = new Map<boolean, string | null | undefined>([
    [true, held ? (held.enabled ? 'on' : 'off') : undefined],
    [false, held?.revision],
  ]);
  for (const deed of deeds) {
    const isSwitch = deed.what === 'on' || deed.what === 'off';
    const after = found.get(isSwitch);
    if (deed.state === 'open') {
      const isMade = isSwitch ? after === deed.what : after !== deed.before;
      if (after === undefined) record.end(deed, 'failed', { notes: [UNKNOWN] });
      else if (isMade) record.end(deed, 'done', { after, notes: [MADE] });
      else record.end(deed, 'failed');
    }
    if (deed.before !== undefined) found.set(isSwitch, deed.before);
  }
}
