/** Takes manifests in: the first, fetched ones, and what their dates change. */

import { asManifest, type Manifest, parseManifest } from '../../core/index.js';
import { InvalidManifestError } from './errors.js';
import { later } from './host.js';
import type { Ledger } from './ledger.js';
import type { Fetcher } from './types.js';

export interface ConfigDesk {
  /** Returns whether it is one. */
  accept(manifest: Manifest | string | null | undefined): boolean;
  /** Fetches, again and again where the fetcher says so. */
  poll(): void;
  stop(): void;
}

/** The longest time that a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

export function createConfig(ledger: Ledger, fetcher: Fetcher | undefined): ConfigDesk {
  const timers: { poll?: () => void; date?: () => void } = {};
  const wait = (name: keyof typeof timers, ms: number, callback: () => void): void => {
    timers[name]?.();
    timers[name] = later(() => {
      if (!ledger.isOver) callback();
    }, ms);
  };
  /** Looks again when the next date of the manifest has come. */
  const watchDates = (): void => {
    const now = ledger.now();
    const next = Math.min(...datesOf(ledger.state.manifest).filter((date) => date > now));
    if (next === Infinity) return;
    wait('date', Math.min(next - now, LONGEST_MS), () => {
      ledger.settle('system', 'schedule');
      watchDates();
    });
  };
  const accept: ConfigDesk['accept'] = (value) => {
    const manifest = typeof value === 'string' ? parseManifest(value) : asManifest(value);
    if (!manifest) return false;
    ledger.update({ manifest });
    ledger.emit({ type: 'configLoaded', revision: `${manifest.revision}` });
    ledger.settle('system', 'config');
    watchDates();
    return true;
  };
  const poll = (): void => {
    if (!fetcher || ledger.isOver) return;
    const { pollInterval = 0 } = fetcher;
    const ask = async (): Promise<void> => {
      const value = await fetcher.fetch();
      if (!ledger.isOver && !accept(value)) throw new InvalidManifestError();
    };
    void ask()
      .catch((error: unknown) => ledger.isOver || ledger.fail(error, 'fetch'))
      .then(() => {
        if (pollInterval > 0 && !ledger.isOver) wait('poll', pollInterval, poll);
      });
  };
  return {
    accept,
    poll,
    stop() {
      timers.poll?.();
      timers.date?.();
    },
  };
}

/** When something of a manifest begins or ends, milliseconds since the epoch. */
const datesOf = (manifest: Manifest | undefined): number[] =>
  [...(manifest?.experiments ?? []), ...(manifest?.holdouts ?? [])]
    .flatMap(({ startAt, endAt }) => [startAt, endAt])
    .map((date) => Date.parse(`${date}`));
