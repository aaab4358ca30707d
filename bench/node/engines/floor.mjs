/** Measures what deciding costs at the least: FNV-1a, three comparisons, shares. */

import { FACTS } from './targeting.mjs';

export const floor = {
  name: 'floor',
  title: 'hand-written floor: FNV-1a, three comparisons, shares',
  create,
};

async function create() {
  return {
    decide(id) {
      if (!(FACTS.country === 'DE' && (FACTS.plan === 'pro' || FACTS.plan === 'team') && FACTS.visits >= 3)) return '';
      const text = `test:${id}`;
      let h = 2166136261;
      for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
      h = Math.imul(h ^ (h >>> 16), 2246822507);
      const unit = ((h ^ (h >>> 13)) >>> 0) / 4294967296;
      return unit < 1 / 3 ? 'a' : unit < 2 / 3 ? 'b' : 'c';
    },
  };
}
