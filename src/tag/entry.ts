/** Starts the tag from its script element: reads the attributes, and takes over the queue. */

import { parseManifest } from '../core/index.js';
import type { Client, Command } from './api.js';
import type { CompiledCode } from './capability.js';
import { call, every, get } from './dom.js';
import { attempt, hasOwn, warn } from './guard.js';
import { hasAll } from './lack.js';
import { gives, type Handed, lends, takeLent } from './links.js';
import { load } from './load.js';

/** Given by a container: its manifest as text, and the functions of its variants. */
declare const FX_MANIFEST: string | undefined;
declare const FX_FUNCTIONS: readonly CompiledCode[] | undefined;

/**
 * Every attribute, as `dataset` has it, and what its value may be. The first three are addresses. An empty key is no
 * key: the page has wanted one.
 */
const ATTRIBUTE =
  /^((manifest|collect|studio)|subject|cookieDomain|layer|name|segments|key)=.|^(maxAge|timeout|veil)=\d+$|^(js|debug)=|^(consent=required|gpc=respect|preview=off|delivery=beacon|cookies=server)$/;

/** What no default may stand in for: rather than that the tag does nothing. */
const GUARDED = /^(consent|gpc|collect|preview|key)=/;

/**
 * The tag's own script element. Where the browser names none, as for a module, or one that has lost its attributes to
 * what loads scripts in its own way, it is found by the address of this code. Code of `eval` has none.
 */
const findScript = (): HTMLScriptElement | undefined => {
  const current = get(document, 'currentScript') as HTMLScriptElement | null;
  if (current && (!current.src || Object.keys(current.dataset)[0])) return current;
  const url = current ? current.src : urlOfStack();
  const same = every('script[src]').filter((one): one is HTMLScriptElement => (one as HTMLScriptElement).src === url);
  return same.find(({ dataset }) => Object.keys(dataset)[0]) ?? current ?? same[0];
};

/**
 * Where this code came from. A stack has V8 parse all that is on it again, milliseconds of it: only where nothing else
 * knows.
 */
const urlOfStack = (): string | undefined => {
  const [frame = ''] = /.*:\d+:\d+/.exec(`${new Error().stack}`) ?? [];
  return /eval/.test(frame) ? '' : /[a-z-]+:\/\/\S+?(?=:\d+:\d+)/.exec(frame)?.[0];
};

/** What the attributes say; undefined where one that no default may stand in for cannot be read. */
const readAttributes = ({ dataset, nonce }: HTMLScriptElement): Record<string, string | undefined> | undefined => {
  const options: Record<string, string | undefined> = { nonce };
  const strange: string[] = [];
  for (const [key, value = ''] of Object.entries({ ...dataset })) {
    const found = ATTRIBUTE.exec(`${key}=${value}`);
    // Against the page's address, as `<base>` is for the page's own.
    const known = found?.[2] ? attempt(() => new URL(value, location.href).href) : found && (value || 'true');
    if (known) options[key] = known;
    else strange.push(`${key}="${value}"`);
  }
  const isClosed = strange.some((text) => GUARDED.test(text));
  if (strange[0]) warn(`${isClosed ? 'starts nothing: ' : ''}unknown attributes: ${strange}`);
  return isClosed ? undefined : options;
};

const main = (): void => {
  const script = findScript();
  if (!script) {
    warn('starts nothing: no script element has its address');
    return;
  }
  const options = readAttributes(script);
  if (!options) return;
  const { name = 'fx' } = options;
  const there = globalOf(name);
  const held = takeLent(script) ?? [FX_MANIFEST, FX_FUNCTIONS];
  if (there && !Array.isArray(there)) {
    if (gives(script, held)) return;
    warn(`stays out: window.${name} is ${(there as Client).version ? 'there already' : 'something else'}`);
    return;
  }
  const go = (): void => run(script.src, name, options, held);
  // A key may stand on the queue.
  if (!lends(script, { ...(there as object | undefined), ...options }, held, go)) go();
};

/** Elements with that id or name are no properties of the window's own. */
const globalOf = (name: string): unknown => (hasOwn(window, name) ? window[name as keyof Window] : undefined);

/** Starts with the manifest that was given, or that stands in the page. */
const run = (
  tagUrl: string,
  name: string,
  { manifest: manifestUrl, subject: subjectId, ...options }: Readonly<Record<string, string | undefined>>,
  [given, functions]: Handed,
): void => {
  const queue = globalOf(name);
  const inline = call(document, 'getElementById', 'fx-manifest');
  const text = given ?? (inline instanceof HTMLScriptElement && get(inline, 'textContent'));
  const manifest = text ? parseManifest(text) : undefined;
  if (text && !manifest) {
    warn('no experiments on this page: the manifest is broken');
    return;
  }
  // What attributes cannot say is said on the queue: `fx.decide = …`
  const all = { ...(queue as object | undefined), ...options, manifestUrl, subjectId };
  if (!hasAll(all)) return;
  load(all, {
    _manifest: manifest,
    _functions: functions,
    _tagUrl: tagUrl,
    _onClient(client) {
      Object.assign(window, { [name]: client });
      return (queue as Command[] | undefined) ?? [];
    },
  });
};

attempt(main, (error) => warn(`${error}`));
