/** Declares the types of `window.Mojito`, and of what this room uses of `window.fx`. */

import type { Experiment } from '../core/index.js';

/** One recipe of a test. */
export interface MojitoRecipe {
  id?: string;
  readonly name?: string;
  /** Its share among those in the test, 0..1; an even split where one recipe has none. */
  sampleRate?: number;
  readonly css?: string;
  js?(test: unknown): unknown;
  readonly [more: string]: unknown;
}

/** Where exposures and failures go. */
export interface StorageAdapter {
  onExposure?(test: unknown, _?: unknown): void;
  onRecipeFailure?(test: unknown, error: unknown): void;
}

/** A number for the next decision about a test: first whether a visitor is in, then which recipe. */
export type DecisionAdapter = (test: never) => number;

/** `Mojito.options`, and what a test may have of its own in `options`. */
export interface Settings {
  debug: boolean;
  /** Days. */
  cookieDuration: number;
  cookiePrefix: string;
  cookieDomain?: string;
  /** Characters. */
  maxErrorStackLength: number;
  /** Milliseconds between two looks of `waitUntil`, and how long it looks where nobody says. */
  waitInterval: number;
  defaultWaitTimeout: number;
  storageAdapter: StorageAdapter;
  decisionAdapter: DecisionAdapter;
  /** Whether this visitor is in no test; a function is asked once. */
  excluded: unknown;
  [more: string]: unknown;
}

export type Level = 'log' | 'warn' | 'error';

/** What a test is made of: what `addTest` takes. */
export interface TestConfig {
  readonly id: string;
  readonly name?: string;
  readonly recipes: Readonly<Record<string, MojitoRecipe>>;
  /** `live` or `staging`. Default `staging`. */
  readonly state?: string;
  /** Default 1. */
  readonly sampleRate?: number;
  readonly divertTo?: string | undefined;
  readonly manualExposure?: boolean | undefined;
  readonly css?: string;
  readonly trigger: (test: unknown) => void;
  readonly storageAdapter?: StorageAdapter;
  readonly decisionAdapter?: DecisionAdapter;
  readonly options?: Partial<Settings>;
  readonly [more: string]: unknown;
}

/** `test.options`: the config with defaults, and what a decision leaves in it. */
export interface TestOptions extends TestConfig {
  readonly state: string;
  readonly sampleRate: number;
  readonly options: Settings;
  readonly storageAdapter: StorageAdapter;
  readonly decisionAdapter: DecisionAdapter;
  /** How many decisions were made. */
  decisionIdx: number;
  digest?: string;
  isDivert?: boolean;
}

/** What code of waves gets. Those of imported experiments have what begins with `_hear` and after, too. */
export interface Test {
  options: TestOptions;
  /** The ids of its recipes. */
  readonly recipes: readonly string[];
  chosenRecipe?: MojitoRecipe | undefined;
  /** Whether `activate` was called. */
  activated?: boolean;
  /** Decides, once, and runs the recipe; false where there is none to run, or it threw. */
  activate(): unknown;
  trackExposureEvent(recipe?: MojitoRecipe): void;
  trackRecipeFailureEvent(error: unknown): void;
  /** Whether the visitor is in: null where that is not decided. */
  inTest(): unknown;
  setInTest(value: string): void;
  getRecipe(): string | null;
  setRecipe(recipe: string): void;
  /** The next number of the decisionAdapter. */
  getRandom(): number;
  /** The recipe that the next number falls on. */
  chooseRecipe(): string | undefined;
  log(message: unknown, level?: Level): void;
  injectCSS(css: string): void;
  /** The cookie: `1.<recipe>` for those who are in, null where there is none. */
  _read(): string | null;
  /** What is known about the visitor, in the form of the cookie. */
  _look(): string | null;
  /** Whether a visitor about whom nothing is known is in. */
  _samples(): boolean;
  /** Tells the storageAdapter, but not of previews. */
  _tell(what: keyof StorageAdapter, error?: unknown): void;
  _isPreview?: () => boolean;
  /** Takes over what fx shows now, and passes on what it told. */
  _hear?: (event?: ClientEvent) => void;
  /** The variant that Mojito's cookie names, '' where it keeps the visitor out, else nothing. */
  _recall?: () => string | undefined;
  /** What decides instead of the gates' verdict; undefined where nothing does. */
  _decide?: (reason: string) => string | null | undefined;
}

/** What is asked of the `experiment` that code of a recipe is given. */
export interface RecipeOwner {
  when(
    selector: string,
    callback: (element: Element) => void,
    options?: { readonly all?: boolean; readonly timeoutMs?: number },
  ): void;
}

/** What is read of an exposure or a failure. */
export interface ClientEvent {
  readonly experiment: string;
  readonly variant: string;
  readonly code?: string;
  readonly message?: string;
  readonly stack?: string;
}

/** What is asked of `window.fx`. Before the tag has run it is a queue, which has only `push`. */
export interface Fx {
  push(...commands: readonly (readonly unknown[])[]): unknown;
  readonly version?: string;
  readonly experiments?: readonly Experiment[];
  activate(id: string): unknown;
  assignment(id: string): string | undefined;
  expose(id: string): boolean;
  explain(id: string): { readonly variant: string | null; readonly reason: string } | undefined;
}

/** What the tag asks of a page: options that stand on its queue. */
export interface Hooks {
  recall?: ((experiment: Experiment) => string | null | undefined) | undefined;
  decide?: ((experiment: Experiment, subject: string, verdict: MojitoVerdict) => string | null | undefined) | undefined;
}

export interface MojitoVerdict {
  readonly reason: string;
}
