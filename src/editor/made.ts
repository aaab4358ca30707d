/** Makes the editor's own elements: what is put into one is text, never markup, so that strict pages allow it. */

/** What an element is made with: attributes as texts, and what happens on it. */
export interface Making {
  readonly [name: string]: string | boolean | ((event: Event) => void) | undefined;
}

/** An element with attributes, listeners (`onclick`) and children. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  making: Making = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(making)) {
    if (typeof value === 'function') made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, '');
    else if (typeof value === 'string') made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A button with its word, and what it says to whoever cannot see its sign. */
export const button = (text: string, onclick: (event: Event) => void, making: Making = {}): HTMLButtonElement =>
  make('button', { type: 'button', onclick, ...making }, text);

/** A field under its label. */
export const field = (label: string, input: HTMLElement): HTMLLabelElement =>
  make('label', { class: 'field' }, make('span', {}, label), input);
