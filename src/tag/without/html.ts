/** Without ops that put markup in. */

import type * as capability from '../capability.js';
import type * as nodes from '../nodes.js';

const none = (): never => {
  throw new TypeError('html');
};

export const changeNodes: typeof nodes.changeNodes = none;
export const mark: typeof nodes.mark = none;
export const sweep: typeof nodes.sweep = () => undefined;

export const createCapability: typeof capability.createCapability = (functions) => ({
  _isHarmless: () => true,
  _allows: () => true,
  _mayChange: () => true,
  _nodes: none,
  _compile(code, _names, label) {
    const made = functions?.[code as number];
    if (!made) throw new SyntaxError(label);
    return made;
  },
});
