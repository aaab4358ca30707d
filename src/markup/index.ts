/** Reads the HTML of pages as browsers do: elements with their places, and which of them a selector matches. */

export { type Document, type Element, type MarkupPlace, readDocument } from './elements.js';
export { createMatcher, writtenIn } from './matcher.js';
