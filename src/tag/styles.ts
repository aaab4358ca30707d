/** The style sheets of recipes: constructed where the browser can, so that no style-src forbids them. */

import { attach, create, get, set } from './dom.js';
import { attempt } from './guard.js';
import { byOrder } from './slots.js';

export interface Styles {
  /** Adds a sheet, in the order of `order` among fx's own, and returns its undo. */
  _add(css: string, order: string): () => void;
  /** Puts the sheets back where the page replaced `adoptedStyleSheets`, at most 10 times. */
  _check(): void;
}

export const createStyles = (nonce: string | undefined): Styles => {
  let ours: (CSSStyleSheet & { readonly _order: string })[] = [];
  let repairs = 0;
  const adopted = (): CSSStyleSheet[] => [...get(document, 'adoptedStyleSheets')];
  const commit = (gone?: CSSStyleSheet): void =>
    set(document, 'adoptedStyleSheets', [
      ...adopted().filter((sheet) => sheet !== gone && !(ours as CSSStyleSheet[]).includes(sheet)),
      ...ours,
    ]);
  return {
    _add(css, order) {
      const sheet = attempt(() => {
        const made = Object.assign(new CSSStyleSheet(), { _order: order });
        // Safari before 16.4 and Firefox before 101 have no constructed sheets
        made.replaceSync(css);
        adopted();
        return made;
      });
      if (!sheet) {
        const style = create('style');
        if (nonce) style.nonce = nonce;
        style.textContent = css;
        attach(style);
        return () => style.remove();
      }
      ours.push(sheet);
      ours.sort(byOrder);
      commit();
      return () => {
        ours = ours.filter((one) => one !== sheet);
        commit(sheet);
      };
    },
    _check() {
      if (ours.every((one) => adopted().includes(one)) || ++repairs > 10) return;
      commit();
    },
  };
};
