/**
 * Runs `editor.open`: makes the address that opens the visual editor for one experiment on a page of the site, once.
 */

import * as z from 'zod';
import { type Operation, operationOf } from '../api/operation.js';
import { type Done, refused, succeeded } from '../fault.js';
import type { Caller, House } from '../house.js';

/** Opens the editor: for people and programs that may edit. */
export const openOperation = (): Operation =>
  operationOf({
    name: 'editor.open',
    kind: 'command',
    role: 'editor',
    summary: 'Get the address that opens the visual editor for one experiment on a page of the site, once.',
    input: z.strictObject({
      experimentId: z.string(),
      page: z
        .string()
        .max(2000)
        .optional()
        .meta({ description: 'A path of the site, or an address of it. Default `/`.' }),
    }),
    output: z.strictObject({
      url: z.string().meta({ description: 'Works once, for ten minutes, on that site alone.' }),
      expiresAt: z.iso.datetime(),
    }),
    faults: ['EXPERIMENT_NOT_FOUND', 'NO_SITE'],
    run: openEditorFor,
  });

/** Makes the address. */
export async function openEditorFor(
  house: House,
  { experimentId, page = '/' }: { readonly experimentId: string; readonly page?: string | undefined },
  { again }: Caller,
): Promise<Done<{ readonly url: string; readonly expiresAt: string }>> {
  if (!(await house.workspace.read()).experiments.has(experimentId)) return refused('EXPERIMENT_NOT_FOUND');
  if (house.site.address === null) return refused('NO_SITE');
  if (!URL.canParse(page, house.site.address)) return refused('INVALID_INPUT', { message: `${page} is no address` });
  const url = new URL(page, house.site.address);
  // Of `javascript:` and `data:` there is no site that could be named.
  if (!/^https?:$/.test(url.protocol))
    return refused('INVALID_INPUT', {
      message: `${page} leads to no page: send a path such as /pricing, or an https address`,
    });
  if (!house.site.origins.has(url.origin))
    return refused('INVALID_INPUT', {
      message: `${url.origin} is no site of this Studio: name it below serve.origins in fx.config.yaml`,
    });
  if (!again) return refused('FORBIDDEN');
  const { secret, until } = house.passes.offer({ experimentId, origin: url.origin, again });
  url.searchParams.set('fx-edit', secret);
  return succeeded({ url: url.href, expiresAt: new Date(until).toISOString() });
}
