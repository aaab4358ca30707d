/** HTML in which everything that is put in is text, unless it is HTML already. */

/** Finished HTML. */
export interface Html {
  readonly html: string;
}

/** What may be put into a template: text is escaped, a list is joined. */
export type Part = string | number | Html | readonly Part[];

/** `html\`<p>${anything}</p>\`` */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: strings.map((text, index) => text + (index < parts.length ? written(parts[index] ?? '') : '')).join(''),
});

function written(part: Part): string {
  if (typeof part === 'object') return 'html' in part ? part.html : part.map(written).join('');
  return String(part).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
