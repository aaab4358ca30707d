/** Describes the parts that every page and operation works with: they are made once, when the server starts. */

import type { Origins } from './access/origins.js';
import type { People } from './access/people.js';
import type { StudioRole } from './access/roles.js';
import type { Births } from './births.js';
import type { StudioCamera } from './camera.js';
import type { Changes } from './changes.js';
import type { Passes } from './editing/passes.js';
import type { Repository } from './git.js';
import type { Author } from './gitcommits.js';
import type { Broadcast } from './live.js';
import type { Publications } from './publications.js';
import type { Readouts } from './readout/readouts.js';
import type { DeedRecord } from './record.js';
import type { Sinks } from './sinks/index.js';
import type { SiteHolder } from './site.js';
import type { EventTrouble } from './storing.js';
import type { Workspace } from './workspace.js';

/** All of it. */
export interface House {
  readonly workspace: Workspace;
  readonly record: DeedRecord;
  /** When experiments were made of which the record does not say it. */
  readonly births: Births;
  readonly repository: Repository | null;
  readonly changes: Changes;
  readonly publications: Publications;
  readonly readouts: Readouts;
  readonly people: People;
  /** Whether a proxy or a provider signs people in besides, so that they need no password. */
  readonly isVouched: boolean;
  readonly origins: Origins;
  readonly live: Broadcast;
  readonly camera: StudioCamera;
  /** Where events are posted, for snippets. */
  readonly collectUrl: string;
  readonly eventsFile: string;
  /** Where days of events lie that are over. */
  readonly daysFolder: string;
  readonly sinks: Sinks;
  /** Why events are refused right now; null where they are stored. */
  readonly eventTrouble: () => EventTrouble | null;
  /** Why the guard cannot look right now; null where it does. */
  readonly guardTrouble: () => GuardTrouble | null;
  /** Who counts events, in words. */
  readonly counts: string;
  /** Where previews open, and from which origins the visual editor may ask. */
  readonly site: SiteHolder;
  readonly passes: Passes<Caller>;
  /** Whether the folder was read for the first time; until then pages say that it is. */
  readonly isRead: () => boolean;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What keeps the guard from watching. */
export interface GuardTrouble {
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly message: string;
}

/** Somebody who asks for something. */
export interface Caller {
  readonly author: Author;
  readonly role: StudioRole;
  /** The revision that was seen, from `If-Match` or a form; several with a comma and a blank between them. */
  readonly ifRevision?: string | undefined;
  /** Asks anew who this is, for what lives longer than a request; null where they may no more. */
  readonly again?: () => Promise<Caller | null>;
  /** The only experiment that a session of the visual editor is for. */
  readonly experimentId?: string;
}
