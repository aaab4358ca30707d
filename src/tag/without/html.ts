/** Leaves out ops that put markup in. */

import type * as capability from '../capability.js';
import type * as nodes from '../nodes.js';
import type * as session from '../session.js';

const none = (): never => {
  throw new TypeError('html');
};

export const isAllowed: typeof session.isAllowed = () => true;
export const changeNodes: typeof nodes.changeNodes = none;
export const isMade: typeof nodes.isMade = () => false;
export const makeNodes: typeof nodes.makeNodes = (_isMarkup, value) => [new Text(value)];
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
