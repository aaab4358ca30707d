/**
 * Exports the kit of fx's own pages and reports: HTML in which everything is text, one style sheet, numbers in words.
 */

export { documentOf, type Html, html } from './html.js';
export { inLine, inLines } from './inline.js';
export { styles } from './styles.js';
export { unbroken } from './unbroken.js';
export { dayText, percent, plural, shellWord, shortened } from './words.js';
