/** Holds the one try/catch around code and platform calls that may throw. */

/**
 * Runs something that may throw.
 *
 * @param onError told what was thrown; without it silence is meant: the caller takes `undefined` for "not to be had
 * here"
 * @returns what `run` returned, undefined where it threw
 */
export const attempt = <T>(run: () => T, onError?: (error: unknown) => void): T | undefined => {
  try {
    return run();
  } catch (error) {
    onError?.(error);
    return undefined;
  }
};

/** Whether an object has a property of its own: `Object.hasOwn` came after the oldest browsers that run this. */
export const hasOwn = (object: object, name: string): boolean => Object.prototype.hasOwnProperty.call(object, name);

/** Says something to whoever looks into the console. */
export const warn = (text: string): void => console.warn(`fx: ${text}`);

/** Keeps a value as it is, all the way down: what one experiment gets, another may read. */
export const freeze = <T>(value: T): T => {
  const nodes: unknown[] = [value];
  // The list grows while it is walked: a value may nest deeper than calls can.
  for (const node of nodes)
    if (typeof node === 'object' && node) for (const child of Object.values(Object.freeze(node))) nodes.push(child);
  return value;
};

/** Makes something when it is first asked for. */
export const lazy = <T>(make: () => T): (() => T) => {
  let made: [T] | undefined;
  return () => {
    made ??= [make()];
    return made[0];
  };
};
