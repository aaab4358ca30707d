/** Reads a manifest out of what a page loads. */

/** The manifest that a container's last call gives to the tag, as JSON. */
export function carriedManifest(text: string): string | null {
  const start = text.lastIndexOf(`('{"version":`);
  if (start < 0) return null;
  const [, quoted] = /^\('((?:[^'\\]|\\.)*)'/s.exec(text.slice(start)) ?? [];
  return quoted?.replace(/\\(.)/gs, '$1') ?? null;
}
