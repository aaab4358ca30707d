/**
 * Makes the stage of a page that a framework renders in the browser alone: what is the same whichever framework it is.
 */

import { SCENE, type Scene, type Stage, tellHydrated } from './scene.js';

/** A page that stands. */
export interface Mounted {
  /** Shows another state: everything is in the document when it returns, or resolves. */
  show(scene: Scene): void | Promise<void>;
  /** Takes the whole of it out of the document. */
  leave(): void;
}

/**
 * Makes a stage.
 *
 * @param mount renders the page into an empty element
 * @param complaints gets what the framework catches itself
 */
export const createStage = (
  mount: (home: Element, scene: Scene) => Mounted | Promise<Mounted>,
  complaints: string[] = [],
): Stage => {
  let scene = SCENE;
  let mounted: Mounted | undefined;
  const home = (): Element => document.getElementById('root') as Element;
  return {
    complaints,
    async render(change) {
      scene = { ...scene, ...change };
      mounted ??= await mount(home(), scene);
      await mounted.show(scene);
    },
    async fresh() {
      const apart = document.createElement('div');
      const other = await mount(apart, scene);
      const copy = apart.cloneNode(true) as Element;
      other.leave();
      return copy;
    },
    leave() {
      mounted?.leave();
      mounted = undefined;
    },
    abandon() {
      mounted = undefined;
      home().replaceWith(home().cloneNode());
    },
    async hydrate(change) {
      await this.render(change ?? {});
      tellHydrated();
    },
  };
};
