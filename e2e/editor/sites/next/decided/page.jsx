/** A page whose headline the server decides; its header lives in the browser. */

import { visitOf } from 'fx-tag/next';
import { fx } from '../../../fx.mjs';
import { Header } from '../edited/header.jsx';

export default async function Page() {
  const visit = await visitOf(fx);
  return (
    <>
      <Header />
      <main className="hero">
        <h1>{visit.payload('hero')?.text ?? 'Bags'}</h1>
        <p className="lead">Made to be carried.</p>
      </main>
    </>
  );
}
