/**
 * Exports `fx-tag/react/debug`: a panel that lists the experiments of a route, says why, and forces variants. A bundle
 * of its own.
 */

import { type ReactNode, useContext, useEffect, useMemo, useReducer } from 'react';
import { type DebugSource, debugStates, endForcing, forceVariant } from './debugged.js';
import { FxContext, type FxSource } from './index.js';
import { type DebugPrimitives, panelParts } from './primitives.js';
import { createOutlet } from './source.js';

export type { DebugPrimitives };

export interface FxDebugProps {
  /** Default: that of the provider, else `window.fx`. */
  readonly source?: FxSource | undefined;
  /** The route, such as `/shop/1`. Default: all that an engine has, and on a page its address. */
  readonly route?: string | undefined;
  /** React Native's own `View`, `Text`, `Pressable` and `ScrollView`. Default: HTML. */
  readonly native?: DebugPrimitives | undefined;
  /** Adds a button that calls it: who has opened the panel closes it. */
  readonly onClose?: (() => void) | undefined;
}

/**
 * For whoever develops or tests. The host decides when it is there: by a shake, a floating button, a key.
 *
 * @example
 * {isOpen && <FxDebug onClose={() => setOpen(false)} />}
 */
export function FxDebug({ source, route, native, onClose }: FxDebugProps): ReactNode {
  const scope = useContext(FxContext);
  const outlet = useMemo(() => (source ? createOutlet(source) : scope.outlet), [source, scope]);
  const [, render] = useReducer((count: number) => count + 1, 0);
  const { panel, item, row, heading, line, button } = useMemo(() => panelParts(native), [native]);
  useEffect(() => {
    const stop = outlet.subscribe(render);
    // An engine tells more than changes: facts, a manifest, what was taken back.
    const silence = (outlet.source as DebugSource | undefined)?.subscribe?.(render);
    // What came before the effect was told to nobody.
    render();
    return () => {
      stop();
      silence?.();
    };
  }, [outlet]);
  const found = outlet.source as DebugSource | undefined;
  const states = found ? debugStates(found, route) : [];
  const act = (change: (source: DebugSource) => void) => () => {
    if (found) change(found);
    // A variant that holds already may be forced, too: nobody is told of that.
    render();
  };
  return panel(
    heading(
      found ? `${states.length || 'No'} experiment${states.length === 1 ? '' : 's'} here` : 'fx is not there yet',
    ),
    ...states.map(({ experiment, isForced, variant, why }) =>
      item(
        experiment.id,
        heading(experiment.name || experiment.id),
        line(`${variant ?? 'out'}: ${why}`),
        row(
          ...experiment.variants.map(({ key }) => {
            const isOn = isForced && key === variant;
            const onPress = act((source) => forceVariant(source, experiment, isOn ? undefined : key));
            return button({ isOn, label: key, onPress });
          }),
        ),
      ),
    ),
    row(
      ...(found ? [button({ label: 'Reset all', onPress: act(endForcing) })] : []),
      ...(onClose ? [button({ label: 'Close', onPress: onClose })] : []),
    ),
  );
}
