/** The types of draws.mjs. */

export function chancesOf(subjects: number, share: number): Float64Array;
export function binomial(subjects: number, share: number): (random: () => number) => number;
