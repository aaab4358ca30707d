/** Defines the operations of `domOps`, each with exactly its fields. */

import * as z from 'zod';
import { filled, flag, text, wait } from './field.js';

const op = <const Name extends string, Fields extends z.core.$ZodLooseShape>(
  name: Name,
  description: string,
  fields: Fields,
) => z.strictObject({ op: z.literal(name), ...fields }).meta({ description });

/** One operation. */
export const opSchema = () => {
  const target = {
    selector: filled('A CSS selector; `card >>> .price` reaches into open shadow roots.'),
    waitForMs: wait('How long to look for the element, in milliseconds.', 2000).optional(),
    all: flag('Every match, later ones too, not only the first.', false).optional(),
    keep: z.enum(['render', 'always', 'once']).optional().meta({
      description:
        '`render`: applied again where the page renders what stood there before; any other value is left alone. `always`: enforced whatever the page does. `once`: applied once to each element.',
      default: 'render',
    }),
  };
  const replaced = {
    was: text('What has to stand there, white space aside: elsewhere the op does not apply.').optional(),
  };
  return z
    .discriminatedUnion('op', [
      op('replaceText', "Sets the element's text.", { ...target, value: text('The new text.'), ...replaced }),
      op('replaceHTML', 'Sets what is inside the element.', { ...target, value: text('The new HTML.'), ...replaced }),
      op('setAttr', 'Sets an attribute.', {
        ...target,
        name: filled('The attribute; not on*, style or srcdoc.'),
        value: text('Its new value.'),
        ...replaced,
      }),
      op('addClass', 'Adds classes.', { ...target, value: text('One or more classes, split on spaces.') }),
      op('removeClass', 'Removes classes.', { ...target, value: text('One or more classes, split on spaces.') }),
      op('setStyle', 'Sets one CSS property of the element.', {
        ...target,
        name: filled('The property; custom ones (`--x`) too.'),
        value: text('Its value; a trailing `!important` works.'),
      }),
      op('remove', 'Takes the element out.', target),
      op('injectCSS', 'Adds a style sheet of its own.', { value: text('The CSS.') }),
      op('injectHTML', 'Adds HTML beside or inside the element.', {
        ...target,
        position: z
          .enum(['beforebegin', 'afterbegin', 'beforeend', 'afterend'])
          .meta({ description: 'Before the element, first or last inside it, or after it.' }),
        value: text('The HTML.'),
      }),
    ])
    .meta({ id: 'op' });
};

/** An operation as written. */
export type OpSpec = z.infer<ReturnType<typeof opSchema>>;
