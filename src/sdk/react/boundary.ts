/** Catches what a variant throws, takes the variant back and reports it. */

import { Component, createElement, type ReactNode, useContext } from 'react';
import type { ExperimentId } from '../../tag/typed.js';
import { FxContext } from './context.js';

export interface FxBoundaryProps {
  readonly id: ExperimentId;
  /** What is shown from then on. */
  readonly fallback?: ReactNode | ((error: unknown) => ReactNode);
  readonly children?: ReactNode;
}

/**
 * Shows the fallback where what it holds throws; the visitor's variant is over, and a failure is counted.
 *
 * @example
 * <FxBoundary id="hero" fallback={<Photo />}><Film /></FxBoundary>
 */
export function FxBoundary({ id, fallback, children }: FxBoundaryProps): ReactNode {
  const { outlet } = useContext(FxContext);
  const onCatch = (error: unknown): void => outlet.use((source) => source.fail(id, error));
  return createElement(Catcher, { fallback, onCatch, key: id }, children);
}

interface CatcherProps extends Pick<FxBoundaryProps, 'fallback' | 'children'> {
  readonly onCatch: (error: unknown) => void;
}

/** Only classes catch. */
class Catcher extends Component<CatcherProps, { readonly caught?: readonly [unknown] }> {
  static getDerivedStateFromError(error: unknown) {
    return { caught: [error] };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onCatch(error);
  }

  override render(): ReactNode {
    const { fallback, children } = this.props;
    const { caught } = this.state ?? {};
    if (!caught) return children;
    return typeof fallback === 'function' ? fallback(caught[0]) : fallback;
  }
}
