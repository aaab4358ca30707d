/** Lists the names of CSS pseudo-classes and pseudo-elements. */

/** Those that a supported browser takes without brackets, and the four elements that may have one colon. */
export const classes: ReadonlySet<string> = new Set([
  'active',
  'any-link',
  'autofill',
  'checked',
  'default',
  'defined',
  'disabled',
  'empty',
  'enabled',
  'first-child',
  'first-of-type',
  'focus',
  'focus-visible',
  'focus-within',
  'fullscreen',
  'host',
  'hover',
  'in-range',
  'indeterminate',
  'invalid',
  'last-child',
  'last-of-type',
  'link',
  'modal',
  'only-child',
  'only-of-type',
  'open',
  'optional',
  'out-of-range',
  'picture-in-picture',
  'placeholder-shown',
  'popover-open',
  'read-only',
  'read-write',
  'required',
  'root',
  'scope',
  'target',
  'user-invalid',
  'user-valid',
  'valid',
  'visited',
  'before',
  'after',
  'first-line',
  'first-letter',
]);

/** Those that browsers know; any that begins with `-webkit-` passes as well. */
export const elements: ReadonlySet<string> = new Set([
  'before',
  'after',
  'first-line',
  'first-letter',
  'marker',
  'placeholder',
  'selection',
  'backdrop',
  'cue',
  'file-selector-button',
  'grammar-error',
  'spelling-error',
  'target-text',
  'view-transition',
  'details-content',
]);

const BY_NAME = 'name the element by its id, a class or an attribute';
const BY_PLACE = 'write :nth-child(n), which counts from 1 among its siblings';
const BY_TYPE = 'write the type as an attribute, such as input[type=checkbox]';

/** By what to write in their place: inventions of jQuery, which many take for CSS. */
const JQUERY: Readonly<Record<string, string>> = {
  [`CSS does not look at text, so ${BY_NAME}`]: 'contains has-text text',
  [BY_PLACE]: 'eq gt lt',
  'write :nth-child(odd) or :nth-child(even), which count from 1': 'even odd',
  'leave it out: without all: true the first match is taken': 'first',
  'write :last-child or :last-of-type': 'last',
  'write :has(*), or :not(:empty) where text counts too': 'parent',
  'write :checked': 'selected',
  'write :is(h1, h2, h3, h4, h5, h6)': 'header',
  'write :is(input, select, textarea, button)': 'input',
  [BY_TYPE]: 'button checkbox file image password radio reset submit',
  [`whether an element can be seen is no part of CSS, so ${BY_NAME}`]: 'animated hidden visible',
};

/** What to write in place of a name of jQuery's; undefined for any other name. */
export const insteadOfJquery = (name: string): string | undefined =>
  Object.entries(JQUERY).find(([, names]) => names.split(' ').includes(name))?.[0];
