/**
 * Opens a folder of experiments: its files, their repository, what was done to them, what is published and what came of
 * it.
 */

import { join } from 'node:path';
import type { Signer } from '../publishing/index.js';
import { openBirths } from './births.js';
import { createChanges } from './changes.js';
import { openRepository } from './git.js';
import type { House } from './house.js';
import { createPublications } from './publications.js';
import type { ReadoutEngine } from './readout/asked.js';
import { createReadouts } from './readout/readouts.js';
import { openRecord } from './record.js';
import type { ServeSettings } from './settings.js';
import { openWorkspace, revisionOfText } from './workspace.js';
import { tidy } from './writing.js';

/** What a folder is opened with. */
export interface FolderParts {
  /** The folder of experiments. */
  readonly directory: string;
  /** Where the record of changes lies. */
  readonly studio: string;
  readonly settings: Pick<ServeSettings, 'isCommitted' | 'isPushed' | 'target'>;
  readonly signer: Signer | undefined;
  /** Files and folders of events. */
  readonly events: readonly string[];
  /** Files and folders of events besides, as the configuration names them. */
  readonly named: readonly string[];
  readonly engine: ReadoutEngine | undefined;
  readonly script: string | undefined;
  readonly now: () => number;
  readonly say: (sentence: string) => void;
}

/** An open folder. */
export type OpenFolder = Pick<
  House,
  'workspace' | 'record' | 'births' | 'repository' | 'changes' | 'publications' | 'readouts'
>;

/** Finishes first what a process that was killed had begun. */
export async function openFolder(parts: FolderParts): Promise<OpenFolder> {
  const { directory, studio, settings, signer, now } = parts;
  const workspace = openWorkspace(directory);
  const record = openRecord(join(studio, 'record.ndjson'), now);
  const repository = settings.isCommitted ? await openRepository(directory) : null;
  if (repository?.trouble) parts.say(`Changes are written and not committed: git says ${repository.trouble}`);
  const changes = createChanges({ workspace, record, repository, isPushed: settings.isPushed });
  await changes.settle();
  for (const folder of [directory, studio]) tidy(folder);
  const publications = createPublications(workspace, record, { signer, main: settings.target });
  await publications.settle((error) => parts.say(`What became of a publication could not be written down: ${error}`));
  const readouts = createReadouts({
    ...{ directory, events: parts.events, named: parts.named, engine: parts.engine, script: parts.script, now },
    target: async () => [...(await publications.places()).values()][0] ?? null,
    key: async () => revisionOfText((await workspace.read()).files.map(({ text }) => revisionOfText(text)).join()),
  });
  const births = openBirths({ directory, file: join(studio, 'created.json'), repository });
  return { workspace, record, births, repository, changes, publications, readouts };
}
