/** What every page of the shop has: the cart, kept in this browser, and its count in the header. */

const KEY = 'halden-pike-cart';
let cart = stored();

/** What is in the cart: `{ id: quantity }`. */
export const contents = () => ({ ...cart });

/** Puts so many of a product into the cart, in all; 0 takes it out. */
export function setQuantity(id, quantity) {
  if (quantity > 0) cart[id] = Math.min(quantity, 20);
  else delete cart[id];
  keep();
}

/** Puts some more of a product into the cart and lets the rest of the page know. */
export function add(id, quantity) {
  setQuantity(id, (cart[id] ?? 0) + quantity);
  document.dispatchEvent(new CustomEvent('cart:added', { detail: { id, quantity } }));
  measure('track', 'add-to-cart', quantity);
}

/** Empties the cart. */
export function empty() {
  cart = {};
  keep();
}

/**
 * Calls fx, or leaves the call in its queue. Where the tag is not on the page the queue is never read, and nothing else
 * changes: the shop does not depend on it.
 */
export function measure(...call) {
  window.fx ??= [];
  window.fx.push(call);
}

function stored() {
  try {
    const entries = Object.entries(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
    return Object.fromEntries(entries.filter(([, quantity]) => Number.isInteger(quantity) && quantity > 0));
  } catch {
    // Blocked or broken storage: the cart then lasts as long as the page.
    return {};
  }
}

function keep() {
  try {
    localStorage.setItem(KEY, JSON.stringify(cart));
  } catch {
    // As above.
  }
  showCount();
}

function showCount() {
  const total = Object.values(cart).reduce((sum, quantity) => sum + quantity, 0);
  for (const badge of document.querySelectorAll('[data-count]')) {
    badge.textContent = String(total);
    badge.toggleAttribute('data-empty', total === 0);
  }
}

// Another tab, or the way back through the history, may hold an older count.
window.addEventListener('storage', () => {
  cart = stored();
  showCount();
});
window.addEventListener('pageshow', () => {
  cart = stored();
  showCount();
});
showCount();
