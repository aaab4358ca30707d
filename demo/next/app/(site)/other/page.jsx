/** Where a client navigation leads: one arm of two is shown by css. */

import { Gift } from '../../../gift.jsx';

export default function Page() {
  return (
    <main>
      Other
      <Gift />
    </main>
  );
}
