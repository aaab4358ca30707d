/** A page of the Pages Router: the server's decisions come as props. */

import { FxProvider, usePayload } from 'fx-tag/react';
import Link from 'next/link';
import { fx } from '../fx.mjs';
import { Gift } from '../gift.jsx';

export function getServerSideProps({ req }) {
  const { hero } = fx.visit(req).decisions;
  return { props: { decisions: hero ? { hero } : {} } };
}

export default function Page({ decisions }) {
  return (
    <FxProvider decisions={decisions}>
      <main>
        <Headline />
        <Gift />
        <Link href="/later">Later</Link>
      </main>
    </FxProvider>
  );
}

function Headline() {
  const { text } = usePayload('hero', { text: 'Bags' });
  return <h1>{text}</h1>;
}
