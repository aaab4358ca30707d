/** The operations of `domOps`, each with exactly its fields. */

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
    selector: filled('A CSS selector.'),
    waitForMs: wait('How long to look for the element, in milliseconds.', 2000).optional(),
    all: flag('Every match, later ones too, not only the first.', false).optional(),
  };
  return z
    .discriminatedUnion('op', [
      op('replaceText', "Sets the element's text.", { ...target, value: text('The new text.') }),
      op('replaceHTML', 'Sets what is inside the element.', { ...target, value: text('The new HTML.') }),
      op('setAttr', 'Sets an attribute.', {
        ...target,
        name: filled('The attribute; not on*, style or srcdoc.'),
        value: text('Its new value.'),
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
