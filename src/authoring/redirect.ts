/**
 * Checks the variants that lead to another address: that they can be gone to, that nobody goes in circles, that no arm
 * differs.
 */

import { matchesAddress, readAddress, type Trigger } from '../core/index.js';
import { type Fields, fieldsOf, listOf } from './json.js';
import { error, type Finding, type Path } from './problem.js';

/** What else changes a page, by the name of its field. */
const TREATMENTS = ['css', 'domOps', 'js'] as const;

/** @param origins other sites that the configuration allows as targets, such as `https://shop.example` */
export function checkRedirects(value: unknown, origins: readonly string[]): Finding[] {
  const experiment = fieldsOf(value);
  const variants = listOf(experiment.variants);
  const found = variants.flatMap((variant, index) => checkVariant(variant, ['variants', index], experiment, origins));
  const isRedirect = variants.some(({ redirect }) => typeof redirect === 'string');
  if (!isRedirect) return found;
  if (!isOfAddress(experiment.trigger))
    found.push(
      fault(['trigger'], 'must be urlMatch where a variant redirects: a page is left when it begins, or not at all'),
    );
  if (experiment.manualExposure === true)
    found.push(
      fault(
        ['manualExposure'],
        'cannot be true where a variant redirects: the page is left before it could call fx.expose',
      ),
    );
  return found;
}

function checkVariant(variant: Fields, path: Path, { trigger }: Fields, origins: readonly string[]): Finding[] {
  const { redirect, keepQuery } = variant;
  if (redirect === undefined)
    return keepQuery === undefined ? [] : [fault([...path, 'keepQuery'], 'says nothing without redirect: delete it')];
  if (typeof redirect !== 'string') return [];
  const at = [...path, 'redirect'];
  const others = TREATMENTS.filter((name) => variant[name] !== undefined);
  const found = others.map((name) =>
    fault([...path, name], 'cannot stand beside redirect: the page is left before it shows'),
  );
  const url = read(redirect);
  const [host] =
    /^(?:www\.|[\w-]+\.(?:com|net|org|shop|io|de|fr|co|eu|example)(?=[/?#]|$))[^/?#]*/i.exec(redirect) ?? [];
  if (host)
    return [
      ...found,
      fault(
        at,
        `has no https://, so browsers take it for a path on this site: write https://${redirect} for another site`,
      ),
    ];
  if (!url) return [...found, fault(at, 'must be a path such as /pricing-b, or an address with https://')];
  if (url.origin !== '' && !origins.includes(url.origin))
    found.push(
      fault(
        at,
        `leads to another site: name it in fx.config.yaml, redirectOrigins: ['${url.origin}'], or give a path of this one`,
      ),
    );
  else if (isOwnPage(trigger, redirect, url))
    found.push(
      fault(at, 'is an address that its own trigger matches: narrow the trigger, so that nobody is sent in circles'),
    );
  return found;
}

const fault = (path: Path, reason: string): Finding => error('redirect', path, { reason });

/** A target in its parts, as a browser's `URL` has them. */
interface Address {
  /** '' for this site, whose name a file does not know. */
  readonly origin: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly href: string;
}

/** The address of the web, or of this site, that a target is; undefined for anything else. */
function read(target: string): Address | undefined {
  if (!/^(https?:\/\/|(?![a-z][^/?#]*:|\/\/))[^\s\\]+$/i.test(target)) return undefined;
  const [, origin = '', pathname = '', search = '', hash = ''] =
    /^(https?:\/\/[^/?#]+)?([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(target) ?? [];
  return { origin: origin.toLowerCase(), pathname: pathname || '/', search, hash, href: target };
}

/** Whether a trigger is one of addresses alone. */
function isOfAddress(trigger: unknown): boolean {
  const { kind, of } = fieldsOf(trigger);
  return kind === 'urlMatch' || ((kind === 'all' || kind === 'any') && listOf(of).every(isOfAddress));
}

/**
 * Whether the trigger holds at the target. Where that depends on the page that one comes from, or on the site's name,
 * it is not known.
 */
function isOwnPage(trigger: unknown, target: string, url: Address): boolean {
  if (!/^(\/|https?:)/i.test(target)) return false;
  const address = readAddress(url);
  const holds = (part: Fields): boolean => {
    const { kind, of, on, pattern, regex } = part;
    if (kind === 'all') return listOf(of).every(holds);
    if (kind === 'any') return listOf(of).some(holds);
    if (kind !== 'urlMatch' || typeof pattern !== 'string') return false;
    const known = { pattern, regex: regex === true, on: on as Extract<Trigger, { kind: 'urlMatch' }>['on'] };
    return matchesAddress(known, address);
  };
  return holds(fieldsOf(trigger));
}
