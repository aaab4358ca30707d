/** Chooses who takes part in a suite. */

/**
 * The contenders of a suite. A quick run leaves out those that say least, unless contenders were named.
 *
 * @param {{contenders: readonly object[], args: {isQuick: boolean, namesContenders: boolean}}} context
 * @param {string} suite
 */
export const partsOf = ({ contenders, args: { isQuick, namesContenders } }, suite) =>
  contenders.filter(({ suites, quickSuites = suites }) =>
    (isQuick && !namesContenders ? quickSuites : suites).includes(suite),
  );
