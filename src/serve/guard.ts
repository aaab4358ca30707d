/** Reads results every 45 seconds, and stops by itself what does harm: in the target first, then in the file. */

import { editFields } from '../authoring/checks.js';
import { statusOf } from '../core/index.js';
import { inLine } from '../pages/index.js';
import { pausePublished, WAIT_MS } from '../publishing/index.js';
import { type Danger, dangerText } from '../results/index.js';
import type { House } from './house.js';
import { answerOf } from './obstacles.js';
import { send } from './reach.js';

/** How it watches. */
export interface GuardOptions {
  readonly everyMs: number;
  /** Where a stop is told, as JSON; null: nowhere. Configured in a file: nobody names one over the network. */
  readonly webhook: string | null;
  /** Hears in one sentence of stops, and of what keeps it from watching. */
  readonly say: (sentence: string) => void;
}

/** A guard at work. */
export interface Watchman {
  /** Looks now; a look that is under way is enough. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

const GUARD = { name: 'fx guard', email: '' };
const PATIENCE_MS = 10_000;

/** Looks at once, then again and again. */
export function startWatchman(house: House, { everyMs, webhook, say }: GuardOptions): Watchman {
  let looking: Promise<void> | null = null;
  let lastFault = '';
  let isOver = false;
  let toldAt: number | null = null;
  const figures = (at: number): void => {
    // The same figures are told of once, whoever read others meanwhile.
    if (at !== toldAt) house.live.tell({ type: 'results' });
    toldAt = at;
  };
  const once = async (): Promise<void> => {
    const fault = await watch(house, figures, (id, reason) => {
      say(`${id} was stopped by the guard: ${reason}`);
      return webhook === null ? Promise.resolve() : tell(webhook, { experiment: id, reason }, say);
    }).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    // Said once, not at every look.
    if (!isOver && fault !== null && fault !== lastFault) say(`The guard could not look: ${inLine(fault)}`);
    lastFault = fault ?? '';
  };
  const look = (): Promise<void> => {
    looking ??= once().finally(() => {
      looking = null;
    });
    return looking;
  };
  const timer = setInterval(() => void look(), everyMs);
  void look();
  return {
    look,
    async stop() {
      isOver = true;
      clearInterval(timer);
      await looking;
    },
  };
}

/** @returns why it could not look; null where it did */
async function watch(
  house: House,
  onFigures: (at: number) => void,
  onStop: (id: string, reason: string) => Promise<void>,
): Promise<string | null> {
  const read = await house.readouts.read({ isWatched: true });
  if (!read.ok) return read.fault.message;
  onFigures(read.value.at);
  const { experiments } = await house.workspace.read();
  const live = read.value.dangers.length ? await house.publications.live() : null;
  for (const { id, dangers } of read.value.dangers) {
    const raw = experiments.get(id)?.source.raw;
    // What is paused in its file and not published goes on doing harm. Where nobody knows, the file counts.
    const met = live?.ok ? live.value.experiments.get(id)?.experiment : raw;
    if (!raw?.guard || !met || statusOf(met) !== 'running') continue;
    const reason = reasonFor(dangers);
    const stopped = await stopByGuard(house, id, reason, statusOf(raw) === 'running');
    if (!stopped.ok) return stopped.fault;
    await onStop(id, reason);
  }
  return null;
}

const reasonFor = (dangers: readonly Danger[]): string => dangers.map((danger) => inLine(dangerText(danger))).join(' ');

type Stopped = { readonly ok: true } | { readonly ok: false; readonly fault: string };

/** Visitors first: a file that cannot be edited must not keep them in it. */
async function stopByGuard(house: House, id: string, reason: string, isFileRunning: boolean): Promise<Stopped> {
  const directory = await house.publications.directory();
  if (directory === null) return { ok: false, fault: `${id} does harm, and no target is configured to stop it in.` };
  const deed = house.record.begin({ who: GUARD.name, what: 'guard', experiment: id, reason });
  const { signer } = house.publications;
  const paused = await pausePublished(directory, [id], { waitMs: WAIT_MS, say: () => undefined, signer });
  house.record.end(deed, paused.ok ? 'done' : 'failed');
  const answer = answerOf(paused);
  if (!answer.ok) return { ok: false, fault: `${id} does harm and could not be stopped: ${answer.fault.message}.` };
  const edit = (text: string, index: number): string | null =>
    editFields(text, index, [{ path: ['status'], value: 'paused' }]);
  const change = { id, author: GUARD, what: 'experiment.pause', reason, edit } as const;
  // What is over in its file stays so.
  const changed = isFileRunning ? await house.changes.change(change) : null;
  house.live.tell({ type: 'publication', experiment: id, who: GUARD.name, what: 'guard' });
  if (changed && !changed.ok)
    return { ok: false, fault: `${id} is stopped, and its file still says running: ${changed.fault.message}` };
  return { ok: true };
}

async function tell(webhook: string, body: object, say: (sentence: string) => void): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const text = JSON.stringify({ ...body, at: new Date().toISOString() });
  const sent = await send({ url: webhook, headers, body: text, timeoutMs: PATIENCE_MS });
  if (!sent.ok) say(`The webhook could not be told: ${sent.reason}.`);
  else if (sent.status < 200 || sent.status > 299) say(`The webhook answered ${sent.status}.`);
}
