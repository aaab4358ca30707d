/**
 * Says what a selector is worth for the element that was picked, and what to write into the page where it will not
 * last.
 */

import { scoreOf, TRUSTED } from '../selectors/index.js';
import { make } from './made.js';
import { matchesOf } from './selector.js';
import { idFrom } from './yaml.js';

/** The part that says it. */
export interface VerdictPart {
  readonly node: HTMLElement;
  /** On the page without changes. */
  judge(selector: string): void;
}

/** Makes it for one element, asked for each time. */
export function createVerdict(now: () => Element): VerdictPart {
  const words = make('p', { role: 'status' });
  const line = make('input', { class: 'code', readonly: true, 'aria-label': 'The line to paste' });
  line.addEventListener('focus', () => line.select());
  const node = make('div', {}, words, line);
  return {
    node,
    judge(selector) {
      const matches = matchesOf(selector);
      const element = now();
      const isMeant = matches.includes(element);
      const isLasting = isMeant && scoreOf(selector) >= TRUSTED;
      words.textContent = sentence(selector, matches, isMeant, isLasting);
      words.className = isLasting ? 'good' : 'bad';
      line.hidden = !isMeant || isLasting;
      line.value = markedLine(element);
    },
  };
}

function sentence(selector: string, matches: readonly Element[], isMeant: boolean, isLasting: boolean): string {
  if (!matches.length) return 'Nothing on this page matches.';
  if (!isMeant) return 'This matches something else than what you picked.';
  const count = matches.length > 1 ? `${matches.length} elements match: the first is changed, or all. ` : '';
  const score = `${scoreOf(selector)} of 100`;
  return isLasting
    ? `${count}Good, ${score}: it names what it means.`
    : `${count}Only ${score}: this will hit something else after a change of the page. Give the element a name, as below, and pick it again.`;
}

/** More of a tag helps nobody to find it. */
const LONGEST_TAG = 200;

/** How the element begins in the source of the page, with a name of its own. */
function markedLine(element: Element): string {
  const shallow = (element.cloneNode(false) as Element).outerHTML.replace(/<\/[^>]*>$/, '');
  const words = (element.textContent || element.getAttribute('alt') || element.localName).trim().split(/\s+/);
  const tag = shallow.length > LONGEST_TAG ? `<${element.localName}>` : shallow;
  return tag.replace(/^<[^\s>/]+/, (begin) => `${begin} data-fx="${idFrom(words.slice(0, 3).join(' '))}"`);
}
