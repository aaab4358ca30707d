/** Reads the rates of a wave and its recipes, and notes what they become. */

import { type Notes, need } from './notes.js';
import { type Shares, toShares } from './share.js';
import type { Wave } from './wave.js';

/** The experiment's sampleRate and weights. */
export function readShares(wave: Wave, { carried, translated, needs }: Notes): Shares {
  const rates = wave.recipes.map((recipe) => recipe.sampleRate);
  const shares = toShares(wave.sampleRate, rates);
  const before = wave.recipes.map(({ id, sampleRate }) => `${id}: ${sampleRate ?? 'none'}`).join(', ');
  const after = shares.weights
    ? shares.weights.map((weight, index) => `${wave.recipes[index]?.id}: ${weight}`).join(', ')
    : 'an even split';
  const given = rates.filter((rate) => rate !== undefined);
  if (wave.raw.fields.sampleRate !== undefined && shares.sampleRate === wave.sampleRate)
    carried.push(`sampleRate ${wave.sampleRate}`);
  if (!given.length) return shares;
  translated.push({ what: 'recipes.*.sampleRate', before, after: shares.weights ? `weight ${after}` : after });
  if (given.length < rates.length) {
    need(
      wave,
      ['recipes'],
      `Not every recipe has a sampleRate (${before}), so Mojito splits evenly: so does the experiment.`,
      needs,
    );
    return shares;
  }
  const sum = Math.round(given.reduce((total, rate) => total + rate, 0) * 1e6) / 1e6;
  if (shares.isOff) need(wave, ['recipes'], explainSum(sum, wave.sampleRate, shares, after), needs);
  const ascending = [...wave.recipes].sort((a, b) => (a.sampleRate ?? 0) - (b.sampleRate ?? 0)).map(({ id }) => id);
  const declared = wave.recipes.map(({ id }) => id);
  if (ascending.join() !== declared.join()) {
    translated.push({
      what: 'recipe order',
      before: `${ascending.join(', ')} (by ascending sampleRate)`,
      after: `${declared.join(', ')} (as declared)`,
    });
  }
  return shares;
}

function explainSum(sum: number, before: number, { sampleRate, weights }: Shares, after: string): string {
  const head = `The sampleRates of the recipes sum to ${sum}, not to 1, which Mojito does not notice`;
  if (!weights) return `${head}: nobody gets any of them, so sampleRate is 0.`;
  if (sampleRate !== before) {
    return `${head}: it leaves out who falls on none, so sampleRate is ${sampleRate} in place of ${before}, with weights ${after}: each recipe keeps its share of visitors.`;
  }
  return `${head}: the weights are ${after}.`;
}
