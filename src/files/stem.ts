/** Names files for ids, so that a repository can be checked out on Windows, too. */

/** Names that Windows keeps for devices, whatever ending follows. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * The name of a file for an id, without its ending: the id, but for `con` and its like, which get a `_` that no id has.
 */
export const fileStem = (id: string): string => (DEVICE.test(id) ? `_${id}` : id);
