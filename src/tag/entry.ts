/** The script tag: reads its attributes, takes over the queue, and starts. */

import type { Manifest } from '../core/index.js';
import type { Client, Command } from './api.js';
import type { Compiled } from './capability.js';
import { call, get } from './dom.js';
import { attempt, hasOwn, warn } from './guard.js';
import { load } from './load.js';
import { parseManifest } from './manifest.js';

/** Given by a container: its manifest as text, and the functions of its variants. */
declare const FX_MANIFEST: string | undefined;
declare const FX_FUNCTIONS: readonly Compiled[] | undefined;

/** Every attribute, as `dataset` has it, and what its value may be. */
const ATTRIBUTE =
  /^((manifest|collect|subject|cookieDomain|layer|name)=.+|(maxAge|timeout|veil)=\d+|(js|debug)=.*|consent=required|gpc=respect|preview=off|delivery=beacon)$/;

const main = (): void => {
  const script = get(document, 'currentScript') as HTMLScriptElement | null;
  const options: Record<string, string | undefined> = { nonce: script?.nonce };
  for (const [key, value = ''] of Object.entries({ ...script?.dataset })) {
    if (ATTRIBUTE.test(`${key}=${value}`)) options[key] = value || 'true';
    else warn(`unknown attribute ${key}="${value}"`);
  }
  const { manifest: manifestUrl, name = 'fx', subject: subjectId } = options;
  const scope = window as unknown as Record<string, unknown>;
  // elements with that id or name are no properties of the window's own
  const there = hasOwn(window, name) ? scope[name] : undefined;
  if (there && !Array.isArray(there)) {
    return warn(`stays out: window.${name} is ${(there as Client).version ? 'there already' : 'something else'}`);
  }
  const inline = call(document, 'getElementById', 'fx-manifest');
  const text = FX_MANIFEST ?? (inline instanceof HTMLScriptElement && get(inline, 'textContent'));
  const manifest: Manifest | undefined | '' = text ? parseManifest(text) : '';
  if (manifest === undefined) return warn('no experiments on this page: the manifest is broken');
  load({ ...options, manifestUrl, subjectId } as object, {
    _manifest: manifest || undefined,
    _functions: FX_FUNCTIONS,
    _tagUrl: script?.src,
    _onClient(client) {
      scope[name] = client;
      return (there as Command[] | undefined) ?? [];
    },
  });
};

attempt(main, (error) => warn(`${error}`));
