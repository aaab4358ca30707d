/** Gives texts numbers. */

/** Texts and their numbers. */
export interface Dictionary {
  /** The number of a text, a new one where it has none. */
  numberOf(text: string): number;
  textOf(number: number): string;
}

/** Anybody can post texts: beyond so many, new ones are one and the same. */
const MOST = 200_000;

/** What stands for the texts that are too many. */
export const TOO_MANY = '…';

/** @param beyond what stands for all that are too many */
export function createDictionary(most = MOST, beyond = TOO_MANY): Dictionary {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  const add = (text: string): number => {
    numbers.set(text, texts.length);
    return texts.push(text) - 1;
  };
  return {
    numberOf: (text) => numbers.get(text) ?? (texts.length < most ? add(text) : (numbers.get(beyond) ?? add(beyond))),
    textOf: (number) => texts[number] ?? beyond,
  };
}
