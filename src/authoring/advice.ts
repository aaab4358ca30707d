/** Warns of what is allowed but seldom meant: such warnings keep nothing from being published. */

import { exposureShares } from '../core/index.js';
import { bareSelector, eventOfAttribute, pseudoElement } from './foreign.js';
import { doubtHtml } from './html.js';
import { type Fields, fieldsOf, listOf } from './json.js';
import { adviseOnLiterals, adviseOnName, doubtWord } from './literal.js';
import { readInstant } from './moment.js';
import { matchesNowhere, namesIndexFile } from './nowhere.js';
import { doubtOps } from './opdoubt.js';
import type { EmbeddedPart } from './part.js';
import { doubtSubstring } from './pattern.js';
import { error, type Finding, type Path, warning } from './problem.js';
import { evenWeights } from './weights.js';

/** Says the same at any time. */
export function advise(value: unknown, parts: readonly EmbeddedPart[]): Finding[] {
  const experiment = fieldsOf(value);
  const variants = listOf(experiment.variants);
  return [
    ...parts.flatMap(adviseOnPart),
    ...adviseOnRates(variants),
    ...adviseOnExpose(variants),
    ...adviseOnLiterals(experiment),
    ...adviseOnEvents(experiment.trigger, ['trigger']),
    ...variants.flatMap((variant, index) => doubtOps(listOf(variant.domOps), ['variants', index, 'domOps'])),
  ];
}

function adviseOnPart(part: EmbeddedPart): Finding[] {
  switch (part.kind) {
    case 'substring': {
      const never = matchesNowhere(part.whole);
      if (never !== undefined) return [error('pattern', part.path, { doubt: never })];
      const doubt = doubtSubstring(part.text, part.ofPath) ?? namesIndexFile(part.whole);
      if (doubt !== undefined) return [warning('pattern', part.path, { doubt })];
      return part.ofPath && !/^[/?#]/.test(part.text)
        ? [warning('url-substring', part.path, { pattern: part.text })]
        : [];
    }
    case 'selector': {
      const bare = bareSelector(part.text);
      const pseudo = pseudoElement(bare);
      const reason = `names ${pseudo}, which is no element that a script can find: style it in css`;
      const word = doubtWord(bare);
      return [
        ...(word === undefined ? [] : [warning('no-effect', part.path, { reason: word })]),
        ...(pseudo === undefined ? [] : [warning('no-effect', part.path, { reason })]),
        ...(part.waits && /:has\(/i.test(bare) ? [warning('has-selector', part.path, {})] : []),
      ];
    }
    case 'html': {
      if (/<script/i.test(part.text)) return [warning('script-in-html', part.path, {})];
      const doubt = doubtHtml(part.text);
      return doubt ? [warning('doubt', part.path, { reason: doubt.reason }, { within: doubt.within })] : [];
    }
    default:
      return [];
  }
}

function adviseOnRates(variants: readonly Fields[]): Finding[] {
  const rates = variants.map(({ recipeSampleRate = 1 }) => recipeSampleRate);
  if (new Set(rates).size < 2 || !rates.every(isRate)) return [];
  const even = evenWeights(variants.length);
  const seen = exposureShares(
    variants.map(({ weight }, index) => ({
      weight: Number(weight ?? even[index]),
      recipeSampleRate: Number(rates[index]),
    })),
  );
  // With a rate or a weight that is no number there is an error already.
  if (!seen.some((share) => share > 0)) return [];
  const shares = variants.map(({ key }, index) => `${String(key)} ${((seen[index] ?? 0) * 100).toFixed(1)}%`);
  return [warning('unequal-exposure', ['variants'], { shares: shares.join(', ') })];
}

const isRate = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

function adviseOnExpose(variants: readonly Fields[]): Finding[] {
  const calls = variants.map(({ js }) => typeof js === 'string' && /\bexpose\s*(\?\.)?\s*\(/.test(js));
  const first = calls.indexOf(true);
  const without = variants.flatMap(({ key }, index) => (calls[index] ? [] : [String(key)]));
  return first < 0 || !without.length ? [] : [warning('expose-in-one', ['variants', first, 'js'], { without })];
}

/** @param now milliseconds since the epoch */
export function adviseOnEnd({ startAt, endAt, status }: Fields, now: number): Finding[] {
  const [start, end] = [startAt, endAt].map((at) => (typeof at === 'string' ? readInstant(at) : undefined));
  // Where it ends before it starts, that is an error already.
  const isOver = end !== undefined && end <= now && !(start !== undefined && start >= end);
  if (isOver && status !== 'archived') return [warning('ended', ['endAt'], {})];
  return [['startAt', start] as const, ['endAt', end] as const].flatMap(([key, at]) => {
    const year = at === undefined ? undefined : new Date(at).getUTCFullYear();
    const isOdd = at !== undefined && year !== undefined && (year < 2010 || at > now + FAR_MS);
    return isOdd ? [warning('doubt', [key], { reason: `is in the year ${year}: is that meant?` })] : [];
  });
}

/** Five years: no test is planned for so long. */
const FAR_MS = 5 * 365 * 86_400_000;

function adviseOnEvents(trigger: unknown, path: Path): Finding[] {
  const { kind, name, of } = fieldsOf(trigger);
  const meant = kind === 'event' ? eventOfAttribute(String(name)) : undefined;
  const at = [...path, 'name'];
  const found =
    meant === undefined
      ? kind === 'event'
        ? adviseOnName(name, at)
        : []
      : [warning('no-effect', at, { reason: attributeWords(String(name), meant) }, mend(at, meant))];
  return [...found, ...listOf(of).flatMap((part, index) => adviseOnEvents(part, [...path, 'of', index]))];
}

const attributeWords = (name: string, meant: string): string =>
  `is ${name}, which is an attribute: the event is called ${meant}`;

const mend = (path: Path, text: string): Pick<Finding, 'mends'> => ({ mends: [{ path, how: 'value', text }] });
