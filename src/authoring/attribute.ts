/** Says why an attribute may not be set by an op, where a better or safer way is there. */

const URL_ATTRIBUTES: ReadonlySet<string> = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'poster',
  'data',
  'xlink:href',
  'srcset',
]);

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** Why `setAttr` may not set this, undefined where it may. */
export function checkAttribute(name: string, value: string): string | undefined {
  const lower = name.toLowerCase();
  if (!/^[a-z_:][\w:.-]*$/i.test(name)) return `sets ${JSON.stringify(name)}, which is no name of an attribute`;
  if (lower.startsWith('on')) return `sets ${name}, which would be code in an attribute: use js`;
  if (lower === 'style') return `sets ${name} as a whole: use setStyle, one op for each property`;
  if (lower === 'srcdoc') return `sets ${name}, which would be a page of its own: use js`;
  if (!URL_ATTRIBUTES.has(lower)) return undefined;
  const addresses = lower === 'srcset' ? value.split(/[\s,]+/) : [value];
  for (const address of addresses) {
    const scheme = schemeOf(address);
    if (scheme === undefined || SCHEMES.has(scheme) || (lower === 'src' && isImage(address))) continue;
    return `sets ${name} to an address with ${scheme}, where only http(s), mailto, tel and relative ones may stand`;
  }
  return undefined;
}

/** An address as browsers read it: without control characters and spaces before it, and tabs and newlines anywhere. */
const normalize = (address: string): string =>
  address
    .replace(/^[\0-\x20]+/, '')
    .replace(/[\t\n\r]/g, '')
    .toLowerCase();

const schemeOf = (address: string): string | undefined => /^[a-z][a-z0-9+.-]*:/.exec(normalize(address))?.[0];

const isImage = (address: string): boolean => normalize(address).startsWith('data:image/');
