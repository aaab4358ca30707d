/** Renders what React holds in the browser: a counter, and a menu that opens. */

'use client';

import { useEffect, useState } from 'react';

export function Header() {
  const [count, setCount] = useState(0);
  const [isOpen, setIsOpen] = useState(false);
  // Texts and markup wait for it, as docs/frameworks.md says.
  useEffect(() => document.documentElement.setAttribute('data-hydrated', ''), []);
  return (
    <>
      <header className="top">
        <a href="/">Inkwell</a>
        <nav>
          <a href="/goods">Goods</a>
          <a href="/about">About us</a>
        </nav>
        <button type="button" className="menu" onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Close menu' : 'Open menu'}
        </button>
        <button type="button" className="count" onClick={() => setCount(count + 1)}>
          In the cart: {count}
        </button>
      </header>
      {isOpen && <div className="drawer">Pens, ink, paper</div>}
    </>
  );
}
