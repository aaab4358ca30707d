/** Says numbers, days and names in words: counts, shares, long texts, arguments of a shell. */

/** `1 file`, `2 files`. */
export const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

/** `12.3%`. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** A day as people write it: `12 Nov 2026`. In UTC. */
export const dayText = (time: number | string): string =>
  new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** So many characters of a text at most, and a sign that there are more. */
export const shortened = (text: string, most = 60): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** As an argument of a shell: in quotes where it has to be. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
