/** Takes events in, keeps their days apart, and ships them on: the part of the server that must never lose anything. */

import { join } from 'node:path';
import {
  type Collector,
  createCollector,
  createCrowdCheck,
  listSegments,
  type StorageTrouble,
} from '../collector/index.js';
import { cannotWrite } from '../files/index.js';
import type { ServeSettings } from './settings.js';
import { type Sinks, startSinks } from './sinks/index.js';

/** What it works with. */
export interface StoringParts {
  /** The folder of what the server keeps. */
  readonly own: string;
  readonly settings: ServeSettings;
  readonly sinkPauseMs: number | undefined;
  readonly now: () => number;
  readonly say: (sentence: string) => void;
}

/** Why events are refused. */
export interface EventTrouble {
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** The system's word, such as `ENOSPC`. */
  readonly code: string;
  /** One sentence: what is wrong, and what to do. */
  readonly message: string;
}

/** Events being stored. */
export interface Storing {
  readonly collector: Collector;
  readonly sinks: Sinks;
  readonly eventsFile: string;
  /** Where days lie that are over. */
  readonly daysFolder: string;
  /** Says why events are refused right now, and what to do about it; null where they are stored. */
  trouble(): EventTrouble | null;
  close(): Promise<void>;
}

/** @throws Refusal where events cannot be stored, or it is not known how far a sink is */
export async function startStoring({ own, settings, sinkPauseMs, now, say }: StoringParts): Promise<Storing> {
  const [eventsFile, daysFolder] = [join(own, 'events.ndjson'), join(own, 'events')];
  const { origins } = settings;
  // Days are deleted when all sinks have them, and sinks need the collector.
  let begin: (sinks: Sinks | null) => void = () => undefined;
  const begun = new Promise<Sinks | null>((resolve) => {
    begin = resolve;
  });
  const collector = await createCollector({
    file: eventsFile,
    now,
    onProblem: say,
    isTooMuch: createCrowdCheck({ proxies: settings.proxies, now }),
    days: {
      ...{ folder: daysFolder, keptDays: settings.keptDays, now },
      mayDelete: async (segment) => (await (await begun)?.hasShipped(segment)) ?? false,
    },
    ...(origins && { isOwnOrigin: (origin: string) => origins.includes(origin) }),
  }).catch((error: unknown) => {
    throw cannotWrite(eventsFile, error);
  });
  const shipping = await startSinks({
    ...{ sinks: settings.sinks, folder: join(own, 'sinks'), now, say, pauseMs: sinkPauseMs },
    segments: () => listSegments(eventsFile, daysFolder),
    durable: collector.durable,
  }).catch(async (error: unknown) => {
    begin(null);
    await collector.close();
    throw error;
  });
  begin(shipping);
  return {
    ...{ collector, sinks: shipping, eventsFile, daysFolder },
    trouble: () => troubleOf(collector.trouble(), eventsFile),
    async close() {
      await shipping.stop();
      await collector.close();
    },
  };
}

/** Browsers keep what was refused and send it again: nothing has to be done but what keeps the disk from taking it. */
function troubleOf(trouble: StorageTrouble | null, file: string): EventTrouble | null {
  if (!trouble) return null;
  const { message } = cannotWrite(file, Object.assign(new Error(trouble.code), { code: trouble.code }));
  return {
    ...trouble,
    message: `Events are refused: ${message.replace(/\.$/, '')}. Browsers keep them for a while and send them again.`,
  };
}
