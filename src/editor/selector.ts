/** Finds a selector for an element that will still mean it after the page was deployed anew. */

import { finder } from '@medv/finder';
import { isStableAttribute, isStableClass, isStableName, scoreOf, TRUSTED } from '../selectors/index.js';
import { every } from '../tag/rehearsal.js';

/** What stands between an element and the open shadow root that it is in, as in the format. */
const INTO = ' >>> ';

/** A selector and what it is worth. */
export interface FoundSelector {
  readonly selector: string;
  /** 0 to 100, see `scoreOf`. */
  readonly score: number;
}

/** The best selector for an element. One in an open shadow root is reached through its host. */
export function findSelector(element: Element): FoundSelector {
  const root = element.getRootNode();
  if (root instanceof ShadowRoot) {
    const host = findSelector(root.host);
    const inside = within(element, root);
    return { selector: host.selector + INTO + inside, score: Math.min(host.score, scoreOf(inside)) };
  }
  const selector = within(element, document);
  return { selector, score: scoreOf(selector) };
}

/** Every element that a selector of the format matches; none where it is malformed. */
export function matchesOf(selector: string): Element[] {
  try {
    return every(selector);
  } catch {
    return []; // half a selector, while somebody types it
  }
}

/** Within one tree: a mark, what is unique by name, or an item of a list by what only that item holds. */
function within(element: Element, root: Document | ShadowRoot): string {
  const isUnique = (selector: string): boolean => {
    const found = root.querySelectorAll(selector);
    return found.length === 1 && found[0] === element;
  };
  const plain = search(element, root);
  const candidates = [...marks(element), plain, ...(scoreOf(plain) < TRUSTED ? byContent(element, root) : [])];
  const fitting = candidates.filter(isUnique);
  return fitting.reduce((best, one) => (scoreOf(one) > scoreOf(best) ? one : best), fitting[0] ?? plain);
}

/** A selector for an element and all that are like it: the same part of each item of a list; null where nothing is. */
export function findAlike(element: Element): string | null {
  if (element.getRootNode() !== document) return null;
  const tag = element.localName;
  const own = [...element.classList].filter(isStableClass).map((one) => `.${CSS.escape(one)}`);
  const boxes: string[] = [];
  for (let box = element.parentElement; box && box !== document.body && boxes.length < 6; box = box.parentElement)
    boxes.push(
      ...[...box.classList].filter(isStableClass).map((one) => `.${CSS.escape(one)}`),
      ...(isStableName(box.id) ? [`#${CSS.escape(box.id)}`] : []),
    );
  const candidates = [
    ...own.map((one) => tag + one),
    ...boxes.flatMap((box) => own.map((one) => `${box} ${one}`)),
    ...boxes.map((box) => `${box} > ${tag}`),
    ...boxes.map((box) => `${box} ${tag}`),
  ];
  return candidates.find((one) => matchesOf(one).length > 1 && matchesOf(one).includes(element)) ?? null;
}

/** The names that an element bears by itself. */
function marks(element: Element): string[] {
  const tag = element.localName;
  const stable = [...element.attributes].filter(({ name, value }) => isStableAttribute(name, value));
  return [
    ...stable.map(({ name, value }) => `${/^data-/.test(name) ? '' : tag}[${name}=${quoted(value)}]`),
    ...(isStableName(element.id) ? [`#${CSS.escape(element.id)}`] : []),
  ];
}

function search(element: Element, root: Document | ShadowRoot): string {
  // finder begins at an element; what it searches is the tree that this element is in.
  const top = root instanceof ShadowRoot ? (root as unknown as Element) : root.documentElement;
  try {
    return finder(element, {
      root: top,
      idName: isStableName,
      className: isStableClass,
      attr: isStableAttribute,
      timeoutMs: 300,
    });
  } catch {
    return path(element); // it gives up where nothing is unique in time
  }
}

/** The way down by tags and places: never wrong today, and worth little tomorrow. */
function path(element: Element): string {
  const parent = element.parentElement;
  const siblings = [...(parent?.children ?? [])].filter(({ localName }) => localName === element.localName);
  const own =
    siblings.length > 1 ? `${element.localName}:nth-of-type(${siblings.indexOf(element) + 1})` : element.localName;
  return parent ? `${path(parent)} > ${own}` : own;
}

/** The item of a list that holds a link or a name which no other item has, and the way down from it. */
function byContent(element: Element, root: Document | ShadowRoot): string[] {
  const found: string[] = [];
  for (let box = element.parentElement; box && found.length < 3; box = box.parentElement) {
    const anchor = [...box.querySelectorAll('[href],[data-testid],[data-fx],[name],[aria-label]')]
      .flatMap(marks)
      .find((mark) => root.querySelectorAll(mark).length === 1);
    if (!anchor || box === document.body) continue;
    const classes = [...box.classList].filter(isStableClass).slice(0, 1);
    const name = box.localName + classes.map((one) => `.${CSS.escape(one)}`).join('');
    const own =
      element.localName +
      [...element.classList]
        .filter(isStableClass)
        .slice(0, 1)
        .map((one) => `.${CSS.escape(one)}`)
        .join('');
    const boxed = `${name}:has(${anchor})`;
    found.push(`${boxed} > ${own}`, `${boxed} ${own}`);
  }
  return found;
}

const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;
