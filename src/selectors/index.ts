/** Says which names of a page live long, and how far a selector can be trusted. */

export { isStableAttribute, isStableClass, isStableName } from './names.js';
export { scoreOf, TRUSTED } from './score.js';
