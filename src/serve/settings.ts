/** Reads the server's settings from fx.config.yaml: its public address, the site of previews, the header of a proxy. */

import { dirname, resolve } from 'node:path';
import { parseConfig } from '../authoring/checks.js';
import { Refusal, readText, shown } from '../files/index.js';
import { findConfig } from '../publishing/index.js';
import { type OidcSettings, readOidc } from './access/oidc/configured.js';
import { type ResultsSettings, readResults } from './readout/configured.js';
import { readSinks, type SinkSettings } from './sinks/index.js';

/** Below `serve:` in fx.config.yaml. */
export interface ServeSettings {
  /** As people type it: `https://studio.example.com`; null: the address that is listened on. */
  readonly url: string | null;
  /** The site's own address, for previews. */
  readonly site: string | null;
  /** The header in which a proxy names who signed in there, such as `x-forwarded-email`. */
  readonly proxyHeader: string | null;
  /**
   * How many proxies stand before the collector's port, so that it knows visitors, and who signs in there, by their own
   * addresses.
   */
  readonly proxies: number;
  /** Pages that may post events, such as `https://www.example.com`; null: any. */
  readonly origins: readonly string[] | null;
  /** The target that visitors meet, of several; null: the first. */
  readonly target: string | null;
  /** Whether changes are committed, where the folder is in git. */
  readonly isCommitted: boolean;
  /** Whether commits are sent to the remote. */
  readonly isPushed: boolean;
  /** Days after which events are deleted; undefined: never. */
  readonly keptDays: number | undefined;
  /** Who signs people in besides; null: nobody. */
  readonly oidc: OidcSettings | null;
  /** Where events are shipped to. */
  readonly sinks: readonly SinkSettings[];
  /** Who counts events. */
  readonly results: ResultsSettings;
  /** Where a stop of the guard is told. */
  readonly webhook: string | null;
}

const FIELDS = [
  'url',
  'proxyHeader',
  'proxies',
  'origins',
  'git',
  'push',
  'webhook',
  'keepDays',
  'sinks',
  'oidc',
  'target',
];

/** @throws Refusal where a field is not what it should be */
export async function readServeSettings(directory: string): Promise<ServeSettings> {
  const path = await findConfig(directory);
  const config = path === null ? {} : parseConfig((await readText(path)) ?? '');
  const refuse = (field: string, must: string): never => {
    throw new Refusal(`${shown(path ?? 'fx.config.yaml')}: ${field} must be ${must}.`, 'config');
  };
  const own = config.serve ?? {};
  if (typeof own !== 'object' || Array.isArray(own)) refuse('serve', `an object with ${FIELDS.join(', ')}`);
  const fields = own as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) refuse(`serve.${unknown}`, `one of ${FIELDS.join(', ')}`);
  const address = (field: string, value: unknown): string | null => {
    if (value === undefined) return null;
    return isAddress(value) ? value : refuse(field, 'an address such as https://www.example.com');
  };
  const url = address('serve.url', fields.url);
  // Cookies, forms and links are those of a whole host: below a path nothing of Studio would be found.
  if (url !== null && new URL(url).href !== `${new URL(url).origin}/`)
    refuse(
      'serve.url',
      'an address without a path, such as https://studio.example.com: Studio needs a host of its own',
    );
  const { proxyHeader, proxies = '0', origins, git, push, keepDays, target } = fields;
  if (proxyHeader !== undefined && !/^[a-z0-9-]+$/i.test(String(proxyHeader)))
    refuse('serve.proxyHeader', 'the name of a header');
  if (!/^[0-9]$/.test(String(proxies))) refuse('serve.proxies', 'a number from 0 to 9');
  const sinks = readSinks(fields.sinks, process.env);
  if ('must' in sinks) return refuse(sinks.field, sinks.must);
  const results = readResults(config.results, process.env);
  if ('must' in results) return refuse(results.field, results.must);
  const oidc = readOidc(fields.oidc, process.env);
  if (oidc && 'must' in oidc) return refuse(oidc.field, oidc.must);
  if (origins !== undefined && !(Array.isArray(origins) && origins.every(isAddress)))
    refuse('serve.origins', 'a list of sites such as https://www.example.com');
  for (const [field, must] of faultsIn(fields, config.targets)) refuse(`serve.${field}`, must);
  return {
    url,
    site: address('site', config.site),
    proxyHeader: proxyHeader === undefined ? null : String(proxyHeader).toLowerCase(),
    proxies: Number(proxies),
    origins: origins === undefined ? null : (origins as string[]).map((one) => new URL(one).origin),
    target: target === undefined ? null : String(target),
    isCommitted: git !== 'false',
    isPushed: push === 'true',
    ...{ sinks, oidc },
    // From the file on, as targets are.
    results: { ...results, events: results.events.map((one) => resolve(dirname(path ?? '.'), one)) },
    keptDays: keepDays === undefined ? undefined : Number(keepDays),
    webhook: address('serve.webhook', fields.webhook),
  };
}

/** What each of the short fields must be that it is not. */
function faultsIn(
  { git, push, keepDays, target }: Readonly<Record<string, unknown>>,
  targets: unknown,
): readonly (readonly [field: string, must: string])[] {
  const isSwitch = (value: unknown): boolean => value === undefined || value === 'true' || value === 'false';
  const wrong = Object.entries({ git, push }).filter(([, value]) => !isSwitch(value));
  const areDays = keepDays === undefined || /^[1-9]\d{0,4}$/.test(String(keepDays));
  const noTarget = faultOfTarget(target, targets);
  return [
    ...wrong.map(([field]) => [field, 'true or false'] as const),
    ...(areDays ? [] : [['keepDays', 'a number of days'] as const]),
    ...(noTarget === null ? [] : [['target', noTarget] as const]),
  ];
}

/** What it must be; null where it is one of them, or left out. */
function faultOfTarget(target: unknown, targets: unknown): string | null {
  const names = typeof targets === 'object' && targets !== null ? Object.keys(targets) : [];
  if (target === undefined || names.includes(String(target))) return null;
  return names.length ? `one of the targets ${names.join(', ')}` : 'the name of a target, and there is none';
}

const isAddress = (value: unknown): value is string =>
  typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
