/** Makes the few kinds of field that the schema is made of. */

import * as z from 'zod';

/** Text that may be empty. */
export const text = (description: string) => z.string().meta({ description });

/** Text that may not. */
export const filled = (description: string) => z.string().min(1).meta({ description });

/** A name for people. */
export const title = (description: string) => z.string().min(1).max(255).meta({ description });

/** A key: of a variant or a metric. */
export const key = (description: string) =>
  z
    .string()
    .regex(/^[a-z0-9_-]{1,32}$/)
    .meta({ description });

/** A share, 0..1. */
export const rate = (description: string, byDefault?: number) =>
  z
    .number()
    .min(0)
    .max(1)
    .meta({ description, ...(byDefault === undefined ? {} : { default: byDefault }) });

/** Milliseconds. */
export const wait = (description: string, byDefault?: number) =>
  z
    .number()
    .min(0)
    .meta({ description, ...(byDefault === undefined ? {} : { default: byDefault }) });

/** true or false. */
export const flag = (description: string, byDefault: boolean) => z.boolean().meta({ description, default: byDefault });

/** An object of the author's own. */
export const bag = (description: string) => z.record(z.string(), z.unknown()).meta({ description });

/** A date and time with its zone. */
export const moment = (description: string) =>
  z.string().meta({ description, examples: ['2026-03-01T09:00:00+01:00'] });

/** A list of texts. */
export const names = (description: string) => z.array(z.string().min(1)).meta({ description });
