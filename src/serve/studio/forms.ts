/** Reads the fields of a posted form. */

import type { Context } from 'hono';
import type { AppEnv } from '../http.js';

/**
 * By name: what was posted last under it, with ends of lines as files have them. Files that were sent are left aside.
 */
export async function fieldsOfForm(c: Context<AppEnv>): Promise<Readonly<Record<string, string | undefined>>> {
  const type = c.req.header('content-type') ?? '';
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(type)) return {};
  // What is no form, or was cut off, has no fields: each handler says what it lacks.
  const body = await c.req.parseBody().catch((): Readonly<Record<string, string | File>> => ({}));
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value.replaceAll('\r\n', '\n')] as const] : [],
    ),
  );
}

/** A field that was left empty is none. */
export const filledIn = (field: string | undefined): string | undefined => {
  const text = field?.trim();
  return text === '' ? undefined : text;
};
