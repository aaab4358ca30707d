/** Shows three routes, each with a heading and a list, as React Router does. */

import { createElement as h, type ReactNode, useLayoutEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, Link, Outlet, RouterProvider } from 'react-router';

declare global {
  interface Window {
    router: ReturnType<typeof createBrowserRouter>;
    /** What the routes and the recipes did, in order. */
    log: string[];
  }
}

const PLACES = ['home', 'product', 'cart'] as const;

const Layout = (): ReactNode =>
  h('div', null, h('nav', null, ...PLACES.map((place) => h(Link, { key: place, to: `/${place}` }, place))), h(Outlet));

const Place = ({ place }: { place: string }): ReactNode => {
  useLayoutEffect(() => {
    window.log?.push(place);
  }, [place]);
  return h(
    'main',
    { id: place },
    h('h1', null, `The ${place}`),
    h('p', { className: 'lead' }, 'A text with ', h('b', null, 'an element'), ' in it'),
    h('ul', null, ...['one', 'two', 'three'].map((item) => h('li', { key: item }, item))),
  );
};

const basename = location.pathname.replace(/[^/]*$/, '');

window.router = createBrowserRouter(
  [
    {
      Component: Layout,
      children: [
        { index: true, element: h(Place, { place: 'home' }) },
        // a loader as sites have them: it makes the navigation asynchronous
        ...PLACES.map((place) => ({ path: place, loader: async () => null, element: h(Place, { place }) })),
      ],
    },
  ],
  { basename },
);
createRoot(document.getElementById('root') as Element).render(h(RouterProvider, { router: window.router }));
