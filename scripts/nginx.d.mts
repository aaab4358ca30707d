/** Finds an nginx to put before a site in tests, and installs one where there is none. */
export function ensureNginx(): string;
