/** Reads dates as experiment files write them: an instant with its zone, or a day. */

const DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$/;

/** Milliseconds since the epoch, undefined for what is no ISO 8601 instant with a zone. */
export function readInstant(text: string): number | undefined {
  return text.includes('T') ? readDate(text) : undefined;
}

/** The same, where a day stands for its first moment in UTC. */
export function readDate(text: string): number | undefined {
  const [, year = 0, month = 0, day = 0] = DATE.exec(text)?.map(Number) ?? [];
  // Some engines turn 30 February into 2 March, others refuse it.
  const date = new Date(Date.UTC(year, month - 1, day));
  if (!year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return Date.parse(text);
}
