'use client';

/** Both arms are in the HTML, and css of the experiment shows the right one before React is there. */

import { FxBoundary, useTrack, Variant } from 'fx-tag/react';

export function Gift() {
  const track = useTrack();
  return (
    <FxBoundary id="gift" fallback={<p>Gifts are back soon.</p>}>
      <Variant id="gift">{{ control: <p>A card with every gift</p>, treatment: <p>A box with every gift</p> }}</Variant>
      <button type="button" onClick={() => track('gift')}>
        Take it
      </button>
    </FxBoundary>
  );
}
