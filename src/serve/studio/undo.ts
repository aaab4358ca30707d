/** Takes a change of an experiment's file back, by the lines that the record has of it. */

import { takeBack } from '../differing.js';
import { type Done, refused } from '../fault.js';
import type { Caller, House } from '../house.js';
import type { Deed } from '../record.js';
import { revisionOfText } from '../workspace.js';

/** The first change of all has nothing before it: whoever does not want the experiment archives it. */
const isChange = (deed: Deed | undefined): deed is Deed & { readonly diff: string } =>
  deed?.state === 'done' && typeof deed.before === 'string' && deed.diff !== undefined;

/** The text without what somebody did; null where that cannot be taken back. */
export const withoutChange = (deed: Deed, text: string): string | null =>
  isChange(deed) ? takeBack(text, deed.diff, revisionOfText(text) === deed.after) : null;

/** A change like any other: checked, recorded, and undone in its turn. */
export async function undoChange(
  { record, changes, live }: House,
  id: string,
  deedId: string,
  { author, ifRevision }: Caller,
): Promise<Done<object>> {
  const deed = (await record.read({ experiment: id })).find((one) => one.id === deedId);
  if (!isChange(deed)) return refused('NOT_FOUND', { message: 'There is no such change to undo' });
  const what = 'experiment.undo';
  const changed = await changes.change({ id, author, what, ifRevision, edit: (text) => withoutChange(deed, text) });
  if (!changed.ok && changed.fault.code === 'CANNOT_EDIT')
    return refused('CANNOT_EDIT', { message: 'The same lines were changed again since: undo that first' });
  if (changed.ok) live.tell({ type: 'change', experiment: id, who: author.name, what });
  return changed;
}
