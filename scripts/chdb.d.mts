/** The file to import chdb from; installed where it is not there. */
export function ensureChdb(): string;
