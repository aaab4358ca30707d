/** Writes the experiments that every contender is given, in words of no contender. */

/** The page on which they match. */
export const PATH = '/shop/item';

/** What the page says without, and with the variant. */
export const CONTROL = 'The notebook that you know';
export const VARIANT = 'The notebook you will still open in ten years';

/** How many match the page where there are that many. */
const MATCHING = 5;

/**
 * @typedef {{selector: string, text: string}} Change one text on the page
 * @typedef {{id: string, path: string, changes: readonly Change[]}} Experiment everyone gets its second variant
 */

/**
 * So many experiments, of which at most five are for this page. The first changes the headline.
 *
 * @param {number} count
 * @returns {readonly Experiment[]}
 */
export function experimentsOf(count) {
  // those that match are spread over the list, the headline's in its middle: nobody gains by looking at the first ones
  // only
  const step = Math.max(1, Math.floor(count / MATCHING));
  const matching = new Map(
    Array.from({ length: Math.min(count, MATCHING) }, (_, k) => [
      Math.min(count - 1, Math.floor(step / 2) + k * step),
      k,
    ]),
  );
  return Array.from({ length: count }, (_, index) => {
    const place = matching.get(index);
    return place === undefined ? elsewhere(index) : here(index, place);
  });
}

/** One experiment on this page with a headline to change and these changes besides. */
export const experimentWith = (changes) => [{ ...here(0, 0), changes: [HEADLINE, ...changes] }];

/** What the page shows when every experiment that matches was applied. */
export const expected = (experiments) =>
  experiments.filter(({ path }) => path === PATH).flatMap(({ changes }) => changes);

const HEADLINE = { selector: 'h1', text: VARIANT };

const name = (index) => `test-${index}`;

const here = (index, place) => ({
  id: name(index),
  path: PATH,
  changes: [place === 0 ? HEADLINE : { selector: `#offer-${place}`, text: `Offer ${place}, changed` }],
});

const elsewhere = (index) => ({
  id: name(index),
  path: `/section-${index % 50}/item-${index}`,
  changes: [{ selector: '#offer-1', text: `Never shown ${index}` }],
});
