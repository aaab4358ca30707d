/** Keeps the form and the YAML beside it the same while somebody types into one of them: nothing is written. */

import type { Hono } from 'hono';
import { compile, editFields } from '../../authoring/checks.js';
import { FAULTS } from '../fault.js';
import type { AppEnv } from '../http.js';
import type { FiledExperiment } from '../workspace.js';
import type { Desk } from './desk.js';
import { fieldsPart } from './edit.js';
import { editsFrom } from './fields.js';
import { fieldsOfForm } from './forms.js';
import { sharesFault } from './gaps.js';

/** What the page gets: the other side, or why there is none. */
type Besides =
  | { readonly yaml: string }
  | { readonly fields: string }
  | { readonly problem: string; readonly at?: 'shares' };

/** Adds it. */
export function besidePages(app: Hono<AppEnv>, { house }: Desk): void {
  app.post('/experiments/:id/beside', async (c) => {
    const { experiments, config } = await house.workspace.read();
    const filed = experiments.get(c.req.param('id'));
    if (!filed) return c.json({ problem: FAULTS.EXPERIMENT_NOT_FOUND[1] } satisfies Besides, 404);
    const { yaml = '', from, ...fields } = await fieldsOfForm(c);
    const source = await sourceIn(filed, yaml, config.redirectOrigins);
    if (!source) return c.json({ problem: 'The YAML has an error: the form follows once it is corrected.' });
    if (from === 'yaml') return c.json({ fields: fieldsPart(source.raw).html } satisfies Besides);
    const problem = sharesFault(source.raw, fields);
    if (problem !== undefined) return c.json({ problem, at: 'shares' } satisfies Besides);
    const edits = editsFrom(source.raw, fields) ?? [];
    const edited = editFields(yaml, source.index, edits);
    return c.json(edited === null ? { problem: `${FAULTS.CANNOT_EDIT[1]}.` } : ({ yaml: edited } satisfies Besides));
  });
}

/** The experiment as a text says it; undefined where the text is not valid. */
export async function sourceIn({ id, source }: FiledExperiment, text: string, redirectOrigins: readonly string[]) {
  const { sources } = await compile([{ path: source.path, text }], { redirectOrigins });
  return sources.get(id);
}
