/** The script tag: reads its attributes, takes over the queue, and starts. */

import type { Client, Command, Options } from './api.js';
import type { Compiled } from './capability.js';
import { warn } from './client.js';
import { get } from './dom.js';
import { attempt } from './guard.js';
import { load, readInline } from './load.js';
import { parseManifest } from './manifest.js';

/** Given by a container: its manifest as text, and the functions of its variants. */
declare const FX_MANIFEST: string | undefined;
declare const FX_FUNCTIONS: readonly Compiled[] | undefined;

type Parse = (value: string) => unknown;

const asText: Parse = (value) => value || undefined;

const asNumber: Parse = (value) => (/^\d+$/.test(value) ? Number(value) : undefined);

const asOnly =
  (wanted: string, meaning: unknown = wanted): Parse =>
  (value) =>
    value === wanted ? meaning : undefined;

const asFlag: Parse = (value) => (value === '' || value === 'true' ? true : undefined);

/** Every attribute: the option that it sets, and what its value may be. */
const attributes: Readonly<Record<string, readonly [option: keyof Options | 'name', parse: Parse]>> = {
  manifest: ['manifestUrl', asText],
  collect: ['collectUrl', asText],
  subject: ['subjectId', asText],
  maxAge: ['maxAgeS', asNumber],
  timeout: ['timeoutMs', asNumber],
  js: ['allowJs', asFlag],
  veil: ['veilMs', asNumber],
  consent: ['consent', asOnly('required')],
  gpc: ['gpc', asOnly('respect')],
  cookieDomain: ['cookieDomain', asText],
  layer: ['layer', asText],
  preview: ['preview', asOnly('off')],
  delivery: ['delivery', asOnly('beacon')],
  name: ['name', asText],
  debug: ['debug', asFlag],
};

const main = (): void => {
  const script = get(document, 'currentScript') as HTMLScriptElement | null;
  const options: Record<string, unknown> = { nonce: script?.nonce || undefined };
  const strange: string[] = [];
  for (const [key, value] of Object.entries({ ...script?.dataset })) {
    const known = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    const parsed = known?.[1](`${value}`.trim());
    if (known && parsed !== undefined) options[known[0]] = parsed;
    else strange.push(`data-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}="${value}"`);
  }
  if (strange[0]) warn(`ignored ${strange.join(' ')}: see docs/tag.md for what there is`);

  const name = (options['name'] as string | undefined) ?? 'fx';
  const scope = window as unknown as Record<string, unknown>;
  // elements with that id or name are no properties of the window's own
  const there = Object.hasOwn(window, name) ? scope[name] : undefined;
  if (there && !Array.isArray(there)) {
    const isSelf = typeof (there as Client).version === 'string' && typeof (there as Client).push === 'function';
    return warn(
      isSelf ? 'a second copy of the tag stays out' : `window.${name} belongs to something else: fx stays out`,
    );
  }
  const text = FX_MANIFEST;
  const inline = text === undefined ? readInline() : { _manifest: parseManifest(text) };
  if (inline && !inline._manifest) return warn('the manifest is broken: no experiments on this page');
  load(options, {
    _manifest: inline?._manifest,
    _functions: text === undefined ? undefined : FX_FUNCTIONS,
    _tagUrl: script?.src,
    _commands: (there as Command[] | undefined) ?? [],
    _onClient: (client) => {
      scope[name] = client;
    },
  });
};

attempt(main, (error) => warn(`${error}`));
