/** Makes the result for each wave, for people and for programs. */

import type { Remark } from './wave.js';

/** Something that is said in another way in the experiment. */
export interface Translated {
  /** The wave's field, or its file. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** Code that was not translated and stays as it was. */
export interface KeptScript {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly what: string;
}

/** One wave in the report. */
export interface WaveReport {
  /** Its directory. */
  readonly folder: string;
  /** Null where none could be read. */
  readonly mojitoId: string | null;
  /** Of the experiment; null where the wave was left out. */
  readonly id: string | null;
  readonly status: 'running' | 'draft' | 'archived' | null;
  readonly carried: readonly string[];
  readonly translated: readonly Translated[];
  readonly scripts: readonly KeptScript[];
  /** What needs a person; where the wave was left out, why. */
  readonly needs: readonly Remark[];
  /** Whether its code uses what `fx.mojito.js` offers. */
  readonly usesMojito: boolean;
}

/** An experiment that was made of a wave. */
export interface ImportedExperiment {
  readonly id: string;
  /** The experiment file. */
  readonly text: string;
}

/** What came of a directory of waves. */
export interface Imported {
  /** By id. */
  readonly experiments: readonly ImportedExperiment[];
  /** By directory. */
  readonly waves: readonly WaveReport[];
}
