/** Gives components the decisions of a server, or another source than the tag of the page. */

import { createElement, type ReactNode, useMemo } from 'react';
import { type Decisions, FxContext } from './context.js';
import { createOutlet, type FxSource } from './source.js';

export interface FxProviderProps {
  /** What the server decided for this very request: it holds as long as the page does. */
  readonly decisions?: Decisions | undefined;
  /** An engine, or a tag under another name than `fx`. Default: `window.fx`. */
  readonly source?: FxSource | undefined;
  readonly children?: ReactNode;
}

export function FxProvider({ decisions = NONE, source, children }: FxProviderProps): ReactNode {
  const scope = useMemo(() => ({ outlet: createOutlet(source), decisions }), [source, decisions]);
  return createElement(FxContext.Provider, { value: scope }, children);
}

const NONE: Decisions = {};
