/** Names the places of one project that is being developed. */

import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EARLIER_FILE, EVENTS_FILE, Refusal } from '../files/index.js';

/** Where everything is, absolute. */
export interface DevProject {
  /** The folder of pages. */
  readonly root: string;
  readonly experimentsDir: string;
  readonly configFile: string;
  readonly eventsFile: string;
  /** Events that an earlier version of fx wrote into the folder of pages; null where there are none. */
  readonly earlierEvents: string | null;
  /** fx's own build. */
  readonly distDir: string;
  /** Of the folder of pages, what is not for visitors: experiments, configuration, received events. */
  isHidden(file: string): boolean;
  /** Whether a change of this file changes the experiments. */
  isExperiment(file: string): boolean;
  /** What changes all the time or is nobody's page: the events, dependencies, names that begin with a dot. */
  isUnwatched(file: string): boolean;
}

/** What may be said about the places; the rest follows from the folder of pages. */
export interface Places {
  /** The folder of pages. */
  readonly dir: string;
  /** Default: `experiments` in the folder of pages, else in the working directory. */
  readonly experimentsDir?: string;
  /** Default: `.fx/events.ndjson` in the working directory, so that it is not deployed with the pages. */
  readonly eventsFile?: string;
  /** Default: the `dist` of the package that this file belongs to. */
  readonly distDir?: string;
}

const CONFIG = 'fx.config.yaml';

/**
 * Finds the places of a project.
 *
 * @throws with one sentence where the folder of pages is not there
 */
export async function findProject(places: Places): Promise<DevProject> {
  const root = await realpath(resolve(places.dir)).catch((cause: unknown) => {
    throw new Refusal(`There is no folder ${places.dir}: name one that holds HTML pages.`, 'dev', {}, cause);
  });
  if (!(await stat(root)).isDirectory())
    throw new Refusal(`${places.dir} is a file: name a folder that holds HTML pages.`, 'dev');
  const experimentsDir = await realPath(places.experimentsDir ?? (await defaultExperiments(root)));
  const eventsFile = join(
    await realPath(dirname(places.eventsFile ?? EVENTS_FILE)),
    basename(places.eventsFile ?? EVENTS_FILE),
  );
  const configFile = await findConfig(experimentsDir);
  const earlierEvents = join(root, EARLIER_FILE);
  const isEvents = (file: string): boolean => file.startsWith(eventsFile) || file.startsWith(earlierEvents);
  const isExperiment = (file: string): boolean =>
    file === experimentsDir || file.startsWith(experimentsDir + sep) || file === configFile;
  return {
    root,
    experimentsDir,
    configFile,
    eventsFile,
    earlierEvents: (await stat(earlierEvents).catch(() => null)) && eventsFile !== earlierEvents ? earlierEvents : null,
    distDir: places.distDir ?? ownDist(),
    // Where the folder of pages is the folder of experiments itself, its pages stay visible.
    isHidden: (file) => isEvents(file) || file === configFile || (isExperiment(file) && experimentsDir !== root),
    isExperiment,
    isUnwatched: (file) =>
      isEvents(file) ||
      (file.startsWith(root) && /(?:^|[\\/])(?:\.|node_modules(?:[\\/]|$))/.test(relative(root, file))),
  };
}

/** Beside the experiments, or among them. */
async function findConfig(experimentsDir: string): Promise<string> {
  const among = join(experimentsDir, CONFIG);
  return (await stat(among).catch(() => null)) ? among : join(dirname(experimentsDir), CONFIG);
}

async function defaultExperiments(root: string): Promise<string> {
  const inside = join(root, 'experiments');
  return (await stat(inside).catch(() => null))?.isDirectory() ? inside : resolve('experiments');
}

/** This file is run from dist/esm/dev, and by the unit tests from src/dev. */
function ownDist(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return here.endsWith(join('esm', 'dev')) ? resolve(here, '../..') : resolve(here, '../../dist');
}

/** The path without symbolic links, as far as it is there. */
const realPath = (path: string): Promise<string> => realpath(resolve(path)).catch(() => resolve(path));
