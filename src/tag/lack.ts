/** Tells what a composed container was made without; the whole tag lacks nothing. */

import { warn } from './guard.js';
import { isFirst, type Site } from './state.js';

/** Whether all is here that attributes and options of a page ask for; says what is not. */
export const hasAll = (_options: object): boolean => true;

/** Says, once, that something is not here, and what puts it in. */
export const tellLack = ({ _lacks: told }: Pick<Site, '_lacks'>, what: string, word: string): void => {
  if (isFirst(told, word)) warn(sayLack(what, word));
};

/** The sentence for it. */
export const sayLack = (what: string, word: string): string =>
  `${what} is not in this container: put ${word} into tag: in fx.config.yaml`;
