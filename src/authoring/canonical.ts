/** Writes JSON that is the same text wherever the value is the same. */

/** JSON with sorted keys, two spaces deep: the same value gives the same text. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) => (isPlain(held) ? sortKeys(held) : held), 2);
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sortKeys = (value: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
