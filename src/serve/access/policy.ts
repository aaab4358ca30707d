/** Holds the policy of Studio: it limits what pages may load, run and send. */

/** Nothing inline, nothing from elsewhere, in no frame; previews of variants may show pictures of the site. */
export const STUDIO_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The same, and styles that carry a nonce: the code editor brings its own. */
export const policyWith = (nonce: string): string =>
  STUDIO_POLICY.replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`);
