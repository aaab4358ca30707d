/** Suggests in the code editor what the schema of experiments lets somebody fill in. */

import type { Completion, CompletionContext, CompletionSource } from '@codemirror/autocomplete';
import { placeAt } from './place.js';
import { type FileSchema, type Suggestion, suggestionsAt } from './suggest.js';

/** @param schema null where it could not be had */
export const completionsFrom =
  (schema: Promise<FileSchema | null>): CompletionSource =>
  async (context: CompletionContext) => {
    const place = placeAt(context.state.doc.toString(), context.pos);
    const root = await schema;
    if (!place || !root || context.aborted) return null;
    // While somebody types, a list opens at a letter, or behind `key: `; else they ask for it.
    if (!context.explicit && place.from === context.pos && place.key === null) return null;
    const options = suggestionsAt(root, place).map((one, index) => completionOf(one, index));
    return options.length ? { from: place.from, options, validFor: /^[\w.-]*$/ } : null;
  };

/** In the order of the schema, which begins with what is used most. */
const completionOf = ({ label, text, detail, about, isNeeded }: Suggestion, index: number): Completion => ({
  label,
  apply: text,
  detail: isNeeded ? `${detail}, needed` : detail,
  boost: isNeeded ? 1 : -Math.min(index, 98),
  ...(about && { info: about }),
});

const NARROW_PX = 640;
const DESCRIPTION_PX = 120;

/** Beside the list, and on a phone below it, or above where there is no room: it must not lie over the list. */
export const placeDescription = (
  _view: unknown,
  list: Edges,
  _option: unknown,
  _info: unknown,
  space: Edges,
): { readonly style: string } => {
  if (space.right - space.left >= NARROW_PX) {
    const isRoom = space.right - list.right > DESCRIPTION_PX * 2;
    return { style: isRoom ? 'left: 100%; top: 0' : 'right: 100%; top: 0' };
  }
  return { style: space.bottom - list.bottom > DESCRIPTION_PX ? 'left: 0; top: 100%' : 'left: 0; bottom: 100%' };
};

/** As much of a rectangle as is asked for. */
interface Edges {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
}
