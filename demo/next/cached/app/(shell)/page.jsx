/** The headline comes for each request; what is cached below it is told the variant. */

import { visitOf } from 'fx-tag/next';
import { Suspense } from 'react';
import { fx } from '../../../fx.mjs';

export default function Page() {
  return (
    <main>
      <b>Shop</b>
      <Suspense fallback={<p>One moment</p>}>
        <Hero />
      </Suspense>
    </main>
  );
}

async function Hero() {
  const visit = await visitOf(fx);
  return (
    <>
      <h1>{visit.payload('hero')?.text ?? 'Bags'}</h1>
      <Cached variant={visit.variant('hero')} />
    </>
  );
}

async function Cached({ variant }) {
  'use cache';
  return <i>{variant ?? 'nobody'}</i>;
}
