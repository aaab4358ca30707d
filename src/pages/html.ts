/** Makes HTML in which everything that is put in is text, unless it is HTML already. */

/** Finished HTML. */
export interface Html {
  readonly html: string;
}

/** What may be put into a template: text is escaped, a list is joined. */
export type HtmlPart = string | number | Html | readonly HtmlPart[];

/** `html\`<p>${anything}</p>\`` */
export const html = (strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html => ({
  html: strings.map((text, index) => text + (index < parts.length ? written(parts[index] ?? '') : '')).join(''),
});

/** A whole document, with what each has in its head. */
export const documentOf = (title: string, head: Html, body: Html): string =>
  html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · fx</title>
    ${head}
  </head>
  <body>
    ${body}
  </body>
</html>
`.html;

function written(part: HtmlPart): string {
  if (typeof part === 'object') return 'html' in part ? part.html : part.map(written).join('');
  return String(part).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
