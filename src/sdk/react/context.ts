/** Hands components the decisions of a request, and the source that they ask. */

import { createContext } from 'react';
import { createOutlet, type Outlet } from './source.js';

/** What a server has decided for one request, `visit.decisions`, by the id of the experiment. */
export type Decisions = Readonly<
  Record<string, { readonly variant: string | null; readonly payload?: unknown } | undefined>
>;

export interface FxScope {
  readonly outlet: Outlet;
  readonly decisions: Decisions;
}

/** Without a provider: the tag of the page. */
export const FxContext = createContext<FxScope>({ outlet: createOutlet(undefined), decisions: {} });
