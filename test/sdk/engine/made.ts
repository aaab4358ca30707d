/** Holds manifests and engines for the tests. */

import type { Experiment, FxEvent, Manifest } from '../../../src/core/index.js';
import { createEngine, type Engine, type EngineEvent, type EngineOptions } from '../../../src/sdk/engine/index.js';

export const NOW = Date.UTC(2026, 5, 1);

/** An experiment with the arms `control` and `treatment`. */
export const made = (id: string, more: Partial<Experiment> = {}): Experiment => ({
  id,
  name: id,
  variants: [
    { key: 'control', name: 'Control', weight: 5000 },
    { key: 'treatment', name: 'Treatment', weight: 5000, payload: { value: 7 } },
  ],
  ...more,
});

/** One whose subjects all have the treatment. */
export const sure = (id: string, more: Partial<Experiment> = {}): Experiment =>
  made(id, {
    variants: [
      { key: 'control', name: 'Control', weight: 0 },
      { key: 'treatment', name: 'Treatment', weight: 10000, payload: { value: 7 } },
    ],
    ...more,
  });

export const manifestOf = (...experiments: readonly Experiment[]): Manifest => ({
  version: 1,
  revision: 'r1',
  enabled: true,
  experiments,
});

export interface Played {
  readonly engine: Engine;
  readonly sent: FxEvent[];
  readonly told: EngineEvent[];
}

/** An engine of the subject `user-1` with what it has sent and told. */
export function play(manifest: Manifest | string | undefined, options: EngineOptions = {}): Played {
  const sent: FxEvent[] = [];
  const engine = createEngine(manifest, {
    subject: 'user-1',
    now: () => NOW,
    telemetry: { track: (event) => void sent.push(event) },
    ...options,
  });
  const told = [...engine.getHistory()];
  engine.subscribe((event) => void told.push(event));
  return { engine, sent, told };
}

/** What was told, in a line each. */
export const lines = (events: readonly EngineEvent[]): string[] =>
  events.map((event) =>
    Object.entries(event)
      .filter(([name]) => !['at', 'context', 'error'].includes(name))
      .map(([, value]) => String(value))
      .join(' '),
  );
