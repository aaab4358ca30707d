/**
 * Declares the state of a page, parted by how long it lasts: the site, the session of one subject, the run of one
 * experiment.
 */

import type { Context, Experiment, Manifest, StoredVisit, Variant } from '../core/index.js';
import type { CompiledCode } from './capability.js';
import type { Shared } from './code.js';
import type { Delivery } from './delivery.js';
import type { Emitter } from './events.js';
import type { Options } from './options.js';
import type { Preview } from './preview.js';
import type { Recipe } from './recipe.js';
import type { Workshop } from './slots.js';
import type { Owner, Sticky } from './sticky.js';
import type { Part } from './triggers.js';
import type { Visitor } from './visitor.js';

/** What lasts as long as the page: made once, before anything is decided. */
export interface Site extends Workshop {
  readonly _options: Options;
  readonly _functions: readonly CompiledCode[] | undefined;
  readonly _emitter: Emitter;
  readonly _delivery: Delivery;
  /** Shared code runs once per page load, whoever the subject is. */
  readonly _shared: Map<string, Shared>;
  /** The exposures that were recorded and not erased since: there is one to a subject, experiment and variant. */
  readonly _exposed: Set<string>;
  /**
   * What is told once to a page: what a composed container was asked for and does not have, and that a manifest was
   * refused.
   */
  readonly _lacks: Set<string>;
  /** The host's subject and facts. */
  _given: string | undefined;
  _context: Context;
  /** What a server has put into this page: `<id>:<key>,` each. */
  _rendered: string;
  /** The preview that the page asked for; undefined: the address says. */
  _wished?: Preview;
  _hasConsent: boolean;
  /** Whether consent was given on this page, which outweighs Global Privacy Control. */
  _isAsked?: boolean;
  _isPainted?: boolean;
  /** Whether `dispose` or `forget` has ended everything. */
  _isOver?: boolean;
  /** Undefined until there is one, or none to be had: then it is empty. */
  _manifest?: Manifest;
  /** Whether the manifest is at hand or fetched on this page: one from storage has to be confirmed on strict pages. */
  _isTrusted?: boolean;
  /** When the newest manifest was signed that came in on this page, milliseconds since the epoch. */
  _signedAt?: number | undefined;
  /** Whether a rule of the manifest reads the visit; undefined before the first view. */
  _readsVisit?: boolean | undefined;
  /** The visit, and the address at which it was last counted. */
  _visit?: StoredVisit;
  _visitAt?: string;
  /** The visitor that the first session begins with. */
  _visitor: Visitor;
  /** Undefined before the first decision, and once everything is over. */
  _session?: Session | undefined;
  /** Stops listening to navigations; undefined before the first decision. */
  _stop?: () => void;
  /** Shows the page again that is being left for another address; undefined where none is. */
  _stay?: (() => void) | undefined;
  /** Called at every view. */
  _onView(): void;
  /** Called when a preview is on. */
  _onPreview(): void;
}

/** What lasts as long as one subject is looked at in one way: a beginning makes it, a restart throws it away. */
export interface Session extends Owner {
  readonly _site: Site;
  readonly _subject: string;
  readonly _sticky: Sticky;
  readonly _preview: Preview;
  readonly _runs: Map<string, Run>;
  /** The failures that were told: each is told once. */
  readonly _told: Set<string>;
  /** Changes once, where a prerendered page is looked at: then the visitor is stored. */
  _visitor: Visitor;
  /** Whether anything may be stored; not before a prerendered page is looked at. */
  _canStore: boolean;
  /** Why nobody like this is in any experiment, '' where nothing says so. */
  _bar: string;
}

/** What lasts as long as one experiment has to do with a session. */
export interface Run {
  readonly _session: Session;
  readonly _experiment: Experiment;
  readonly _part: Part;
  _verdict?: PageVerdict;
  _recipe?: Recipe | undefined;
  /** The variant that was told last to those who listen to changes. */
  _said?: string | undefined;
  /** What the subject has, while the trigger is on. */
  _variant?: Variant | undefined;
  /**
   * The facts that it was decided by, where its rule reads the page too: those about the person hold for this page
   * load.
   */
  _facts?: Context;
  /** Whether its rule, which reads the page, is false on this view. */
  _isElsewhere?: boolean;
  /** Whether its recipe threw on this page. */
  _isBroken?: boolean;
  /** Whether it was stopped, or its session has ended: whatever comes now comes too late. */
  _isOver?: boolean;
}

/** What was decided for one experiment on this page: the core's verdict, or the page's. */
export interface PageVerdict {
  readonly variant: string | null;
  readonly recipe: boolean;
  readonly exposure: boolean;
  readonly reason: string;
}

/** Whether a set does not have this yet; from then on it has. */
export const isFirst = (told: Set<string>, ...what: unknown[]): boolean => told.size < told.add(what.join('\n')).size;

/** Whether what happens in a session counts for nobody: in a preview, or where nobody is in anything. */
export const isSilent = ({ _bar: bar, _preview: preview }: Pick<Session, '_bar' | '_preview'>): boolean =>
  !!(bar || preview);
