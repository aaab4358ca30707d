/** The types of seeded.mjs. */

/** Numbers from 0 to 1 that look random, the same ones for a seed. */
export function seeded(seed: number): () => number;
