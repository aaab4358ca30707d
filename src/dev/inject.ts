/** Prepares a page for development: points its tag at this server and adds the client that reloads it. */

/** Where the tag of a served page finds what it needs. */
export interface Preparation {
  /** Where events are posted. */
  readonly collectUrl: string;
  /** Names the state of the files; the page reloads when it is another one. */
  readonly build: string;
}

/** A script element whose src ends in the name of a tag or container that fx publishes, hashed or not. */
const TAG = /<script\b[^>]*?\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>/gi;
const NAME = /(?:^|\/)(?:fx|container)(?:\.[0-9a-f]{6,64})?\.js(?:[?#].*)?$/i;

/**
 * Prepares a page. A tag that is there keeps its place and its other attributes, whatever host it was published on;
 * without one the container is put first into the head.
 */
export function preparePage(html: string, { collectUrl, build }: Preparation): string {
  let isTagged = false;
  const tagged = html.replace(TAG, (element: string, ...quoted: readonly (string | undefined)[]) => {
    const src = quoted.slice(0, 3).find((part) => part !== undefined) ?? '';
    if (!isTagSource(src)) return element;
    isTagged = true;
    return localTag(element, /container[^/]*$/i.test(src) ? 'container.js' : 'fx.js', collectUrl);
  });
  const client = `<script type="module" src="/fx/dev.js?build=${build}"></script>`;
  if (isTagged) return insert(tagged, /<\/head\s*>/i, client, 'before');
  const snippet = `<script src="/fx/container.js" data-collect="${collectUrl}"></script>`;
  return insert(html, /<head\b[^>]*>/i, snippet + client, 'after');
}

/** Whether a page brings its own tag. */
export function hasTag(html: string): boolean {
  for (const [, double, single, bare] of html.matchAll(TAG)) {
    if (isTagSource(double ?? single ?? bare ?? '')) return true;
  }
  return false;
}

const isTagSource = (src: string): boolean => NAME.test(src) && /(?:^|\/)fx\//i.test(src);

function localTag(element: string, file: string, collectUrl: string): string {
  const values: Readonly<Record<string, string>> = {
    src: `/fx/${file}`,
    'data-manifest': '/fx/manifest.json',
    'data-collect': collectUrl,
  };
  let local = element.replace(/\s(?:integrity|crossorigin)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?/gi, '');
  for (const [name, value] of Object.entries(values)) {
    const attribute = new RegExp(`(\\s${name}\\s*=\\s*)(?:"[^"]*"|'[^']*'|[^\\s>]+)`, 'i');
    local = local.replace(attribute, (_, before: string) => `${before}"${value}"`);
  }
  return /\sdata-collect\s*=/i.test(local) ? local : local.replace(/\s*\/?>$/, ` data-collect="${collectUrl}">`);
}

function insert(html: string, anchor: RegExp, addition: string, side: 'before' | 'after'): string {
  const match = anchor.exec(html);
  // A page without a head element still has one for the parser, and a script at its very end is run too.
  if (!match) {
    const doctype = /^\s*<!doctype[^>]*>/i.exec(html)?.[0] ?? '';
    return side === 'after' ? doctype + addition + html.slice(doctype.length) : html + addition;
  }
  const at = match.index + (side === 'after' ? match[0].length : 0);
  return html.slice(0, at) + addition + html.slice(at);
}
