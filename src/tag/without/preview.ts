/** Without previews: no link asks for one. */

import type * as preview from '../preview.js';

export const readPreview: typeof preview.readPreview = () => '';
export const keepPreview: typeof preview.keepPreview = (wishes) => wishes;
export const tokenOf: typeof preview.tokenOf = () => undefined;
