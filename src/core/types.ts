/** Declares the manifest: the wire contract between the command line that writes it and every runtime that reads it. */

import type { AddressPart } from './address.js';

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Targeting facts: what the host gave, plus `page`, `device` and `visitor` where the tag computes them. */
export interface Context {
  readonly [namespace: string]: unknown;
}

/**
 * A JSONLogic-style tree over the context. It is data from outside, so anything may stand here:
 * whatever evaluation reaches and does not know makes the whole rule false.
 */
export type Rule = Json;

/** `draft` is seen in preview only, `paused` by nobody; `archived` never reaches a manifest. */
export type Status = 'draft' | 'running' | 'paused';

/** Who may take part. */
export interface Audience {
  /** Share of eligible subjects that is in the test, 0..1. Default 1. */
  readonly sampleRate?: number;
  /** Subjects whose sample number is below this are left out for good, 0..1. Default 0. */
  readonly excludeRate?: number;
  /** Who is eligible. Default: everyone. */
  readonly rule?: Rule;
}

/**
 * A slice of a layer. Experiments of one layer whose slices do not overlap never meet in one subject, and taking a free
 * slice for another experiment moves nobody.
 *
 * @example
 * const layer: Layer = { name: 'checkout', from: 0, to: 0.5 };
 */
export interface Layer {
  /** What the experiments that share out the subjects have in common. */
  readonly name: string;
  /** Where the slice begins, 0..1, inclusive: `unit('layer:' + name, 'layer', subject)` is held against it. */
  readonly from: number;
  /** Where the slice ends, 0..1, exclusive. */
  readonly to: number;
}

/**
 * A share of all subjects that stays out of many experiments, so that what those did together can be read out.
 *
 * @example
 * const holdout: Holdout = { id: 'winter-2026', share: 0.05 };
 */
export interface Holdout {
  /** Its own salt: `unit(id, 'holdout', subject)` is held against the share. */
  readonly id: string;
  readonly name?: string;
  /** Share of subjects that is held out, 0..1. */
  readonly share: number;
  /** The ids of the experiments that it holds subjects out of. Default: all. */
  readonly experiments?: readonly string[];
  /** ISO 8601 with zone, inclusive. Before it nobody is held out. */
  readonly startAt?: string;
  /** ISO 8601 with zone, exclusive. From it on nobody is held out. */
  readonly endAt?: string;
}

/** When an experiment activates. */
export type Trigger =
  | { readonly kind: 'auto' }
  | {
      readonly kind: 'urlMatch';
      /** A substring, or the source of a regular expression (no flags) with `regex`. */
      readonly pattern: string;
      readonly regex?: boolean;
      /**
       * `path`: the path alone. `full`: path + query + hash. `hash`: what begins with `#`. `url`: the whole address.
       * Default: `url` for patterns that begin with `http` or `^http`, else wherever it matches, the path (decoded or
       * not) or `full`.
       */
      readonly on?: AddressPart;
    }
  | {
      readonly kind: 'waitForSelector';
      readonly selector: string;
      /** Milliseconds after which it no longer fires on this view. Default: never. */
      readonly timeoutMs?: number;
    }
  | {
      readonly kind: 'event';
      readonly name: string;
      /** Listens through the page's jQuery, which dispatches no DOM events. Default false. */
      readonly jquery?: boolean;
    }
  | {
      readonly kind: 'visible';
      readonly selector: string;
      /** Share of the element, or of what can be seen of it at once, that must be on screen, 0..1. Default 0.5. */
      readonly ratio?: number;
    }
  | { readonly kind: 'manual' }
  | { readonly kind: 'script'; readonly js: Code }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Trigger[] };

/** JavaScript: its source or, in a container, the index of a function that the container carries. */
export type Code = string | number;

/** Where `injectHTML` puts its nodes, as in `insertAdjacentHTML`. */
export type Position = 'beforebegin' | 'afterbegin' | 'beforeend' | 'afterend';

/**
 * What an operation does about later changes of its element. `render`: applies again where the page shows what it
 * found, and leaves any third value alone. `always`: enforces its value. `once`: applies once to each element.
 */
export type Keep = 'render' | 'always' | 'once';

/** What every operation on elements takes. */
export interface OpTarget {
  readonly selector: string;
  /** How long to look for the first match, milliseconds, not before the document is parsed. Default 2000. */
  readonly waitForMs?: number;
  /** Every match, later ones too. Default: the first match. */
  readonly all?: boolean;
  /** Default `render`. */
  readonly keep?: Keep;
}

/** What an operation takes that replaces something. */
export interface Replaced {
  /** What has to stand there, white space folded: elsewhere the operation does not apply. Default: anything. */
  readonly was?: string;
}

/** One declarative change to the page. */
export type Op =
  | ({ readonly op: 'replaceText' | 'replaceHTML'; readonly value: string } & OpTarget & Replaced)
  | ({ readonly op: 'addClass' | 'removeClass'; readonly value: string } & OpTarget)
  | ({ readonly op: 'setAttr'; readonly name: string; readonly value: string } & OpTarget & Replaced)
  | ({ readonly op: 'setStyle'; readonly name: string; readonly value: string } & OpTarget)
  | ({ readonly op: 'remove' } & OpTarget)
  | ({ readonly op: 'injectHTML'; readonly position: Position; readonly value: string } & OpTarget)
  | { readonly op: 'injectCSS'; readonly value: string };

/** One arm of an experiment and what it applies: its recipe is `css`, `domOps` and `js`. */
export interface Variant {
  readonly key: string;
  readonly name: string;
  /** Share in ten-thousandths; those of one experiment sum to 10000. */
  readonly weight: number;
  /** Share of the variant's subjects that get the recipe, the payload and the exposure, 0..1. Default 1. */
  readonly recipeSampleRate?: number;
  readonly css?: string;
  readonly domOps?: readonly Op[];
  readonly js?: Code;
  readonly payload?: JsonObject;
  /**
   * Another address that the variant is: http(s), or relative to the page. The page is left for it at a view; nothing
   * else of the variant changes the page.
   */
  readonly redirect?: string;
  /** Whether the page's query goes along, behind the target's own. Default true. */
  readonly keepQuery?: boolean;
}

/**
 * One experiment as the manifest carries it: sugar compiled away, weights explicit.
 *
 * @example
 * const experiment: Experiment = {
 *   id: 'homepage-cta',
 *   name: 'Call to action',
 *   variants: [
 *     { key: 'control', name: 'Now', weight: 5000 },
 *     { key: 'green', name: 'Green', weight: 5000, css: '.cta { background: green }' },
 *   ],
 * };
 */
export interface Experiment {
  readonly id: string;
  readonly name: string;
  /** 8 hex digits over what decides, so that data can be cut where an edit fell. */
  readonly phase?: string;
  /** Default `running`. */
  readonly status?: Status;
  /** ISO 8601 with zone, inclusive. */
  readonly startAt?: string;
  /** ISO 8601 with zone, exclusive. */
  readonly endAt?: string;
  /** Feeds all three hashes. Default: the id. */
  readonly salt?: string;
  readonly audience?: Audience;
  /** Which slice of a layer its subjects are from. Default: none, everybody. */
  readonly layer?: Layer;
  /** `false`: nothing is stored, the hash decides each time. Default true. */
  readonly sticky?: boolean;
  /** Everyone eligible gets this variant, without exposure. */
  readonly divertTo?: string;
  /** The host calls `expose(id)`. Default false. */
  readonly manualExposure?: boolean;
  /** Default `{kind: 'auto'}`. */
  readonly trigger?: Trigger;
  readonly sharedJs?: Code;
  readonly sharedCss?: string;
  readonly metadata?: JsonObject;
  /** The baseline of results. */
  readonly control?: string;
  readonly variants: readonly Variant[];
  /** The wave id that an imported experiment had in Mojito. */
  readonly mojitoId?: string;
}

/**
 * What is published and what the tag runs: one JSON file. `parseManifest` reads it; an experiment in it runs only where
 * `isSound` takes it, so that a newer file does no harm to an older reader.
 */
export interface Manifest {
  readonly version: 1;
  /** A hash of the content. */
  readonly revision: string;
  /** `false` switches every experiment off. */
  readonly enabled: boolean;
  /** Sorted by id, in code units. */
  readonly experiments: readonly Experiment[];
  /** Sorted by id, in code units. */
  readonly holdouts?: readonly Holdout[];
}

/**
 * A manifest as TypeScript sees it where `manifest.json` is imported: literals are `string` and `number` there. Whoever
 * takes it checks what is in it, as with a text.
 */
export interface JsonManifest {
  readonly version: number;
  readonly experiments: readonly object[];
}
