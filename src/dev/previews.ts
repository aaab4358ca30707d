/** Says on which pages an experiment can activate, and the address that shows one of its variants there. */

import { type Experiment, matchesAddress, readAddress, type Trigger } from '../core/index.js';

/**
 * Whether a trigger may fire on a page, as far as its address tells: only `urlMatch` looks at that.
 *
 * @param path path of the page, with query and hash if it has them
 * @param origin such as `https://shop.example`
 */
export function mayFire(trigger: Trigger, path: string, origin: string): boolean {
  switch (trigger.kind) {
    case 'all':
      return trigger.of.every((part) => mayFire(part, path, origin));
    case 'any':
      return trigger.of.some((part) => mayFire(part, path, origin));
    case 'urlMatch':
      return matchesAddress(trigger, readAddress(new URL(path, origin)));
    default:
      return true;
  }
}

/**
 * The pages, of those given, on which an experiment can activate.
 *
 * @param pages paths, such as `/` and `/cart.html`
 */
export const pagesFor = (experiment: Experiment, pages: readonly string[], origin: string): readonly string[] =>
  pages.filter((path) => mayFire(experiment.trigger ?? { kind: 'auto' }, path, origin));

/**
 * The address that shows a variant.
 *
 * @param page the whole address of a page
 * @param token of the preview manifest; needed for drafts
 */
export function previewLink(page: string, experiment: Experiment, variant: string, token: string | null): string {
  const draft = experiment.status === 'draft' && token !== null ? `&fxp=${token}` : '';
  return `${page}${page.includes('?') ? '&' : '?'}fx=${experiment.id}:${variant}${draft}`;
}
