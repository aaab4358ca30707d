/** Gives classes and styles their own spelling back, which the browser changes with the first change of either. */

/** How elements are spelled without the changes that are shown. */
export interface Spelling {
  /** Called before an element is changed. */
  remember(node: Node): void;
  /** Called after changes were made. */
  settle(): void;
  /** Spells as before what is as the changes left it; what the page wrote meanwhile stays. */
  restore(): void;
}

const NAMES = ['class', 'style'] as const;

interface Spelled {
  readonly texts: readonly (string | null)[];
  readonly css: string | undefined;
  /** As the changes have left it. */
  left: readonly (string | null)[];
}

/** Makes it. */
export function createSpelling(): Spelling {
  const all = new Map<Element, Spelled>();
  const settle = (): void => {
    for (const [element, spelled] of all) spelled.left = textsOf(element);
  };
  return {
    settle,
    remember(node) {
      if (!(node instanceof Element)) return;
      const texts = textsOf(node);
      const spelled = all.get(node) ?? { texts, css: (node as HTMLElement).style?.cssText, left: texts };
      all.set(node, spelled);
      // Of what comes late nobody tells when it was changed, but that is at once.
      queueMicrotask(() => {
        spelled.left = textsOf(node);
      });
    },
    restore() {
      for (const [element, { css, left, texts }] of all) {
        const now = textsOf(element);
        for (const [at, name] of NAMES.entries()) {
          const text = texts[at] ?? null;
          if (text === null || text === now[at] || now[at] !== left[at]) continue;
          // A policy that forbids styles in attributes lets scripts set them so, and has no other spelling then.
          if (at) (element as HTMLElement).style.cssText = css ?? '';
          if (!at || (css && element.getAttribute(name) !== text)) element.setAttribute(name, text);
        }
      }
      all.clear();
    },
  };
}

const textsOf = (element: Element): (string | null)[] => NAMES.map((name) => element.getAttribute(name));
