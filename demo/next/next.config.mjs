/** Builds the site inside of its own folder. */
export default { turbopack: { root: import.meta.dirname }, poweredByHeader: false };
