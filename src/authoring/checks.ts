/**
 * Opens a second door to this room, for whoever needs the parser and the schema at once: importers, and edits of a
 * file.
 */

export { compile } from './compile.js';
export { isToken, parseConfig } from './config.js';
export { checkConfig } from './configfields.js';
export { decode } from './decode.js';
export { editFields, type NewStatus, setStatus } from './edit.js';
export { type Fields, fieldsOf } from './json.js';
export { parse } from './parse.js';
export type { FieldEdit } from './place.js';
export type { Path, Problem } from './problem.js';
export { checkRedirects } from './redirect.js';
export { checkSelector } from './selector.js';
export { createSyntaxChecker, type Fault, type SyntaxChecker } from './syntax.js';
export type { TriggerSpec } from './trigger.js';
