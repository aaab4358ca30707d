/**
 * Makes texts of bytes, and gives the same one again where it is asked for soon: most fields of events hold few texts.
 */

/** Takes ASCII alone. */
export interface Interning {
  textOf(bytes: Buffer, start: number, end: number): string;
}

/** A power of two. */
const PLACES = 4096;

export function createInterning(): Interning {
  const held: string[] = Array.from({ length: PLACES }, () => '');
  return {
    textOf(bytes, start, end) {
      let hash = end - start;
      for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
      const place = (hash ^ (hash >>> 15)) & (PLACES - 1);
      const known = held[place] as string;
      if (isTextAt(known, bytes, start, end)) return known;
      const text = bytes.toString('latin1', start, end);
      held[place] = text;
      return text;
    },
  };
}

/** Whether the bytes from one place to another are this text. */
export function isTextAt(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
