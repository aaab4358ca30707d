/** Takes manifests in: the first, fetched ones, and what their dates change. */

import { asManifest, type JsonManifest, type Manifest, namesOf, parseManifest } from '../../core/index.js';
import { createSignatureGate } from '../signature/index.js';
import { InvalidManifestError, UnsignedManifestError } from './errors.js';
import { later } from './host.js';
import type { Ledger } from './ledger.js';
import type { EngineOptions, SignedManifest } from './types.js';

/** What may turn out to be one. */
export type AnyManifest = Manifest | JsonManifest | string | null | undefined;

export interface ConfigDesk {
  /** Returns whether it is one. */
  _accept(manifest: AnyManifest): boolean;
  /** Takes it where the keys allow it. Returns why not. */
  _admit(manifest: AnyManifest, signature?: string): Promise<InvalidManifestError | UnsignedManifestError | undefined>;
  /** Fetches, again and again where the fetcher says so. */
  _poll(): void;
  _stop(): void;
}

/** The longest time that a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

export function createConfig(ledger: Ledger, { fetcher, key, verify }: EngineOptions): ConfigDesk {
  const gate = key === undefined ? undefined : createSignatureGate(key, verify);
  let refused: string | undefined;
  const timers: { poll?: () => void; date?: () => void } = {};
  const wait = (name: keyof typeof timers, ms: number, callback: () => void): void => {
    timers[name]?.();
    timers[name] = later(() => {
      if (!ledger._isOver) callback();
    }, ms);
  };
  /** Looks again when the next date of the manifest has come. */
  const watchDates = (): void => {
    const now = ledger.now();
    const next = Math.min(...datesOf(ledger.state.manifest).filter((date) => date > now));
    if (next === Infinity) return;
    wait('date', Math.min(next - now, LONGEST_MS), () => {
      ledger._settle('system', 'schedule');
      watchDates();
    });
  };
  const accept: ConfigDesk['_accept'] = (value) => {
    const manifest = typeof value === 'string' ? parseManifest(value) : asManifest(value);
    if (!manifest) return false;
    const { experiments } = manifest;
    // Of two with one id the first counts.
    const byId = new Map([...experiments].reverse().map((one) => [one.id, one]));
    ledger._update({ manifest, _known: namesOf(experiments), _experiments: byId });
    ledger._emit({ type: 'configLoaded', revision: `${manifest.revision}` });
    ledger._settle('system', 'config');
    watchDates();
    return true;
  };
  const admit: ConfigDesk['_admit'] = async (manifest, signature) => {
    const take = (): boolean => !ledger._isOver && accept(manifest);
    const said = gate ? await gate(manifest, signature, take) : take();
    if (typeof said === 'string') return new UnsignedManifestError(said);
    return said || ledger._isOver ? undefined : new InvalidManifestError();
  };
  const poll = (): void => {
    if (!fetcher || ledger._isOver) return;
    const { pollInterval = 0 } = fetcher;
    const ask = async (): Promise<void> => {
      const error = await admit(...partsOf(await fetcher.fetch()));
      const isKnown = error instanceof UnsignedManifestError && error.code === refused;
      refused = error instanceof UnsignedManifestError ? error.code : undefined;
      // Whoever polls would hear it each time.
      if (error && !isKnown) throw error;
    };
    void ask()
      .catch((error: unknown) => ledger._isOver || ledger.fail(error, 'fetch'))
      .then(() => {
        if (pollInterval > 0 && !ledger._isOver) wait('poll', pollInterval, poll);
      });
  };
  return {
    _accept: accept,
    _admit: admit,
    _poll: poll,
    _stop() {
      timers.poll?.();
      timers.date?.();
    },
  };
}

/** A manifest, and its signature where it came with one. */
const partsOf = (value: AnyManifest | SignedManifest): readonly [AnyManifest, string?] =>
  typeof value === 'object' && value && 'signature' in value ? [value.manifest, value.signature] : [value];

/** When something of a manifest begins or ends, milliseconds since the epoch. */
const datesOf = (manifest: Manifest | undefined): number[] =>
  [...(manifest?.experiments ?? []), ...(manifest?.holdouts ?? [])]
    .flatMap(({ startAt, endAt }) => [startAt, endAt])
    .map((date) => Date.parse(`${date}`));
