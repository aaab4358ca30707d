/** Leaves out the checks of a manifest: a container's code is functions, and what it holds is its owner's. */

import type * as capability from '../capability.js';

export const compileText: typeof capability.compileText = () => undefined;
export const needsCode: typeof capability.needsCode = () => false;
export const smugglesCode: typeof capability.smugglesCode = () => false;
