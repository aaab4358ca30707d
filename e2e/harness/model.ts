/**
 * Knows for each op and element what a page that ops keep of their own accord should show, from a twin of it without
 * fx.
 */

import type { Manifest, Variant } from '../../src/core/index.js';
import { apply, type ElementOp, meant } from './plain.js';

/** What is known of an op on an element of the twin. */
interface Known {
  /** What the page showed there when the op began. */
  found: unknown;
  /** What it showed of its own. */
  last: unknown;
  isOver: boolean;
  /** What the op was to cover when it was last shown, where it covers more than a lone text. */
  covered?: ReadonlySet<Node> | undefined;
}

interface Happening {
  readonly isView: boolean;
  readonly isRendered: boolean;
  readonly isInput: boolean;
  /** An element that the visitor was at. */
  readonly lost: Element | null;
}

/** Knows the rule by heart: wherever the page shows what was found, the wish is shown; else it is the page's. */
export const createModel = (manifest: Manifest, root: Element) => {
  const atoms = manifest.experiments.flatMap(({ id, variants }) => opsOf(variants[1]).map((op) => ({ id, op })));
  const known = new Map(atoms.map((atom) => [atom, new Map<Element, Known>()]));
  const pasts = new Map(atoms.map((atom) => [atom, new WeakMap<Element, Known>()]));
  let isLate = false;
  /** The elements whose classes the app has written since, also where it wrote the same. */
  const written = new Set<Node>();
  const note = (records: MutationRecord[]): void => {
    for (const { target } of records) written.add(target);
  };
  const observer = new MutationObserver(note);
  observer.observe(root, { subtree: true, attributeFilter: ['class'] });
  const see = (on: readonly string[], { isInput, isRendered, isView, lost }: Happening): void => {
    note(observer.takeRecords());
    if (isView) isLate = !isRendered;
    if (isInput) isLate = false;
    let isBrought = false;
    for (const [atom, states] of known) {
      const elements = meant(root, atom.op);
      for (const element of states.keys()) if (!elements.includes(element as HTMLElement)) states.delete(element);
      for (const element of elements) {
        const value = shownBy(atom.op, element);
        const state = states.get(element);
        if (!on.includes(atom.id)) {
          // What the navigation itself has brought is what the next beginning finds.
          if (state && state.found !== value && state.last === value)
            pasts.get(atom)?.set(element, { ...state, last: value });
          states.delete(element);
        } else if (!state) {
          const past = pasts.get(atom)?.get(element);
          pasts.get(atom)?.delete(element);
          states.set(element, past && past.last === value ? past : { found: value, last: undefined, isOver: false });
        } else if (state.found !== value && hasMore(element, state)) state.found = value;
        else if (state.found !== value && state.last !== value) {
          if (isView || isLate) state.found = value;
          else state.last = value;
          isBrought ||= isLate && !isView;
        } else if (element === lost && /Class$/.test(atom.op.op) && written.has(element))
          state.isOver ||= state.found === value;
        const now = states.get(element);
        if (now) now.covered = now.found === value ? coveredBy(atom.op, element, now) : undefined;
      }
    }
    if (isBrought) isLate = false;
    written.clear();
  };
  /** The page as it should be. */
  const expected = (on: readonly string[]): Element => {
    const copy = root.cloneNode(true) as Element;
    const [from, to] = [root, copy].map((one) => [...one.querySelectorAll<HTMLElement>('*')]);
    const copies = new Map(from?.map((element, index) => [element, to?.[index]]));
    for (const [{ id, op }, states] of known)
      for (const [element, { found, isOver }] of states) {
        const it = copies.get(element as HTMLElement);
        if (it && on.includes(id) && !isOver && shownBy(op, element as HTMLElement) === found) apply(it, op);
      }
    return copy;
  };
  return { see, expected };
};

/**
 * A part that was put in, or in the place of another, is covered as the others are; where none of these is left, it is
 * another value.
 */
const hasMore = (element: Element, { covered }: Known): boolean => {
  const nodes = [...element.childNodes].filter(saysSomething);
  return !!covered && nodes.some((node) => !covered.has(node)) && nodes.some((node) => covered.has(node));
};

const saysSomething = (node: Node): boolean => node.nodeType !== Node.COMMENT_NODE && !!node.textContent?.trim();

const coveredBy = ({ op }: ElementOp, element: Element, { covered }: Known): ReadonlySet<Node> | undefined => {
  const nodes = [...element.childNodes];
  const isLone = !nodes[1] && nodes[0]?.nodeType === Node.TEXT_NODE;
  return op === 'replaceHTML' || (op === 'replaceText' && (covered || !isLone)) ? new Set(nodes) : undefined;
};

const opsOf = (variant: Variant | undefined): ElementOp[] =>
  (variant?.domOps ?? []).flatMap((op) =>
    op.op === 'injectCSS'
      ? []
      : op.op === 'addClass' || op.op === 'removeClass'
        ? op.value.split(' ').map((value) => ({ ...op, value }))
        : [op],
  );

/** What a page shows where an op wants something else. */
const shownBy = (op: ElementOp, element: HTMLElement): unknown => {
  if (op.op === 'replaceText' || op.op === 'replaceHTML') return element.textContent?.replace(/\s+/g, ' ').trim();
  if (op.op === 'setAttr') return element.getAttribute(op.name);
  if (op.op === 'setStyle') return element.style.getPropertyValue(op.name);
  if (op.op === 'addClass' || op.op === 'removeClass') return element.classList.contains(op.value);
  return 'there';
};
