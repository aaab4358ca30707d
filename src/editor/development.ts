/** Asks `fx dev` what the validator says of the draft. */

import type { Validator } from './checking.js';
import type { StudioRemark } from './studio.js';

/**
 * The validator of a server of development.
 *
 * @param address beside the editor's own file, on the site that is edited
 */
export const devValidator =
  (address: URL): Validator =>
  async (desk) => {
    try {
      const response = await fetch(address, { method: 'POST', credentials: 'omit', body: desk.yaml() });
      if (response.ok) return { ok: true, value: (await response.json()) as { problems: readonly StudioRemark[] } };
    } catch {
      // Why is told to the console alone; what it means for the person is the same.
    }
    return { ok: false, code: 'unchecked', message: 'fx dev does not say whether this is valid', problems: [] };
  };
