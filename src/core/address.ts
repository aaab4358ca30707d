/** Says which part of an address a pattern looks at, and whether it matches there. */

/** A part of an address that a pattern may be held against. */
export type AddressPart = 'path' | 'full' | 'hash' | 'url';

/** What a `URL` and a `Location` know of an address. */
export interface Place {
  readonly hash: string;
  readonly href: string;
  readonly pathname: string;
  readonly search: string;
}

/** The texts that a pattern may match, by the part that it looks at; `any` where it names none. */
export type Address = { readonly [Part in AddressPart | 'any']: readonly string[] };

/** A pattern: a substring, or the source of a regular expression. */
export interface AddressPattern {
  readonly pattern: string;
  readonly regex?: boolean | undefined;
  readonly on?: AddressPart | undefined;
}

/**
 * Reads an address once, for many patterns.
 *
 * Each part is there as it stands and decoded, since people write `/größen` for what browsers call `/gr%C3%B6%C3%9Fen`;
 * of a hash the `#` may be left out. Of each text the first 1,000 characters count.
 *
 * @example
 * const address = readAddress(new URL('https://shop.example/cart?step=2'));
 * matchesAddress({ pattern: '^/cart$', regex: true }, address); // true
 */
export const readAddress = ({ hash, href, pathname, search }: Place): Address => {
  const full = pathname + search + hash;
  return {
    any: textsOf(full, pathname, decodeText(pathname)),
    path: textsOf(pathname, decodeText(pathname)),
    full: textsOf(full, decodeText(full)),
    hash: textsOf(hash, decodeText(hash), hash.slice(1), decodeText(hash.slice(1))),
    url: textsOf(href, decodeText(href)),
  };
};

/**
 * The part that a pattern looks at. Without `on` that is the whole address for one that begins with `http` or `^http`,
 * and `any` for the others: the path, decoded or not, or the path with query and hash.
 */
export const partOf = ({ pattern, on }: AddressPattern): AddressPart | 'any' =>
  on ?? (/^\^?http/.test(pattern) ? 'url' : 'any');

/**
 * Whether a pattern matches one of the texts of its part. One that is no regular expression, or names no part, matches
 * nowhere.
 */
export const matchesAddress = (trigger: AddressPattern, address: Address): boolean => {
  try {
    return address[partOf(trigger)].some(testerOf(trigger));
  } catch {
    // Silence is right: where the pattern is meant to match is not known, so it matches nowhere.
    return false;
  }
};

/** Tells whether a text matches a pattern. */
export const testerOf = ({ pattern, regex }: AddressPattern): ((text: string) => boolean) => {
  if (!regex) return (text) => text.includes(pattern);
  const compiled = new RegExp(pattern);
  return (text) => compiled.test(text);
};

export const textsOf = (...texts: readonly string[]): string[] => [
  ...new Set(texts.map((text) => text.slice(0, 1000))),
];

/**
 * Decodes what is UTF-8 and leaves the rest as it stands: a bare `%` or a byte of Latin-1 is part of many an address.
 */
export const decodeText = (text: string): string =>
  text.replace(/(%[\da-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes;
    }
  });
