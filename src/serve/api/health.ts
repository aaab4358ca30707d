/** Runs the operation that says whether events are stored, whether the guard watches, and how far each sink is. */

import * as z from 'zod';
import { type Operation, operationOf } from './operation.js';

export const healthOperation = (): Operation =>
  operationOf({
    name: 'health',
    kind: 'query',
    role: 'viewer',
    summary: 'Say whether events are stored, whether the guard watches, and how each sink is doing.',
    input: z.strictObject({}),
    output: z.strictObject({
      events: z.strictObject({
        stored: z.boolean().meta({ description: 'False while the disk refuses them: browsers get 503 then.' }),
        since: z.iso.datetime().nullable().meta({ description: 'Since when they are refused.' }),
        code: z.string().nullable().meta({ description: "The system's word, such as ENOSPC." }),
        message: z.string().nullable().meta({ description: 'What is wrong, and what to do.' }),
      }),
      guard: z.strictObject({
        watching: z.boolean().meta({ description: 'False while it cannot look: then nothing is stopped by itself.' }),
        since: z.iso.datetime().nullable().meta({ description: 'Since when it cannot.' }),
        message: z.string().nullable().meta({ description: 'What is wrong.' }),
      }),
      sinks: z.array(
        z.strictObject({
          name: z.string(),
          shipped: z.int(),
          refused: z.int().meta({ description: 'Events that were set aside with their reason.' }),
          problem: z.string().nullable(),
        }),
      ),
    }),
    faults: [],
    run: async ({ eventTrouble, guardTrouble, sinks }) => {
      const trouble = eventTrouble();
      const blind = guardTrouble();
      return {
        ok: true,
        value: {
          events: {
            stored: trouble === null,
            since: trouble && new Date(trouble.since).toISOString(),
            code: trouble?.code ?? null,
            message: trouble?.message ?? null,
          },
          guard: {
            watching: blind === null,
            since: blind && new Date(blind.since).toISOString(),
            message: blind?.message ?? null,
          },
          sinks: sinks
            .health()
            .map(({ name, shipped, deadLetters, problem }) => ({ name, shipped, refused: deadLetters, problem })),
        },
      };
    },
  });
