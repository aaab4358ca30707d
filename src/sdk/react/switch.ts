/** Renders the arm that a visitor has. */

import { createElement, Fragment, type ReactNode } from 'react';
import type { ExperimentId, VariantOf } from '../../tag/typed.js';
import { PENDING, type UseOptions, useShown } from './hooks.js';

export interface VariantProps<Id extends ExperimentId> extends UseOptions {
  readonly id: Id;
  /** What visitors see who are out, and the variant whose key is missing. Default: `control`, else the first. */
  readonly control?: VariantOf<Id> | undefined;
  /** An arm for each key. */
  readonly children: Readonly<Record<VariantOf<Id>, ReactNode>>;
}

/**
 * The arm of this visitor. Where nobody has decided yet, on a server and until its page has hydrated, every arm is in
 * the HTML, each in `<fx-arm data-fx="id:key">`, all but the control hidden: css of the experiment shows the right one
 * before any script of the page has run.
 *
 * @example
 * <Variant id="hero">{{ control: <Photo />, treatment: <Film /> }}</Variant>
 */
export function VariantSwitch<Id extends ExperimentId>({
  id,
  control,
  children,
  expose = true,
}: VariantProps<Id>): ReactNode {
  const arms = Object.entries<ReactNode>(children);
  const shown = useShown(id, { expose });
  const key = control ?? ('control' in children ? 'control' : arms[0]?.[0]);
  const here = arms.some(([arm]) => arm === shown) ? shown : key;
  return createElement(
    Fragment,
    null,
    arms
      .filter(([arm]) => shown === PENDING || arm === here)
      .map(([arm, content]) =>
        createElement(
          'fx-arm',
          { key: arm, 'data-fx': `${id}:${arm}`, ...(arm === here ? { style: SHOWN } : { hidden: true }) },
          content,
        ),
      ),
  );
}

/** As if it were not there. */
const SHOWN = { display: 'contents' };
