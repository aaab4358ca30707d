/** Starts the server: collector, API and Studio in one process, over the files of one folder. */

import { join } from 'node:path';
import { inUrl, type Patience } from '../collector/index.js';
import { makeDirectory, OWN_FOLDER, Refusal } from '../files/index.js';
import type { Signer } from '../publishing/index.js';
import { createDoorkeeper } from './access/doorkeeper.js';
import { openProvider } from './access/oidc/provider.js';
import { createOrigins, type Origins } from './access/origins.js';
import { openPeople, type People } from './access/people.js';
import { openSessions } from './access/sessions.js';
import { createApp } from './app.js';
import { createStudioCamera } from './camera.js';
import { createPasses } from './editing/passes.js';
import { openFolder } from './folder.js';
import { startWatchman, type Watchman } from './guard.js';
import type { House } from './house.js';
import { createBroadcast } from './live.js';
import { COLLECT_PATH, openPorts } from './ports.js';
import type { ReadoutEngine } from './readout/asked.js';
import { engineName } from './readout/configured.js';
import { readServeSettings, type ServeSettings } from './settings.js';
import { holdSite } from './site.js';
import { startStoring } from './storing.js';
import type { WaitingTimes } from './studio/waiting.js';

/** How a server is started. */
export interface ServeOptions {
  /** The folder of experiments. */
  readonly directory: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly host: string;
  /** The collector's own port; undefined: `/collect` of the same. */
  readonly collectPort?: number | undefined;
  /** The folder of what the server keeps. Default `.fx`. */
  readonly own?: string;
  /** Where previews open, where the configuration names no site. */
  readonly site?: string | undefined;
  /** Events of others that results are made of besides, such as those of `fx dev`. */
  readonly events?: readonly string[];
  /** Who counts events. Default: as `results` of the configuration says. */
  readonly engine?: ReadoutEngine | undefined;
  /** How often results are read, to stop what does harm. Default 45 seconds. */
  readonly guardMs?: number;
  /** Signs what Studio and the guard publish. Default: nobody has the key here. */
  readonly signer?: Signer | undefined;
  /** Hears the address as soon as it is listened on. The folder is read after that. */
  readonly onListening?: (url: string) => Promise<void> | void;
  /** Hears in one sentence of what goes wrong. */
  readonly say: (sentence: string) => void;
  /** How often sinks look for new events. Default a second. */
  readonly sinkPauseMs?: number;
  readonly now?: () => number;
  /** How long clients may take to send. Default: ten seconds for a head, thirty for a request. */
  readonly patience?: Patience;
  /** How long people wait for a page before it says that it takes longer. */
  readonly waiting?: WaitingTimes;
  /** The file of the process that reads events, where this runs from sources. */
  readonly readoutScript?: string;
}

/** A running server. */
export interface Serving {
  /** Without a slash at the end. */
  readonly url: string;
  /** The address that is listened on, which a proxy may pass on to. */
  readonly localUrl: string;
  readonly collectUrl: string;
  /** The address of the first start, which works once; null where somebody can sign in by a password. */
  readonly link: string | null;
  readonly eventsFile: string;
  /** A new one, for whoever forgot the password. */
  newLink(): string;
  close(): Promise<void>;
}

/** A look that finds harm takes some seconds more: all of it within a minute. */
const GUARD_MS = 45_000;

/**
 * Listens until it is closed.
 *
 * @throws Refusal where it cannot listen or store, or would be open to the network without a password
 */
export async function startServe(options: ServeOptions): Promise<Serving> {
  const closes: (() => Promise<unknown>)[] = [];
  try {
    return await open(options, (close) => closes.push(close));
  } catch (error) {
    // The reason of the failure is told; how the rest closes changes nothing about it.
    await Promise.allSettled(closes.map((close) => close()));
    throw error;
  }
}

/** Starts each part, and tells how to close those that a failure of a later one would leave open. */
async function open(options: ServeOptions, onOpen: (close: () => Promise<unknown>) => void): Promise<Serving> {
  const { directory, port, host, collectPort, own = OWN_FOLDER, say, now = Date.now } = options;
  const settings = await readServeSettings(directory);
  const studio = join(own, 'studio');
  makeDirectory(studio);
  const people = openPeople(join(studio, 'people.json'));
  await refuseOpenDoor(host, settings, people);
  const storing = await startStoring({ own, settings, sinkPauseMs: options.sinkPauseMs, now, say });
  onOpen(() => storing.close());
  const { collector, eventsFile, daysFolder, sinks } = storing;
  const provider =
    settings.oidc && (await openProvider({ settings: settings.oidc, address: () => origins.address, now, say }));
  const engine = options.engine ?? settings.results.engine;
  const folder = await openFolder({
    ...{ directory, studio, settings, now, say, signer: options.signer },
    ...{ engine, named: settings.results.events, script: options.readoutScript },
    events: [daysFolder, eventsFile, ...(options.events ?? [])],
  });
  const sessions = openSessions(join(studio, 'sessions.json'), now);

  const ports = await openPorts({
    ...{ host, port, collectPort, collector, proxies: settings.proxies },
    patience: options.patience,
  });
  onOpen(() => ports.close());
  const origins: Origins = createOrigins({ publicUrl: settings.url, host, port: ports.port });
  const collectUrl = ports.collectUrl ?? `${origins.address}${COLLECT_PATH}`;
  const site = holdSite({
    directory,
    address: settings.site ?? options.site ?? null,
    others: settings.origins ?? [],
    isLocal: /^https?:\/\/(?:localhost|127\.|\[::1\])/.test(origins.address),
  });
  const live = createBroadcast();
  let isRead = false;
  let guard: Watchman | null = null;
  const house: House = {
    ...folder,
    isRead: () => isRead,
    isVouched: settings.proxyHeader !== null || settings.oidc !== null,
    ...{ people, origins, live, camera: createStudioCamera(live), passes: createPasses(now), now },
    eventTrouble: () => storing.trouble(),
    guardTrouble: () => guard?.trouble() ?? null,
    ...{ collectUrl, eventsFile, daysFolder, sinks, site, counts: engineName(engine) },
  };
  const door = createDoorkeeper({ people, sessions, address: origins.address, now });
  const { proxyHeader } = settings;
  const app = createApp({ house, door, provider, proxyHeader, onError: say, waiting: options.waiting });
  ports.answerBy((request, line) => app.fetch(request, line));
  await options.onListening?.(origins.address);
  await readFirst(house);
  isRead = true;
  guard = startWatchman(house, { everyMs: options.guardMs ?? GUARD_MS, webhook: settings.webhook, say });
  const newLink = (): string => `${origins.address}/start?key=${door.newLink()}`;
  return {
    url: origins.address,
    localUrl: `http://${inUrl(host)}:${ports.port}`,
    collectUrl,
    eventsFile,
    link: (await door.hasPassword()) ? null : newLink(),
    newLink,
    async close() {
      const isOver = guard?.stop();
      folder.readouts.stop();
      await ports.close();
      await isOver;
      await storing.close();
    },
  };
}

/**
 * The files and the plan, as the first page needs them: with a thousand files that takes seconds. What cannot be read
 * is said by the page that needs it.
 */
async function readFirst({ workspace, publications }: House): Promise<void> {
  try {
    await workspace.read();
    await publications.plan();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** @throws Refusal where the network would find Studio, and nobody has to sign in */
async function refuseOpenDoor(host: string, { proxyHeader, oidc }: ServeSettings, people: People): Promise<void> {
  if (/^(127\.|::1$|localhost$)/.test(host)) return;
  const hasPassword = (await people.list()).some(({ password }) => password !== null);
  if (hasPassword || proxyHeader !== null || oidc !== null) return;
  throw new Refusal(
    `Whoever reaches ${host} would find Studio without a password: start it once on 127.0.0.1, add people below Settings, then run it here.`,
    'no-password',
  );
}
