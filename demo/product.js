/** The product page: shows the product that the address names, its gallery, and puts it into the cart. */

import { price, productOf, products } from './catalogue.js';
import { add, measure } from './shop.js';

const product = productOf(new URLSearchParams(location.search).get('item'));
const find = (name) => document.querySelector(`[data-${name}]`);

if (product !== products[0]) showProduct();
if (product.pictures.length > 1) showGallery();
showOthers();

find('buy').addEventListener('submit', (event) => {
  event.preventDefault();
  // The note is there before the event, so that whoever listens finds it.
  find('added').hidden = false;
  add(product.id, Number(new FormData(event.currentTarget).get('quantity')));
});

function showProduct() {
  document.title = `${product.name} · Halden & Pike`;
  for (const name of document.querySelectorAll('[data-name]')) name.textContent = product.name;
  find('price').textContent = price(product.price);
  find('blurb').textContent = product.blurb;
  find('specs').replaceChildren(
    ...product.specs.map(([term, detail]) => element('div', {}, element('dt', {}, term), element('dd', {}, detail))),
  );
  const [[file, alt]] = product.pictures;
  Object.assign(find('picture'), { src: `images/${file}.svg`, alt });
}

function showGallery() {
  const list = find('more');
  product.pictures.forEach(([file, alt], index) => {
    const button = element('button', { type: 'button' }, element('img', { src: `images/${file}.svg`, alt }));
    button.setAttribute('aria-pressed', String(index === 0));
    button.addEventListener('click', () => {
      Object.assign(find('picture'), { src: `images/${file}.svg`, alt });
      for (const other of list.querySelectorAll('button')) other.setAttribute('aria-pressed', String(other === button));
    });
    list.append(element('li', {}, button));
  });
  list.hidden = false;
  // The layout was taken from the payload in the page's head; only now can a visitor see a difference.
  measure('expose', 'product-gallery');
}

function showOthers() {
  const at = products.indexOf(product);
  const others = [1, 3, 4, 5].map((step) => products[(at + step) % products.length]);
  find('others').replaceChildren(
    ...others.map((other) =>
      element(
        'li',
        { className: 'card' },
        element(
          'a',
          { className: 'card-link', href: `product.html?item=${other.id}` },
          element('div', { className: 'tile' }, element('img', { src: `images/${other.pictures[0][0]}.svg`, alt: '' })),
          element('h3', {}, other.name),
          element('p', { className: 'price quiet' }, price(other.price)),
        ),
      ),
    ),
  );
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
