/** Finds out what became of publications during which the process was killed. */

import { isAddress, withoutSecrets } from '../files/index.js';
import type { Done } from './fault.js';
import type { TargetHeld } from './holdings.js';
import type { Deed, DeedRecord } from './record.js';

/** What it needs of publishing. */
export interface CutOffParts {
  readonly record: DeedRecord;
  /** The places of the targets. */
  readonly places: readonly string[];
  readonly heldAt: (place: string) => Promise<Done<TargetHeld>>;
  /** Hears why one that is looked up later could not be taken down. */
  readonly onProblem: (error: unknown) => void;
}

const MADE = 'The server was stopped meanwhile: the target had it afterwards.';
const UNKNOWN = 'The server was stopped meanwhile, and whether the target had it then cannot be seen any more.';

/**
 * Takes down of each that is open whether its target has it. A target in a folder is looked at before this is done, one
 * elsewhere whenever it answers: it may be away.
 */
export async function settleCutOff({ record, places, heldAt, onProblem }: CutOffParts): Promise<void> {
  const open = await openDeeds(record);
  for (const target of new Set(open.map((deed) => deed.target))) {
    const place = places.find((one) => withoutSecrets(one) === target);
    const work = async (): Promise<void> => {
      const held = place === undefined ? null : await heldAt(place);
      // Another server may have been at it, and have ended it meanwhile: only what is open still is settled.
      const deeds = (await record.read()).filter((deed) => deed.target === target);
      for (const [at, deed] of deeds.entries()) {
        if (deed.state !== 'open' || !open.some(({ id }) => id === deed.id)) continue;
        const fate = fateOf(deed, deeds.slice(0, at).reverse(), held?.ok ? held.value : null);
        const { after = deed.what, release: _, ...rest } = deed;
        if (fate) record.end(rest, 'done', { after, notes: [MADE] });
        else record.end(rest, 'failed', fate === null ? { notes: [UNKNOWN] } : {});
      }
    };
    if (place !== undefined && isAddress(place)) work().catch(onProblem);
    else await work();
  }
}

const openDeeds = async (record: DeedRecord): Promise<readonly Deed[]> =>
  (await record.read()).filter(({ state, target }) => state === 'open' && target !== undefined);

const isSwitch = ({ what }: Deed): boolean => what === 'on' || what === 'off';

/**
 * Whether it was made; null where nobody can know.
 *
 * @param later what was done with the same target since, the oldest first
 */
function fateOf(deed: Deed, later: readonly Deed[], held: TargetHeld | null): boolean | null {
  const next = later.find((one) => isSwitch(one) === isSwitch(deed) && typeof one.before === 'string');
  if (isSwitch(deed)) {
    const found = next ? next.before : held && (held.state.enabled ? 'on' : 'off');
    return found === null ? null : found === deed.what;
  }
  // What it is to make is written down before anything of it is.
  if (deed.release === undefined) return false;
  if (held?.release === deed.release) return true;
  if (deed.after === deed.before) return null; // revisions tell nothing of drafts and of the tag
  const found = next ? next.before : held?.state.revision;
  if (found === undefined) return null;
  if (found === deed.before) return false;
  return next && found === deed.after ? true : null;
}
