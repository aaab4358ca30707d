/** What the page talks to: `window.fx`, and what `createClient` returns. */

import { type Experiment, explain } from '../core/index.js';
import type { Client, Command } from './api.js';
import { expose, holds } from './experiments.js';
import { attempt, freeze, warn } from './guard.js';
import { isFirst } from './once.js';
import { record } from './report.js';
import { identify, setConsent, setContext, setPreview, stop } from './run.js';
import { judge, subjectOf } from './session.js';
import { isSilent, type Page, type Run } from './state.js';
import { toSubject } from './subject.js';

/** Commands that run before the first decision. */
const EARLY = /^(consent|identify|setContext|preview|on)$/;

export const createFx = (page: Page): Client => {
  const { _emitter: emitter, _runs: runs } = page;
  let isReady = false;
  /** Commands that wait for the first decision, and exposures that wait for their experiment. */
  const later: Command[] = [];
  const awaited = new Set<unknown>();

  // of several with one id that runs which is sound
  const known = (id: string): Experiment | undefined =>
    runs.get(id)?._experiment ?? client.experiments.find((one) => one.id === id);
  const holding = (id: string): Run | undefined => {
    const run = runs.get(id);
    return holds(run) ? run : undefined;
  };
  const execute = (command: Command): void => {
    attempt(
      () => {
        if (typeof command === 'function') return command(client);
        const [method, ...args] = command;
        const run = client[method as keyof Client] as (...all: unknown[]) => unknown;
        // a queued exposure may come before what it exposes
        if (run(...args) === false && method === 'expose') awaited.add(args[0]);
      },
      (error) => warn(`queue: ${error}`),
    );
  };

  const client: Client = {
    get experiments() {
      return page._manifest?.experiments ?? [];
    },
    variant: (id) => holding(id)?._variant?.key,
    payload: (id) => holding(id)?._variant?.payload,
    assignment: (id) => runs.get(id)?._variant?.key,
    isActive: (id) => !!holding(id),
    metadata: (id) => freeze(known(id)?.metadata) as undefined,
    activate(id) {
      if (!isReady) later.push(['activate', id]);
      else if (!runs.get(id)?._part._activate()) warn(`${id} has no manual trigger here`);
      return client.variant(id);
    },
    expose(id) {
      const run = holding(id);
      return !!run?._experiment.manualExposure && expose(page, run);
    },
    track(eventName, value = 1, { key } = {}) {
      const once = key === undefined ? key : `${key}`;
      if (typeof eventName !== 'string' || !Number.isFinite(value)) warn('track takes a name and a number');
      else if (!isReady) later.push(['track', eventName, value, { key }]);
      else if (!isSilent(page) && (once === undefined || isFirst(page._subject, eventName, once)))
        record(page, 'conversion', { name: eventName, value, key: once });
    },
    identify: (subject) => identify(page, toSubject(subject)),
    setContext: (context) => setContext(page, context),
    on: (type, listener) => emitter._on(type, listener as never),
    consent: (isGranted) => setConsent(page, isGranted),
    forget: () => stop(page, true),
    explain(id) {
      const experiment = known(id);
      if (!experiment) return undefined;
      const run = runs.get(id);
      const { reason, variant } = run?._verdict ?? judge(page, experiment);
      const gates = reason === 'invalid' ? [] : explain(experiment, subjectOf(page, experiment));
      return { id, variant, reason, isActive: holds(run), gates };
    },
    preview: (id, key) => setPreview(page, `${id}:${key},${page._preview}`),
    reset: () => setPreview(page, ''),
    dispose: () => stop(page),
    push(...commands) {
      for (const command of commands) {
        if (isReady || EARLY.test(command?.[0 as never])) execute(command);
        else later.push(command);
      }
    },
    ready: new Promise((resolve) => {
      emitter._on('ready', () => {
        isReady = true;
        client.push(...later.splice(0));
        resolve(client);
      });
    }),
    version: 'FX_VERSION',
  };
  emitter._on('assignment', ({ experiment }: { experiment: string }) => {
    // its recipe is applied by then
    if (awaited.delete(experiment)) Promise.resolve().then(() => client.expose(experiment as never));
  });
  return client;
};
