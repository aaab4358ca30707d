/** Renders the shop with React, on a server first: with a counter, and a menu that opens. */

import { createElement as h, useState } from 'react';
import { GOODS } from '../pages.js';

/** The whole of it. */
export function App() {
  const [count, setCount] = useState(0);
  const [isOpen, setIsOpen] = useState(false);
  return h(
    'div',
    { id: 'app-root' },
    h(
      'header',
      { className: 'top' },
      h('a', { href: '/' }, 'Inkwell'),
      h('nav', null, h('a', { href: '/goods' }, 'Goods'), h('a', { href: '/about' }, 'About us')),
      h(
        'button',
        { type: 'button', className: 'menu', onClick: () => setIsOpen(!isOpen) },
        isOpen ? 'Close menu' : 'Open menu',
      ),
      h('button', { type: 'button', className: 'count', onClick: () => setCount(count + 1) }, `In the cart: ${count}`),
    ),
    isOpen ? h('div', { className: 'drawer' }, 'Pens, ink, paper') : null,
    h(
      'main',
      null,
      h(
        'section',
        { className: 'hero' },
        h('h1', null, 'Ink, and what to do with it'),
        h('p', null, 'Pens that last longer than their owners.'),
        h('a', { href: '/goods' }, 'See all goods'),
        h('img', { src: '/pen.svg', alt: 'A pen', width: 160, height: 80 }),
      ),
      h(
        'section',
        null,
        h(
          'ul',
          { className: 'goods' },
          GOODS.map(([slug, name, price]) =>
            h('li', { key: slug }, h('a', { href: `/goods/${slug}` }, h('h3', null, name)), h('p', null, price)),
          ),
        ),
      ),
      h(
        'section',
        { className: 'reviews' },
        h('h2', null, 'Reviews'),
        h('p', null, 'Writes like a dream.'),
        h('p', null, 'Arrived the next day.'),
      ),
    ),
    h('footer', null, 'Sent within two days.'),
  );
}
