/** Describes what the pages built with a framework show: the same, from one state that a spec changes step by step. */

/** The state of the page. */
export interface Scene {
  /** The root of a component, and everything else in it. */
  readonly main: boolean;
  /** The target's parent. */
  readonly hero: boolean;
  /** The target itself: 0 for none, another number for another element. */
  readonly target: number;
  /** Its siblings. */
  readonly before: boolean;
  readonly after: boolean;
  /** What it is rendered with. */
  readonly text: string;
  readonly className: string;
  readonly title: string | null;
  readonly color: string | null;
  /** An element with more than one child, one of which may be gone. */
  readonly name: string;
  readonly extra: boolean;
  /** Whether a name stands as a text where else an element has it: among others, and alone. */
  readonly plain: boolean;
  readonly lone: boolean;
  /** A component that renders nothing, or one element, beside two that come and go together. */
  readonly badge: boolean;
  readonly pair: boolean;
  /** A keyed list: a letter an item. */
  readonly items: string;
  /** The value of a controlled input. */
  readonly value: string;
}

export const SCENE: Scene = {
  main: true,
  hero: true,
  target: 1,
  before: true,
  after: true,
  text: 'Headline',
  className: 'big old',
  title: 'a title',
  color: 'rgb(9, 9, 9)',
  name: 'Ada',
  extra: true,
  plain: false,
  lone: true,
  badge: true,
  pair: true,
  items: 'abc',
  value: 'typed',
};

/** A page built with a framework. */
export interface Stage {
  /** Renders another state: everything is in the document when it resolves. */
  render(change: Partial<Scene>): Promise<void>;
  /** The same state rendered anew where fx cannot see it. */
  fresh(): Promise<Element>;
  /** Takes the whole of it out of the document. */
  leave(): void;
  /** Gives a new start after an error. */
  abandon(): void;
  /** Brings to life what the server has sent; resolves when that is done. By itself a page does so at once. */
  hydrate(change?: Partial<Scene>): Promise<void>;
  /** What the framework complained of. */
  readonly complaints: string[];
}

/** Says that the page lives: sites do so with an event, or with an attribute. */
export const HYDRATED = 'app:hydrated';

export const tellHydrated = (): void => {
  document.getElementById('root')?.setAttribute('data-hydrated', '');
  window.dispatchEvent(new Event(HYDRATED));
};
