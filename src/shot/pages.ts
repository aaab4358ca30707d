/** Guesses at which page of a site an experiment can be seen, and writes the address that shows a variant there. */

import { type Experiment, mayFireAt, readAddress, type Trigger } from '../core/index.js';

/**
 * The first page of a site on which an experiment may activate, as far as its trigger names one; null where it names
 * none.
 */
export function pageOn(site: string, { trigger }: Pick<Experiment, 'trigger'>): URL | null {
  const candidates = ['', ...patternsOf(trigger).flatMap(pathsOf)].flatMap((path) =>
    URL.canParse(path, site) ? [new URL(path, site)] : [],
  );
  const { origin } = new URL(site);
  return candidates.find((url) => url.origin === origin && mayFireAt(trigger, readAddress(url))) ?? null;
}

/** How an address shows a variant. */
export interface Showing {
  readonly experiment: Experiment;
  readonly variant: string;
  /** Of drafts. */
  readonly token: string | null;
  /** What other experiments show: `<id>:<key>`. Without it each picture would be of another visitor. */
  readonly beside: readonly string[];
}

/** The address that shows a variant; a draft needs the token besides. */
export function shotAddress(page: URL, { experiment: { id, status }, variant, token, beside }: Showing): string {
  const url = new URL(page);
  const others = beside.filter((one) => !one.startsWith(`${id}:`));
  url.searchParams.set('fx', [`${id}:${variant}`, ...others].join());
  if (status === 'draft' && token !== null) url.searchParams.set('fxp', token);
  return url.href.replaceAll('%3A', ':').replaceAll('%2C', ',');
}

interface Pattern {
  readonly pattern: string;
  readonly regex?: boolean;
}

function patternsOf(trigger: Trigger | undefined): readonly Pattern[] {
  if (!trigger) return [];
  if (trigger.kind === 'urlMatch') return [trigger];
  return 'of' in trigger ? trigger.of.flatMap(patternsOf) : [];
}

/** Paths that a pattern may mean. Each is tried on the trigger, so that a wrong guess costs nothing. */
function pathsOf({ pattern, regex }: Pattern): readonly string[] {
  if (!regex) return /^https?:/.test(pattern) ? [pattern] : [pattern.replace(/^\/*/, '/')];
  const text = pattern.replace(/^\^/, '').replaceAll('\\/', '/');
  const whole = simplest(text);
  const literal = /^[^\\[\](){}|*+?.^$]*/.exec(text)?.[0] ?? '';
  return [whole, literal, whole.replace(/^\/*/, '/'), `/${literal.replace(/^\/*/, '')}`].filter(Boolean);
}

const GROUP = /\((?:\?:)?([^()]*)\)([?*+])?/;

/** A regular expression with each group at its first choice, or without it where it need not be there. */
function simplest(text: string): string {
  let plain = text;
  for (let found = GROUP.exec(plain); found; found = GROUP.exec(plain)) {
    const [all, inside = '', often = ''] = found;
    const choice = often === '?' || often === '*' ? '' : (inside.split('|').find((one) => !one.includes('[')) ?? '');
    plain = plain.replace(all, () => choice);
  }
  return plain
    .replace(/\[[^\]]*\][?*]/g, '')
    .replace(/\\?.[?*]/g, '')
    .replaceAll(/\\(.)/g, '$1')
    .replace(/[$^]/g, '');
}
