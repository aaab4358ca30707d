/** Holds the address of the site, and writes it into fx.config.yaml where an admin sets it in Studio. */

import { dirname, join, resolve } from 'node:path';
import { readText, writeAtomic } from '../files/index.js';
import { CONFIG_FILE, findConfig } from '../publishing/index.js';
import { type Done, refused, succeeded } from './fault.js';

/** Where previews, pictures and the editor open. */
export interface SiteHolder {
  /** Null where nobody has named it. */
  readonly address: string | null;
  /** Its origin and those that are configured besides. */
  readonly origins: ReadonlySet<string>;
  /** Takes an address as people type it, without a scheme too. */
  set(typed: string): Promise<Done<string>>;
}

interface Parts {
  readonly directory: string;
  readonly address: string | null;
  readonly others: readonly string[];
  /** Whether Studio is on this machine alone: elsewhere nobody makes it look at machines of the house. */
  readonly isLocal: boolean;
}

export function holdSite({ directory, address: known, others, isLocal }: Parts): SiteHolder {
  let address = known;
  const origins = new Set([...(known === null ? [] : [new URL(known).origin]), ...others]);
  return {
    get address() {
      return address;
    },
    origins,
    async set(typed) {
      const read = readSite(typed, isLocal);
      if (read === undefined) {
        const message = `${typed.trim() || 'An empty text'} is no address of a site: write one such as https://www.example.com`;
        return refused('INVALID_INPUT', { message });
      }
      const path = (await findConfig(directory)) ?? join(dirname(resolve(directory)), CONFIG_FILE);
      writeAtomic(path, withSite((await readText(path)) ?? '', read));
      address = read;
      origins.add(new URL(read).origin);
      return succeeded(read);
    },
  };
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

/** In place of the line that names it, also where that is a comment; else at the end. */
export function withSite(config: string, address: string): string {
  const line = `site: ${address}`;
  if (/^(?:# ?)?site:.*$/m.test(config)) return config.replace(/^(?:# ?)?site:.*$/m, () => line);
  return `${config}${config === '' || config.endsWith('\n') ? '' : '\n'}${line}\n`;
}
