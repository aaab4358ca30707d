/** Holds the address of the site, and writes it into fx.config.yaml where an admin sets it in Studio. */

import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { editFields, parseConfig } from '../authoring/checks.js';
import { readText, writeOver } from '../files/index.js';
import { CONFIG_FILE, findConfig } from '../publishing/index.js';
import { isPublicAddress } from '../shot/index.js';
import { type Done, refused, succeeded } from './fault.js';

/** Where previews, pictures and the editor open. */
export interface SiteHolder {
  /** Null where nobody has named it. */
  readonly address: string | null;
  /** Its origin and those that are configured besides. */
  readonly origins: ReadonlySet<string>;
  /**
   * Takes an address as people type it, without a scheme too.
   *
   * @param around runs what writes a sound one: whoever takes it down in the record does that first
   */
  set(typed: string, around?: Around): Promise<Done<string>>;
}

type Around = (address: string, write: () => Promise<Done<string>>) => Promise<Done<string>>;

interface Parts {
  readonly directory: string;
  readonly address: string | null;
  readonly others: readonly string[];
  /** Whether Studio is on this machine alone: elsewhere nobody makes it look at machines of the house. */
  readonly isLocal: boolean;
  /** All addresses of a host. */
  readonly addressesOf?: (host: string) => Promise<readonly string[]>;
}

const askNames = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true })).map(({ address }) => address);

export function holdSite({ directory, address: known, others, isLocal, addressesOf = askNames }: Parts): SiteHolder {
  let address = known;
  return {
    get address() {
      return address;
    },
    get origins() {
      return new Set([...(address === null ? [] : [new URL(address).origin]), ...others]);
    },
    async set(typed, around = (_, write) => write()) {
      const read = readSite(typed, isLocal);
      if (read === undefined) {
        const message = `${typed.trim() || 'An empty text'} is no address of a site: write one such as https://www.example.com`;
        return refused('INVALID_INPUT', { message });
      }
      const { hostname } = new URL(read);
      if (!isLocal && !(await isOutside(hostname, addressesOf))) {
        const message = `${hostname} leads to no machine of the public network. Where it is your site all the same, write site: ${read} into ${CONFIG_FILE} and start fx serve again`;
        return refused('INVALID_INPUT', { message });
      }
      const written = await around(read, () => writeSite(directory, read));
      if (written.ok) address = read;
      return written;
    },
  };
}

/** The pictures' browser may go to the site wherever its name leads: so it must not lead into the house. */
async function isOutside(host: string, addressesOf: NonNullable<Parts['addressesOf']>): Promise<boolean> {
  const found = await addressesOf(host).catch(() => []);
  return found.length > 0 && found.every(isPublicAddress);
}

async function writeSite(directory: string, address: string): Promise<Done<string>> {
  const path = (await findConfig(directory)) ?? join(dirname(resolve(directory)), CONFIG_FILE);
  const before = await readText(path);
  // Without a token there is no configuration.
  const text = withSite(before ?? `previewToken: '${randomBytes(8).toString('hex')}'\n`, address);
  if (text !== null && writeOver(path, before, text)) return succeeded(address);
  const why =
    text === null ? 'is written in a way that only a person can edit' : 'was changed by somebody else just now';
  return refused('CANNOT_EDIT', {
    message: `${CONFIG_FILE} ${why}: write site: ${address} into it, and start fx serve again`,
  });
}

/** `shop.example` is `https://shop.example/`; undefined for what is no address of the web. */
function readSite(typed: string, isLocal: boolean): string | undefined {
  const text = typed.trim();
  const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (text === '' || /\s|^[a-z][a-z\d+.-]*:\/\//i.test(text.replace(/^https?:\/\//i, '')) || !URL.canParse(whole))
    return undefined;
  const { hostname, origin, pathname, username } = new URL(whole);
  const isMachine = /^(?:localhost|.*\.localhost|[\d.]+|\[.*\])$/.test(hostname);
  const isFit = isMachine ? isLocal : /\.[a-z]/.test(hostname);
  return isFit && username === '' ? origin + pathname : undefined;
}

/** The line that the starter has as a comment; what stands behind it stays. */
const STARTER = /^# ?site:[ \t]+https?:\/\/\S*(?=[ \t]*(?:#.*)?\r?$)/m;

/** In place of what names it, or of the starter's line, else at the end; null where that would say something else. */
export function withSite(config: string, address: string): string | null {
  const before = parseConfig(config);
  const begun = before.site === undefined ? config.replace(STARTER, () => `site: ${address}`) : config;
  const text = editFields(begun, 0, [{ path: ['site'], value: address }]);
  return text !== null && isDeepStrictEqual(parseConfig(text), { ...before, site: address }) ? text : null;
}
