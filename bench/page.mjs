/** Makes the page that every contender changes: 200 elements, the headline first, sent in one piece. */

import { CONTROL } from './experiments.mjs';

const ITEMS = 190;
export const OFFERS = 20;

/**
 * The HTML of the page.
 *
 * @param {{head?: string, probe?: string, body?: string, changes?: readonly {selector: string, text: string}[]}} parts
 * `changes`: written into the HTML, as a server would
 */
export function pageOf({ head = '', probe = '', body = '', changes = [] }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>A shop</title>
${probe}${head}
<style>body { font: 16px/1.4 sans-serif } main { max-width: 60em; margin: auto }</style>
</head>
<body>
<main>
${mainOf(changes)}
</main>
<div id="churn"></div>
${body}
</body>
</html>
`;
}

function mainOf(changes) {
  const written = new Map(changes.map(({ selector, text }) => [selector, text]));
  const offers = Array.from(
    { length: OFFERS },
    (_, k) => `<p id="offer-${k}">${written.get(`#offer-${k}`) ?? `Offer ${k}`}</p>`,
  );
  const items = Array.from({ length: ITEMS - OFFERS }, (_, k) => `<li class="item">Item number ${k}</li>`);
  return `<h1>${written.get('h1') ?? CONTROL}</h1>\n${offers.join('\n')}\n<ul>${items.join('\n')}</ul>`;
}

/** What stands in `main`, as the page has it. */
export const MAIN = mainOf([]);

/** Notes when the headline was parsed, and when it first said what the variant says. */
export const probe = (text) => `<script>(() => {
  const seen = (window.seen = {});
  const look = () => {
    const headline = document.querySelector('h1');
    if (!headline) return;
    seen.parsedMs ??= performance.now();
    if (headline.textContent !== ${JSON.stringify(text)}) return;
    seen.variantMs = performance.now();
    observer.disconnect();
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true, characterData: true });
})()</script>
`;

/** An expression that is true when all of these are on the page. */
export const isShown = (changes) =>
  `${JSON.stringify(changes)}.every(({ selector, text }) => document.querySelector(selector)?.textContent === text)`;
