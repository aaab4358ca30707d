/**
 * Makes a page on which recipes run: what they need around them, what went wrong with them, and its parser and frames
 * by hand.
 */

import { vi } from 'vitest';
import type { Experiment, Op, Variant } from '../../src/core/index.js';
import { createCapability } from '../../src/tag/capability.js';
import type { Shared } from '../../src/tag/code.js';
import { sweep } from '../../src/tag/nodes.js';
import { type Recipe, startRecipe } from '../../src/tag/recipe.js';
import type { Workshop } from '../../src/tag/slots.js';
import { createWatch } from '../../src/tag/watch.js';

export interface Bench {
  readonly workshop: Workshop;
  /** What went wrong: `timeout #a`, `conflict #b`, `error …`, and `broken` where a recipe was undone for it. */
  readonly told: string[];
  /** Applies ops, under the id `a` where none is given. */
  apply(ops: readonly Op[] | Op, id?: string): Recipe;
  run(experiment: Partial<Experiment>, variant: Partial<Variant>, shared?: Shared): Recipe;
  /** Lets the page's observer hear what happened. */
  hear(): Promise<void>;
  /** Lets time go by, frames included. */
  wait(ms: number): Promise<void>;
  /** What the parser is up to. */
  parse(state: DocumentReadyState): void;
  leave(): void;
}

export const createShared = (id = 'a'): Shared => ({
  _scope: { id, name: 'Name', metadata: { m: 1 } },
});

/** @param runsCode false for a manifest of another origin, without `data-js` */
export const createBench = (html: string, runsCode = true): Bench => {
  vi.useFakeTimers();
  // happy-dom keeps in symbols what browsers keep elsewhere
  vi.spyOn(Object, 'getOwnPropertySymbols').mockReturnValue([]);
  document.body.innerHTML = html;
  document.adoptedStyleSheets = [];
  const workshop: Workshop = {
    _capability: createCapability(undefined, () => undefined, runsCode),
    _nonce: () => undefined,
    _watch: createWatch(() => sweep(workshop)),
    _stacks: new WeakMap(),
    _makers: new WeakMap(),
  };
  const told: string[] = [];
  const recipes: Recipe[] = [];
  const bench: Bench = {
    workshop,
    told,
    apply: (ops, id = 'a') => bench.run({ id }, { domOps: Array.isArray(ops) ? ops : [ops as Op] }),
    run(experiment, variant, shared = createShared(experiment.id)) {
      const whole: Variant = { key: 'b', name: 'B', weight: 1, ...variant };
      const recipe = startRecipe(
        { id: 'a', name: 'Name', variants: [whole], ...experiment },
        whole,
        shared,
        workshop,
        (code, error, selector) =>
          told.push(
            code === 'error'
              ? `error ${(error as Error).message ?? error}${selector ? ` at ${selector}` : ''}`
              : `${code} ${selector}`,
          ),
        () => told.push('broken'),
      );
      recipes.push(recipe);
      return recipe;
    },
    async hear() {
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    },
    wait: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)),
    parse(state) {
      Object.defineProperty(Document.prototype, 'readyState', { configurable: true, get: () => state });
      document.dispatchEvent(new Event('readystatechange'));
    },
    leave() {
      for (const recipe of recipes) recipe._undo();
      if (readyState) Object.defineProperty(Document.prototype, 'readyState', readyState);
      document.body.innerHTML = '';
      vi.unstubAllGlobals();
      vi.restoreAllMocks();
      vi.useRealTimers();
    },
  };
  return bench;
};

const readyState = Object.getOwnPropertyDescriptor(Document.prototype, 'readyState');

/** An op that writes a text into paragraphs. */
export const text = (value = 'X', more: object = {}): Op => ({ op: 'replaceText', selector: 'p', value, ...more });

/** The one element that matches. */
export const one = <E extends Element = HTMLElement>(selector: string): E => {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};

/** The markup of the page, without what fx marks its own nodes and their places with. */
export const html = (): string =>
  document.body.innerHTML.replace(/ data-fx-of="[^"]*"/g, '').replace(/<\/?fx-text>|<!--fx-->/g, '');

/** Every node of the page in order: the same nodes in the same places, or not. */
export const nodes = (): Node[] => {
  const all = (node: Node): Node[] => [...node.childNodes].flatMap((child) => [child, ...all(child)]);
  return all(document.body);
};

/** Makes React the owner of a node. */
export const own = (...owned: (Node | null)[]): void => {
  for (const node of owned) if (node) Object.assign(node, { __reactFiber$1: {} });
};
