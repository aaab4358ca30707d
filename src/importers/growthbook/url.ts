/** Turns GrowthBook's URL targeting into a trigger. */

import { looseList, type TranslationNotes, Untranslatable } from '../translation.js';

/** @returns undefined where an experiment is on every page */
export function toPageTrigger(patterns: unknown, notes: TranslationNotes): object | undefined {
  if (patterns !== undefined && patterns !== null && !Array.isArray(patterns))
    throw new Untranslatable('its urlPatterns are no list');
  const list = looseList(patterns);
  const empty = list.find(({ pattern }) => typeof pattern !== 'string' || !pattern);
  if (empty) throw new Untranslatable('one of its address patterns is empty or no text', [empty]);
  const kept = list.find(({ include }) => include === false);
  if (kept) throw new Untranslatable('it leaves pages out by a pattern: a trigger says where an experiment is', [kept]);
  const triggers = list.map(({ type, pattern }) => {
    const source = type === 'regex' ? `${pattern}` : sourceOf(`${pattern}`);
    const on = type === 'regex' || /^https?:/.test(`${pattern}`) ? 'url' : 'full';
    notes.translated.push({ what: 'urlPatterns', before: `${pattern}`, after: source });
    return { kind: 'urlMatch', pattern: source, regex: true, on };
  });
  return triggers.length > 1 ? { kind: 'any', of: triggers } : triggers[0];
}

/**
 * A simple pattern: `*` is anything; a slash at the end, a query and a hash that it does not name make no difference.
 */
function sourceOf(pattern: string): string {
  const plain = pattern
    .replace(/\/$/, '')
    .replace(/[.+^$()|[\]{}\\?]/g, '\\$&')
    .replaceAll('*', '.*');
  return `^${plain}/?${pattern.includes('?') ? '' : '([?#]|$)'}`;
}
