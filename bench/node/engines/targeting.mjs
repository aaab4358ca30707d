/**
 * Declares what every engine is fed: a rule of three conditions (country, plan, visits) and three variants in equal
 * shares.
 */

/** What is known of every subject: the rule is true for it. */
export const FACTS = { country: 'DE', plan: 'pro', visits: 7 };

export const KEYS = ['a', 'b', 'c'];
