/** Defines the triggers, each with exactly its fields. */

import * as z from 'zod';
import { filled, flag, rate, wait } from './field.js';

const kind = <const Name extends string, Fields extends z.core.$ZodLooseShape>(
  name: Name,
  description: string,
  fields: Fields,
) => z.strictObject({ kind: z.literal(name), ...fields }).meta({ description });

const createSimple = () => {
  const selector = filled('A CSS selector; `card >>> .price` reaches into open shadow roots.');
  return [
    kind('auto', 'At once.', {}),
    kind('urlMatch', 'On pages whose address matches.', {
      pattern: filled('A part of the address, or a regular expression with `regex: true`.'),
      regex: flag('The pattern is a regular expression.', false).optional(),
      on: z.enum(['path', 'full', 'hash', 'url']).optional().meta({
        description:
          '`path`: the path alone. `full`: path, query and hash. `hash`: what stands behind `#`. `url`: the whole address. Left out: `url` for a pattern that begins with `http` or `^http`, else wherever it matches, the path or `full`.',
      }),
    }),
    kind('waitForSelector', 'When the element exists.', {
      selector,
      timeoutMs: wait('Gives up after this many milliseconds. Left out: never.').optional(),
    }),
    kind('event', 'On a DOM event, wherever in the document.', {
      name: filled("The event's name."),
      jquery: flag("Listens through the page's jQuery, for events that are no DOM events.", false).optional(),
    }),
    kind('visible', 'When the element is on screen.', {
      selector,
      ratio: rate('Share of it that must be visible.', 0.5).optional(),
    }),
    kind('manual', 'When the page calls `fx.activate(id)`.', {}),
    kind('script', 'When its JavaScript calls `activate()`.', {
      js: filled('The body of a function that gets `(activate, experiment)`.'),
    }),
  ] as const;
};

/** A trigger as written. */
export type TriggerSpec =
  | z.infer<ReturnType<typeof createSimple>[number]>
  | { kind: 'all'; of: TriggerSpec[] }
  | { kind: 'any'; of: TriggerSpec[] };

/** A recursive schema needs its type said. */
type Group<Kind extends string> = z.ZodObject<
  { kind: z.ZodLiteral<Kind>; of: z.ZodType<TriggerSpec[]> },
  z.core.$strict
>;

const group = <const Kind extends 'all' | 'any'>(
  name: Kind,
  description: string,
  member: () => z.ZodType<TriggerSpec>,
): Group<Kind> =>
  z
    .strictObject({
      kind: z.literal(name),
      get of(): z.ZodType<TriggerSpec[]> {
        return z.array(member()).min(1).max(100).meta({ description: 'The triggers, 1 to 100.' });
      },
    })
    .meta({ description });

type TriggerSchema = z.ZodDiscriminatedUnion<[...ReturnType<typeof createSimple>, Group<'all'>, Group<'any'>], 'kind'>;

/** One trigger. */
export const triggerSchema = (): TriggerSchema => {
  const trigger: TriggerSchema = z
    .discriminatedUnion('kind', [
      ...createSimple(),
      group('all', 'When every one of its triggers has fired.', () => trigger),
      group('any', 'When the first of its triggers has fired.', () => trigger),
    ])
    .meta({ id: 'trigger' });
  return trigger;
};
