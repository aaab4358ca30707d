/** Reads results every 45 seconds, and stops by itself what does harm: in the target first, then in the file. */

import { editFields } from '../authoring/checks.js';
import { statusOf } from '../core/index.js';
import { inLine } from '../pages/index.js';
import { openTarget, pausePublished, WAIT_MS } from '../publishing/index.js';
import { type Danger, dangerText } from '../results/index.js';
import type { GuardTrouble, House } from './house.js';
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
  /** Null where the last look was one. */
  trouble(): GuardTrouble | null;
  /** Looks now; a look that is under way is enough. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

const GUARD = { name: 'fx guard', email: '' };
const PATIENCE_MS = 10_000;

/** Looks at once, then again and again. */
export function startWatchman(house: House, { everyMs, webhook, say }: GuardOptions): Watchman {
  let looking: Promise<void> | null = null;
  let trouble: GuardTrouble | null = null;
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
    if (!isOver && fault !== null && fault !== trouble?.message) say(`The guard could not look: ${inLine(fault)}`);
    trouble = fault === null ? null : { since: trouble?.since ?? house.now(), message: fault };
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
    trouble: () => trouble,
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
  const instead = (await house.workspace.read()).earlier.map(({ path, text }) => ({ path, text }));
  const read = await house.readouts.read({ isWatched: true, ...(instead.length > 0 && { instead }) });
  if (!read.ok) return read.fault.message;
  onFigures(read.value.at);
  // Counting takes its time: somebody may have changed a file meanwhile.
  const { experiments, earlier } = await house.workspace.read();
  const live = read.value.dangers.length ? await house.publications.live() : null;
  const faults: string[] = [];
  for (const { id, dangers } of read.value.dangers) {
    const filed = experiments.get(id);
    // What its file said before it had an error goes on being published.
    const raw = (filed?.source ?? earlier.find(({ sources }) => sources.has(id))?.sources.get(id))?.raw;
    if (!raw?.guard) continue;
    const isFileRunning = filed !== undefined && statusOf(raw) === 'running';
    // What is paused in its file and not published goes on doing harm. Where nobody knows, the file counts.
    const met = live?.ok ? live.value.experiments.get(id)?.experiment : raw;
    if (!isFileRunning && (!met || statusOf(met) !== 'running')) continue;
    const reason = reasonFor(dangers);
    const stopped = await stopByGuard(house, id, reason, isFileRunning);
    // One that cannot be stopped keeps nobody in the others.
    faults.push(...stopped.faults);
    if (stopped.isNews) await onStop(id, reason);
    if (stopped.isNews && !filed) faults.push(`${id} is stopped, and its file has an error: pause it there, too.`);
  }
  return faults.length ? faults.join(' ') : null;
}

const reasonFor = (dangers: readonly Danger[]): string => dangers.map((danger) => inLine(dangerText(danger))).join(' ');

interface Stopped {
  /** Whether its visitors had been in it until now. */
  readonly isNews: boolean;
  readonly faults: readonly string[];
}

/** Visitors first: a file that cannot be edited must not keep them in it. */
async function stopByGuard(house: House, id: string, reason: string, isFileRunning: boolean): Promise<Stopped> {
  const places = await house.publications.places();
  if (!places.size) return { isNews: false, faults: [`${id} does harm, and no target is configured to stop it in.`] };
  const faults: string[] = [];
  let isNews = false;
  for (const [name, directory] of places) {
    const where = places.size > 1 ? ` in ${name}` : '';
    const paused = await pauseIn(house, directory, id, reason);
    if (paused.ok) isNews ||= paused.isNews;
    else faults.push(`${id} does harm and could not be stopped${where}: ${paused.fault}.`);
  }
  if (isNews) house.live.tell({ type: 'publication', experiment: id, who: GUARD.name, what: 'guard' });
  // Its file says running for as long as it runs anywhere, and what is over in its file stays so.
  if (faults.length || !isFileRunning) return { isNews, faults };
  const edit = (text: string, index: number): string | null =>
    editFields(text, index, [{ path: ['status'], value: 'paused' }]);
  const changed = await house.changes.change({ id, author: GUARD, what: 'experiment.pause', reason, edit });
  return {
    isNews,
    faults: changed.ok ? [] : [`${id} is stopped, and its file still says running: ${changed.fault.message}.`],
  };
}

type Paused = { readonly ok: true; readonly isNews: boolean } | { readonly ok: false; readonly fault: string };

/** Where nobody is in it there is nothing to stop, and nothing to take down. */
async function pauseIn(house: House, directory: string, id: string, reason: string): Promise<Paused> {
  const target = answerOf(await openTarget(directory));
  if (!target.ok) return { ok: false, fault: target.fault.message };
  const found = target.value.published.get(id);
  target.value.letGo();
  if (!found || found.experiment.status !== undefined) return { ok: true, isNews: false };
  const deed = house.record.begin({ who: GUARD.name, what: 'guard', experiment: id, reason });
  const { signer } = house.publications;
  const paused = answerOf(await pausePublished(directory, [id], { waitMs: WAIT_MS, say: () => undefined, signer }));
  house.record.end(deed, paused.ok ? 'done' : 'failed');
  return paused.ok ? { ok: true, isNews: paused.value.length > 0 } : { ok: false, fault: paused.fault.message };
}

async function tell(webhook: string, body: object, say: (sentence: string) => void): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const text = JSON.stringify({ ...body, at: new Date().toISOString() });
  const sent = await send({ url: webhook, headers, body: text, timeoutMs: PATIENCE_MS });
  if (!sent.ok) say(`The webhook could not be told: ${sent.reason}.`);
  else if (sent.status < 200 || sent.status > 299) say(`The webhook answered ${sent.status}.`);
}
