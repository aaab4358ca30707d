/** The cart page: what is in the cart, what it comes to, and the order. */

import { price, productOf } from './catalogue.js';
import { contents, empty, measure, setQuantity } from './shop.js';

const FREE_FROM = 4000;
const DELIVERY = 350;
const find = (name) => document.querySelector(`[data-${name}]`);

show();
window.addEventListener('pageshow', show);
window.addEventListener('storage', show);

find('order').addEventListener('click', () => {
  const { total } = sums();
  const order = `HP-${Date.now().toString(36).toUpperCase()}`;
  // With the order's number as its key the purchase is counted once, however often this page is loaded again.
  measure('track', 'purchase', total / 100, { key: order });
  empty();
  find('number').textContent = order;
  find('paid').textContent = price(total);
  for (const name of ['filled', 'nothing']) find(name).hidden = true;
  find('done').hidden = false;
  find('done').focus();
});

function show() {
  if (!find('done').hidden) return;
  const lines = Object.entries(contents());
  find('filled').hidden = lines.length === 0;
  find('nothing').hidden = lines.length > 0;
  find('lines').replaceChildren(...lines.map(([id, quantity]) => line(productOf(id), quantity)));
  const { goods, delivery, total } = sums();
  find('goods').textContent = price(goods);
  find('delivery').textContent = delivery === 0 ? 'Free' : price(delivery);
  find('total').textContent = price(total);
}

function sums() {
  const goods = Object.entries(contents()).reduce((sum, [id, quantity]) => sum + productOf(id).price * quantity, 0);
  const delivery = goods >= FREE_FROM || goods === 0 ? 0 : DELIVERY;
  return { goods, delivery, total: goods + delivery };
}

function line(product, quantity) {
  const made = find('line').content.cloneNode(true);
  const [[file]] = product.pictures;
  made.querySelector('img').src = `images/${file}.svg`;
  const link = made.querySelector('h2 a');
  link.href = `product.html?item=${product.id}`;
  link.textContent = product.name;
  made.querySelector('[data-each]').textContent = `${price(product.price)} each`;
  made.querySelector('[data-sum]').textContent = price(product.price * quantity);
  const select = made.querySelector('select');
  for (let count = 1; count <= Math.max(10, quantity); count++) select.add(new Option(String(count), String(count)));
  select.value = String(quantity);
  select.setAttribute('aria-label', `Quantity of ${product.name}`);
  select.addEventListener('change', () => change(product.id, Number(select.value)));
  const remove = made.querySelector('button');
  remove.setAttribute('aria-label', `Remove ${product.name}`);
  remove.addEventListener('click', () => {
    measure('track', 'remove-from-cart');
    change(product.id, 0);
  });
  return made;
}

function change(id, quantity) {
  setQuantity(id, quantity);
  show();
  find('status').textContent = quantity === 0 ? 'Removed from your cart.' : 'Your cart was changed.';
}
