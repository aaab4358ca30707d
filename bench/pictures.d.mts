/** The types of pictures.mjs. */

/** The pictures of the page; none for what was not measured. */
export function picturesOf(
  suites: Readonly<Record<string, object>>,
): readonly { readonly name: string; readonly alt: string; readonly svg: string }[];
