/** Declares the parts of a wave, however it was written, and the remarks about them. */

import type { WaveCode } from './code.js';
import type { WaitedCode } from './waiting.js';

/** Something that a person should know of, and where it stands. */
export interface Remark {
  /** As it was given. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** One sentence. */
  readonly message: string;
}

/** A wave as its files say it: JSON, in which code stands as `Code` and style sheets as text. */
export interface RawWave {
  readonly folder: string;
  readonly file: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The line of a value, or of what should hold it. */
  readonly lineOf: (path: readonly string[]) => number;
  /** The parts that could not be read: the wave is left out then. */
  readonly faults: readonly Remark[];
  /** Names of the files that were read besides, by the path of the field that names them, joined by dots. */
  readonly parts: ReadonlyMap<string, string>;
}

/** One recipe. */
export interface WaveRecipe {
  readonly id: string;
  readonly name: string;
  readonly sampleRate: number | undefined;
  readonly js: WaveCode | undefined;
  /** What it says in other words than its file. */
  readonly translated: WaitedCode['translated'];
  readonly css: string | undefined;
  /** Keys that Mojito does not know. */
  readonly custom: Readonly<Record<string, unknown>>;
}

/** A wave whose fields have the types that they should. */
export interface Wave {
  readonly raw: RawWave;
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly sampleRate: number;
  readonly excludeSampleRate: number | undefined;
  readonly divertTo: string | undefined;
  readonly manualExposure: boolean;
  readonly cookieDuration: number | undefined;
  readonly trigger: WaveCode | undefined;
  readonly js: WaveCode | undefined;
  readonly css: string | undefined;
  readonly recipes: readonly WaveRecipe[];
  /** Never published by Mojito. */
  readonly hidden: unknown;
  /** Keys that Mojito does not know, as JSON. */
  readonly custom: Readonly<Record<string, unknown>>;
  /** The same, where they are code. */
  readonly customCode: Readonly<Record<string, WaveCode>>;
}

/** Whether a value of a raw wave is code. */
export function isCode(value: unknown): value is WaveCode {
  return typeof value === 'object' && value !== null && 'source' in value && 'names' in value;
}
