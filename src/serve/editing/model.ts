/** Shows an experiment as the visual editor reads it, and reads a variant as it saves it. */

import * as z from 'zod';
import { defaultControl } from '../../authoring/index.js';
import { statusOf } from '../../core/index.js';
import type { FiledExperiment } from '../workspace.js';

const opModel = () => z.looseObject({ op: z.string() });

/** What is read. */
export const editedModel = () =>
  z.strictObject({
    experimentId: z.string(),
    name: z.string(),
    status: z.enum(['draft', 'running', 'paused', 'archived']),
    revision: z.string(),
    variants: z.array(
      z.strictObject({
        key: z.string(),
        name: z.string(),
        isControl: z.boolean(),
        css: z.string(),
        domOps: z.array(opModel()),
        hasCode: z.boolean().meta({ description: 'Its JavaScript does not run in the editor.' }),
      }),
    ),
    trigger: z.looseObject({ kind: z.string() }).nullable(),
    rule: z.unknown().meta({ description: 'As in the file; null: everybody.' }),
  });

/** What is saved. */
export const savedInput = () => ({
  variant: z.string(),
  css: z.string().max(100_000).optional(),
  domOps: z.array(opModel()).max(500),
  trigger: z.looseObject({ kind: z.string() }).nullable().optional().meta({ description: 'Left out: as it is.' }),
  rule: z.unknown().optional().meta({ description: 'Who may take part. Left out: as it is; null: everybody.' }),
});

/** What a variant is saved with. */
export type SavedVariant = z.output<z.ZodObject<ReturnType<typeof savedInput>>>;

/** The key of the variant that the others are compared with, which cannot be changed. */
export const controlOf = ({ source: { raw } }: FiledExperiment): string => raw.control ?? defaultControl(raw.variants);

/** The experiment of a file. */
export function editedOf(filed: FiledExperiment): z.output<ReturnType<typeof editedModel>> {
  const { raw } = filed.source;
  const control = controlOf(filed);
  return {
    experimentId: filed.id,
    name: raw.name,
    status: statusOf(raw),
    revision: filed.revision,
    variants: raw.variants.map(({ css = '', domOps = [], js, key, name }) => ({
      ...{ key, name, isControl: key === control, css, hasCode: !!js || !!raw.sharedJs },
      domOps: domOps as z.output<ReturnType<typeof opModel>>[],
    })),
    trigger: (raw.trigger as { kind: string } | undefined) ?? null,
    rule: raw.audience?.rule ?? null,
  };
}
