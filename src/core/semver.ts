/** Reads a range of versions as npm's semver does, for the rule operator `semver`. */

/** A pattern that was read: it tests whether a text is in it. */
export interface Tester {
  test(text: string): boolean;
}

/**
 * The operator, three parts of which the last ones may be missing or `x`, the prerelease; a build is read and
 * forgotten.
 */
const VERSION =
  /^([<>]?=?|~>?|\^)v?(0|[1-9]\d*|[x*])(?:\.(0|[1-9]\d*|[x*])(?:\.(0|[1-9]\d*|[x*])(?:-((?:0|[1-9]\d*|\d*[a-z-][\da-z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-z-][\da-z-]*))*))?(?:\+[\da-z-]+(?:\.[\da-z-]+)*)?)?)?$/i;

/** Sorts behind every key. */
const END = '~';

/**
 * A range of versions: `>=1.2 <2 || ^3.0.0-beta`, with `^ ~ - x *` and prereleases as in https://github.com/npm/node-semver.
 *
 * @returns tests a version of three parts; what is none is in no range
 * @throws where the range is malformed
 */
export const versionRange = (range: string): Tester => {
  const sets = range.split('||').map((set) =>
    set
      .trim()
      .replace(/\s+/g, ' ')
      .replace(/^(\S+) - (\S+)$/, '>=$1 <=$2')
      .replace(/([<>=~^]) /g, '$1')
      .split(' ')
      .map(comparatorOf),
  );
  return {
    test: (text) => {
      const version = text.trim();
      if (!/^v?(\d+\.){2}\d/.test(version) || !VERSION.test(version)) return false;
      const [key, , asked] = comparatorOf(version);
      return sets.some(
        (set) =>
          set.every(([from, to]) => key >= from && key < to) &&
          // A prerelease is for those only who ask for one of this very version.
          (!asked || set.some(([, , other]) => asked === other)),
      );
    },
  };
};

/** The keys that one comparator takes, from one up to another, and the version whose prereleases it asks for. */
const comparatorOf = (word: string): readonly [string, string, unknown] => {
  const [, operator = '', major, minor, patch, pre] = VERSION.exec(word || '*') as RegExpExecArray;
  const given = [major, minor, patch, 'x'].findIndex((part) => !(Number(part) >= 0));
  const isWhole = given > 2;
  const main = [major, minor, patch].map((part, at) => (at < given ? Number(part) : 0));
  const [sign] = operator;
  const low = keyOf(main, isWhole && pre);
  const at =
    sign === '~' ? Math.min(given - 1, 1) : sign === '^' && main.some(Number) ? main.findIndex(Number) : given - 1;
  // The first key behind those that the range, or the parts that were given, name.
  const behind =
    isWhole && !/[~^]/.test(operator)
      ? `${low} `
      : at < 0
        ? END
        : keyOf(
            main.map((part, i) => (i < at ? part : i > at ? 0 : part + 1)),
            '0',
          );
  return [
    operator === '>' ? behind : sign === '<' ? '' : low,
    sign === '>' ? END : operator === '<' ? low : behind,
    isWhole && pre && `${main}`,
  ];
};

/**
 * A text that sorts as the version does: numbers by their length, words behind them, a release behind its prereleases.
 */
const keyOf = (main: readonly number[], pre: unknown): string =>
  `${[...main, ...`${pre || END}`.split('.')].map((part) => (/\D/.test(`${part}`) ? END + part : `${part}`.padStart(20, '0')))}`;
