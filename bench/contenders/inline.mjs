/** Plays what one would write by hand for one change: an inline script of some 300 bytes that waits for the element. */

import { expected } from '../experiments.mjs';

/** What has no next sibling may still be in the middle of being parsed. */
const scriptOf = (changes) =>
  `!function(d,c,o){function f(){c=c.filter(function(x,e){return!(e=d.querySelector(x[0]))||!e.nextSibling||void(e.textContent=x[1])});c[0]||o.disconnect()}(o=new MutationObserver(f)).observe(d,{childList:1,subtree:1});f()}(document,${JSON.stringify(changes.map(({ selector, text }) => [selector, text]))})`;

export const inline = {
  name: 'inline',
  title: 'hand-written inline script',
  group: 'baseline',
  suites: ['view', 'cost', 'churn'],
  quickSuites: ['view', 'cost'],
  install: ({ experiments }) => ({ head: `<script>${scriptOf(expected(experiments))}</script>` }),
  bundle: () => scriptOf([{ selector: 'h1', text: 'Variant' }]),
};
