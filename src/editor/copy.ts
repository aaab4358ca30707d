/** Copies the YAML; where the browser does not allow it, selects it, so that the usual keys do. */

import { make } from './made.js';
import type { Panel } from './panel.js';

/**
 * Says what to do next.
 *
 * @param overview where the preview of the file is linked to; null where there is no such page
 */
export async function copyYaml(root: ShadowRoot, say: Panel['say'], overview: string | null): Promise<void> {
  const area = root.querySelector<HTMLTextAreaElement>('textarea[readonly]');
  if (!area) return;
  try {
    await navigator.clipboard.writeText(area.value);
    const next = overview === null ? [] : [make('a', { href: overview, target: '_blank' }, 'Then open its preview')];
    say(nextWords(area.value), false, next);
  } catch {
    const details = area.closest('details');
    if (details) details.open = true;
    area.focus();
    area.select();
    say('This browser does not let pages copy here: press Ctrl+C, or Cmd+C.');
  }
}

/** A file that has more than what was edited here says so in its first line. */
const nextWords = (yaml: string): string =>
  yaml.startsWith('# Only ')
    ? 'Copied. Its first line says what to do with it.'
    : `Copied. Save it as ${/^id: (.*)$/m.exec(yaml)?.[1]}.yaml in your folder of experiments. `;
