/** Writes the lines that a site puts into its pages, and the names of the files that they ask for. */

/** What the snippets need to know. */
export interface SnippetOptions {
  /** Where the files are served from, with or without a slash at its end. Default `/fx/`. */
  readonly base?: string;
  /** Where events go. Default `/events`, on the site itself. */
  readonly collect?: string;
  /** Facts that exposures carry. Default: none. */
  readonly segments?: readonly string[];
  /** Where Studio is, which opens pages to be edited. Default: nowhere. */
  readonly studio?: string | undefined;
  /** The container's file name with its hash, and `sha384-…` over its bytes. */
  readonly hashed?: { readonly name: string; readonly integrity: string };
}

/** Two ways to load the container. */
export interface Snippets {
  /** Under its fixed name: publishing is enough. Never with integrity, as the content changes under the name. */
  readonly fixed: string;
  /** Under its hashed name: the page is deployed anew at each publish. Null where `hashed` was not given. */
  readonly hashed: string | null;
}

/** Copyable script elements for the head, before other scripts. */
export function snippets({
  base = '/fx/',
  collect = '/events',
  segments = [],
  studio,
  hashed,
}: SnippetOptions = {}): Snippets {
  const folder = base.endsWith('/') ? base : `${base}/`;
  const script = (name: string, integrity?: string): string => {
    const attributes = [
      ['src', folder + name],
      ['integrity', integrity],
      ['crossorigin', integrity && 'anonymous'],
      ['data-collect', collect],
      ['data-segments', segments.join(',')],
      ['data-studio', studio],
    ];
    const written = attributes.flatMap(([key, value]) => (value ? ` ${key}="${escapeAttribute(value)}"` : []));
    return `${QUEUE}\n<script${written.join('')}></script>`;
  };
  return { fixed: script('container.js'), hashed: hashed ? script(hashed.name, hashed.integrity) : null };
}

/**
 * Takes what a page calls before the tag is there, and for good where it does not load: `fx.push(['track', 'signup'])`.
 */
const QUEUE = '<script>window.fx = window.fx || []</script>';

/** `container.js` and `0a1b…` make `container.0a1b….js`. */
export function hashedName(name: string, hash: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? `${name}.${hash}` : `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
}

const escapeAttribute = (value: string): string =>
  value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
