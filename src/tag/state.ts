/** The state of one page, which the rooms of a run share: every field has one owner that writes it. */

import type { Context, Experiment, Manifest, Variant } from '../core/index.js';
import type { Options } from './api.js';
import type { CompiledCode } from './capability.js';
import type { Delivery } from './delivery.js';
import type { Emitter } from './events.js';
import type { Preview } from './preview.js';
import type { Recipe, Shared } from './recipe.js';
import type { Workshop } from './slots.js';
import type { Sticky } from './sticky.js';
import type { Part } from './triggers.js';
import type { Visitor } from './visitor.js';

/** What was decided for one experiment on this page: the core's verdict, or the page's. */
export interface Verdict {
  readonly variant: string | null;
  readonly recipe: boolean;
  readonly exposure: boolean;
  readonly reason: string;
}

/** One experiment that this page has to do with. */
export interface Run {
  readonly _experiment: Experiment;
  readonly _part: Part;
  _verdict?: Verdict;
  _recipe?: Recipe | undefined;
  /** What the subject has, while the trigger is on. */
  _variant?: Variant | undefined;
  /** Whether its recipe threw on this page. */
  _isBroken?: boolean;
}

export interface Page extends Workshop {
  readonly _options: Options;
  readonly _functions: readonly CompiledCode[] | undefined;
  readonly _emitter: Emitter;
  readonly _delivery: Delivery;
  readonly _runs: Map<string, Run>;
  /** Outlives the runs of one subject: shared code runs once per page load. */
  readonly _shared: Map<string, Shared>;
  /** What has happened already, and happens once. */
  readonly _told: Set<string>;
  /** Undefined until there is one, or none to be had: then it is empty. */
  _manifest?: Manifest;
  /** Whether the manifest is at hand or fetched on this page: one from storage has to be confirmed on strict pages. */
  _isTrusted?: boolean;
  /** The host's subject and facts. */
  _given: string | undefined;
  _context: Context;
  /** The preview that the page asked for; undefined: as the address says. */
  _wished?: Preview;
  _hasConsent: boolean;
  /** Whether consent was given on this page, which outweighs Global Privacy Control. */
  _isAsked?: boolean;
  _isPainted?: boolean;
  _visitor: Visitor;
  /** Of the subject of now, from here on; the first decision makes them. */
  _subject: string;
  _sticky: Sticky;
  _preview: Preview;
  /** Why nobody like this is in any experiment, '' where nothing says so. */
  _bar: string;
  /** Whether anything may be stored; not before a prerendered page is looked at. */
  _canStore: boolean;
  /** Told at every view. */
  _onView(): void;
  /** Told when a preview is on. */
  _onPreview(): void;
  /** Stops listening to navigations; undefined before the first decision. */
  _stop?: () => void;
}

/** True the first time. */
export const isFirst = ({ _told: told }: Page, ...what: unknown[]): boolean =>
  told.size < told.add(what.join('\n')).size;

/** Whether what happens here counts for nobody: in a preview, or where nobody is in anything. */
export const isSilent = ({ _bar: bar, _preview: preview }: Page): boolean => !!(bar || preview);
