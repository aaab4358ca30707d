/** Reads, writes and calls on DOM nodes that elements with telling names cannot shadow. */

type Method<T> = T extends (...args: infer A) => infer R ? { args: A; result: R } : never;

/**
 * `<img name=cookie>` shadows `document.cookie` and `<input name=style>` shadows `form.style`, so that both are read
 * through the prototype; what only one kind of element has, such as `form.action`, is not to be had so. See
 * https://html.spec.whatwg.org/multipage/dom.html#dom-document-nameditem
 */
const holder = (node: object): object =>
  node === document ? Document.prototype : node instanceof HTMLElement ? HTMLElement.prototype : node;

/** A property of a node. */
export const get = <N extends object, K extends keyof N>(node: N, name: K): N[K] =>
  Reflect.get(holder(node), name, node);

/** Calls a method of a node. */
export const call = <N extends object, K extends keyof N>(
  node: N,
  name: K,
  ...args: Method<N[K]>['args']
): Method<N[K]>['result'] => Reflect.apply(get(node, name) as () => Method<N[K]>['result'], node, args);

/** The first element that matches; an invalid selector throws. */
export const first = (selector: string): Element | null =>
  selector.includes(INTO) ? (every(selector)[0] ?? null) : Document.prototype.querySelector.call(document, selector);

/**
 * Every element that matches, in document order; an invalid selector throws.
 *
 * @param onRoot told of each open shadow root that the selector reaches into, and of each host that has none, or none
 * yet
 */
export const every = (selector: string, onRoot?: (root: ShadowRoot | null) => void): Element[] => {
  let found: Element[] = [];
  selector.split(INTO).forEach((part, step) => {
    const shadows = found.map((host) => get(host, 'shadowRoot'));
    if (onRoot) shadows.forEach(onRoot);
    found = (step ? shadows : [document]).flatMap((root) =>
      root ? [...call(root as Document, 'querySelectorAll', part)] : [],
    );
  });
  return found;
};

/** Tells each root that a selector reaches into, as `every` does. */
export const eachRoot = (selector: string, onRoot: (root: ShadowRoot | null) => void): void => {
  if (selector.includes(INTO)) every(selector, onRoot);
};

/** Leads from a host into its shadow root. */
export const INTO = '>>>';

/** A new element of the page. */
export const create = <K extends keyof HTMLElementTagNameMap>(name: K): HTMLElementTagNameMap[K] =>
  call(document, 'createElement', name) as HTMLElementTagNameMap[K];

/** Whether the parser is done with the document. */
export const isParsed = (): boolean => get(document, 'readyState') !== 'loading';

/** Whether the parser is done with an element: it or an ancestor has a next sibling, or all is parsed. */
export const isComplete = (element: Node | null): boolean =>
  isParsed() || (!!element && (!!get(element, 'nextSibling') || isComplete(outerOf(element))));

/** Its parent; of a shadow root its host. */
export const outerOf = (node: Node): Node | null => (node instanceof ShadowRoot ? node.host : get(node, 'parentNode'));

/** Listens, and returns how to stop. */
export const listen = (
  target: EventTarget,
  type: string,
  run: (event: Event) => void,
  capture = false,
): (() => void) => {
  EventTarget.prototype.addEventListener.call(target, type, run, capture);
  return () => EventTarget.prototype.removeEventListener.call(target, type, run, capture);
};

/** Adds a node to the head, or to the root while there is none. */
export const attach = (node: Node): void => {
  call(get(document, 'head') ?? get(document, 'documentElement'), 'appendChild', node);
};
