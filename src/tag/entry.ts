/** The script tag: reads its attributes, takes over the queue, and starts. */

import { parseManifest } from '../core/index.js';
import type { Client, Command } from './api.js';
import type { CompiledCode } from './capability.js';
import { addScript, call, get } from './dom.js';
import { attempt, hasOwn, warn } from './guard.js';
import { load } from './load.js';
import { readPreview, tokenOf } from './preview.js';

/** Given by a container: its manifest as text, and the functions of its variants. */
declare const FX_MANIFEST: string | undefined;
declare const FX_FUNCTIONS: readonly CompiledCode[] | undefined;

/** Every attribute, as `dataset` has it, and what its value may be. The first two are addresses. */
const ATTRIBUTE =
  /^((manifest|collect)|subject|cookieDomain|layer|name)=.|^(maxAge|timeout|veil)=\d+$|^(js|debug)=|^(consent=required|gpc=respect|preview=off|delivery=beacon)$/;

const main = (): void => {
  const script = get(document, 'currentScript') as HTMLScriptElement | null;
  const { dataset, nonce, src = '' } = script ?? ({} as Partial<HTMLScriptElement>);
  const options: Record<string, string | undefined> = { nonce };
  const strange: string[] = [];
  for (const [key, value = ''] of Object.entries({ ...dataset })) {
    const found = ATTRIBUTE.exec(`${key}=${value}`);
    if (found && (!found[2] || attempt(() => new URL(value, location.href)))) options[key] = value || 'true';
    else strange.push(`${key}="${value}"`);
  }
  if (strange[0]) warn(`unknown attributes: ${strange}`);
  const { manifest: manifestUrl, name = 'fx', subject: subjectId } = options;
  const scope = window as unknown as Record<string, unknown>;
  // elements with that id or name are no properties of the window's own
  const there = (hasOwn(window, name) ? scope[name] : undefined) as object | undefined;
  if (there && !Array.isArray(there)) {
    warn(`stays out: window.${name} is ${(there as Client).version ? 'there already' : 'something else'}`);
    return;
  }
  const token = FX_MANIFEST && !options.preview && tokenOf(readPreview());
  if (token && src && !src.includes(token)) {
    // a draft is in the container beside this one: it gets the same attributes, the queue, and the page
    addScript(new URL(`preview.${token}.js`, src), dataset, nonce);
    return;
  }
  const inline = call(document, 'getElementById', 'fx-manifest');
  const text = FX_MANIFEST ?? (inline instanceof HTMLScriptElement && get(inline, 'textContent'));
  const manifest = text ? parseManifest(text) : undefined;
  if (text && !manifest) {
    warn('no experiments on this page: the manifest is broken');
    return;
  }
  // what attributes cannot say is said on the queue: `fx.decide = …`
  load({ ...there, ...options, manifestUrl, subjectId } as object, {
    _manifest: manifest,
    _functions: FX_FUNCTIONS,
    _tagUrl: src,
    _onClient(client) {
      scope[name] = client;
      return (there as Command[] | undefined) ?? [];
    },
  });
};

attempt(main, (error) => warn(`${error}`));
