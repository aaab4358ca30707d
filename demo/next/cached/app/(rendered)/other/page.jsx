/** The headline is decided with the page. */

import { visitOf } from 'fx-tag/next';
import { fx } from '../../../../fx.mjs';

export default async function Page() {
  const visit = await visitOf(fx);
  return (
    <main>
      <h1>{visit.payload('hero')?.text ?? 'Bags'}</h1>
      <i>{visit.variant('hero') ?? 'nobody'}</i>
    </main>
  );
}
