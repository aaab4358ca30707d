/** The headline is decided on the server. */

import { visitOf } from 'fx-tag/next';
import Link from 'next/link';
import { fx } from '../../fx.mjs';

export default async function Page() {
  const visit = await visitOf(fx);
  return (
    <main>
      <h1>{visit.payload('hero')?.text ?? 'Bags'}</h1>
      <Link href="/other">Other</Link>
    </main>
  );
}
