/**
 * Starts the development server: a site, its collector on a port of its own, and everything that follows a saved file.
 */

import { join } from 'node:path';
import { compile as compileExperiments } from '../authoring/index.js';
import { createCollector, createHostCheck, inUrl, type ListeningTwice, listenTwice } from '../collector/index.js';
import type { Experiment } from '../core/index.js';
import { cannotWrite } from '../files/index.js';
import type { Compile } from './compiler.js';
import { openHistory } from './history.js';
import { createLive } from './live.js';
import { listPages } from './pages.js';
import { type DevProject, findProject, type Places } from './project.js';
import { buildNotices, createDevSite } from './site.js';
import { createState, type DevState, shownPath } from './state.js';
import type { PublishedTarget, SitePage } from './views.js';
import { watchFiles } from './watch.js';

/** What may be said about a development server. */
export interface DevOptions extends Places {
  /** The first port to try; the collector takes the one after it. Default 4173; 0 for any two. */
  readonly port?: number;
  /** Default 127.0.0.1: nobody else can reach it. */
  readonly host?: string;
  /** Hears what happens, a line at a time. Default: nobody. */
  readonly log?: (line: string) => void;
  /** Default: the authoring room's. */
  readonly compile?: Compile;
  /** Where Studio is, once it is known: its editor opens on these pages. Default: where a page's own tag says. */
  readonly studio?: () => string | undefined;
  /** What is published, for the overview. Default: nothing is known of it. */
  readonly targets?: () => Promise<readonly PublishedTarget[]>;
}

/** A running development server. */
export interface Dev {
  /** Address of the site, without a slash at its end. */
  readonly url: string;
  /** Where events are posted. */
  readonly collectUrl: string;
  /** Where they are stored. */
  readonly eventsFile: string;
  /** The port that was asked for, where another one had to be taken. */
  readonly takenPort: number | null;
  readonly token: string | null;
  /** Running, paused and draft experiments. */
  readonly experiments: readonly Experiment[];
  readonly pages: readonly SitePage[];
  /** What is missing from the build or wrong with the experiments: a sentence each, with lines of the file below it. */
  readonly notices: readonly string[];
  /** Finishes what is under way, then lets ports and files go. */
  close(): Promise<void>;
}

/**
 * Serves a folder of pages and keeps it up to date until it is closed.
 *
 * @throws with one sentence where the folder is not there, no port is free, or the events cannot be stored
 */
export async function startDev(options: DevOptions): Promise<Dev> {
  const { port = 4173, host = '127.0.0.1', log = () => undefined, compile = compileExperiments } = options;
  const project = await findProject(options);
  const state = createState(project, compile);
  await state.refresh();

  const live = createLive(state, await openHistory(project.eventsFile));
  const isOwnHost = createHostCheck(host);
  const collector = await createCollector({
    file: project.eventsFile,
    onProblem: log,
    onEvents: live.showEvents,
    isOwnHost,
    isOwnOrigin: (origin) => isSite(origin, ports.site.port, isOwnHost),
  }).catch((error: unknown) => {
    throw cannotWrite(project.eventsFile, error);
  });
  const site = createDevSite({
    dir: project.root,
    distDir: project.distDir,
    host,
    collectPort: () => ports.collector.port,
    eventsFile: shownPath(project.eventsFile),
    log,
    token: state.token,
    compiled: state.compiled,
    draft: { compile, files: () => state.compiled().files, redirectOrigins: state.redirectOrigins },
    build: state.build,
    edition: state.edition,
    isHidden: project.isHidden,
    streams: live.streams,
    studio: options.studio ?? (() => undefined),
    targets: options.targets ?? (async () => []),
  });
  const ports: ListeningTwice = await listenTwice(site, collector.handle, port, host).catch(async (error: unknown) => {
    live.close();
    await collector.close();
    throw error;
  });
  const watching = await watchFiles(watched(project), project.isUnwatched, log, async (changed) => {
    for (const line of await state.follow(changed)) log(line);
    live.showFiles();
  });

  const facts = {
    url: `http://${inUrl(host)}:${ports.site.port}`,
    collectUrl: `http://${inUrl(host)}:${ports.collector.port}/events`,
    eventsFile: shownPath(project.eventsFile),
    takenPort: port !== 0 && ports.site.port !== port ? port : null,
  };
  return { ...facts, ...(await describe(project, state)), close };

  async function close(): Promise<void> {
    await watching.close();
    live.close();
    await Promise.all([ports.site.close(), ports.collector.close()]);
    await collector.close();
  }
}

/** What a terminal is told when the server is up. */
const describe = async (
  project: DevProject,
  state: DevState,
): Promise<Pick<Dev, 'token' | 'experiments' | 'pages' | 'notices'>> => ({
  token: state.token(),
  experiments: state.compiled().preview.experiments,
  pages: await listPages(project.root, project.isHidden),
  notices: [
    ...(await buildNotices(project.distDir)),
    ...(project.earlierEvents === null
      ? []
      : [
          `${shownPath(project.earlierEvents)} holds events of before and is deployed with the folder: move it, to ${shownPath(project.eventsFile)} for one.`,
        ]),
    ...state.problems(),
  ],
});

/** Pages of the site itself post to its collector, under any of its names, and no page of another one. */
function isSite(origin: string, port: number, isOwnHost: (host: string) => boolean): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host, port: own } = new URL(origin);
  return protocol === 'http:' && Number(own || 80) === port && isOwnHost(host);
}

/** What changes a served page: the project's own files, and a tag that is built anew. */
const watched = ({ root, experimentsDir, configFile, distDir }: DevProject): readonly string[] => [
  root,
  experimentsDir,
  configFile,
  join(distDir, 'fx.js'),
  join(distDir, 'fx.container.js'),
];
