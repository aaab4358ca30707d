/** Holds where `fx collect` listens unless another port is named, which is what snippets say too. */

/** Not a port that development servers take. */
export const COLLECT_PORT = '8787';

/** Where events go as long as nothing else is said. */
export const COLLECT_URL = `http://127.0.0.1:${COLLECT_PORT}/`;
