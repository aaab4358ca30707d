/** Tells values with named parts from all others: of YAML, of rules and of plans. */

/** Neither a list nor null. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
