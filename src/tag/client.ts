/** Makes what the page talks to: `window.fx`, and what `createClient` returns. */

import type { Experiment } from '../core/index.js';
import type { Client, Command } from './api.js';
import { explainTo } from './explained.js';
import { expose, holds } from './exposures.js';
import { attempt, freeze, warn } from './guard.js';
import { forget, identify, setConsent, setContext, setPreview, stop } from './life.js';
import { isFirstKey } from './once.js';
import { record } from './report.js';
import type { Run, Site } from './state.js';
import { toSubject } from './subject.js';

/** Commands that run before the first decision. */
const EARLY = /^(consent|identify|setContext|preview|rendered|on)$/;

export const createFx = (site: Site): Client => {
  const { _emitter: emitter } = site;
  let isReady = false;
  /** Commands that wait for the first decision, and exposures that wait for their experiment. */
  const later: Command[] = [];
  const awaited = new Set<unknown>();

  const runOf = (id: string): Run | undefined => site._session?._runs.get(id);
  // Where several have one id, the sound one runs.
  const known = (id: string): Experiment | undefined =>
    runOf(id)?._experiment ?? client.experiments.find((one) => one.id === id);
  const holding = (id: string): Run | undefined => {
    const run = runOf(id);
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
      return site._manifest?.experiments ?? [];
    },
    variant: (id) => holding(id)?._variant?.key,
    payload: (id) => holding(id)?._variant?.payload,
    assignment: (id) => runOf(id)?._variant?.key,
    isActive: (id) => !!holding(id),
    metadata: (id) => freeze(known(id)?.metadata) as undefined,
    activate(id) {
      if (!isReady) later.push(['activate', id]);
      else if (!runOf(id)?._part._activate()) warn(`${id} has no manual trigger here`);
      return client.variant(id);
    },
    expose(id) {
      const run = holding(id);
      return !!run?._experiment.manualExposure && expose(run);
    },
    fail: (id, error) => holding(id)?._recipe?._fail(error),
    track(eventName, value = 1, { key } = {}) {
      const { _session: session } = site;
      const once = key === undefined ? key : `${key}`;
      if (!isReady) later.push(['track', eventName, value, { key }]);
      else if (session)
        record(
          session,
          { type: 'conversion', name: eventName, value, key: once },
          false,
          () => once === undefined || isFirstKey(session._subject, eventName, once),
        );
    },
    identify: (subject) => identify(site, toSubject(subject)),
    setContext: (context) => setContext(site, context),
    rendered(variants) {
      for (const pair of Object.entries(variants)) site._rendered = `${pair.join(':')},${site._rendered}`;
    },
    on: emitter._on,
    consent: (isGranted) => setConsent(site, isGranted),
    forget: () => forget(site),
    explain(id) {
      const experiment = known(id);
      return experiment && explainTo(site, experiment);
    },
    preview: (id, key) => setPreview(site, `${id}:${key},${site._session?._preview ?? ''}`),
    reset: () => setPreview(site, ''),
    dispose: () => stop(site),
    push(...commands) {
      for (const command of commands) {
        if (isReady || EARLY.test(command?.[0 as never])) execute(command);
        else later.push(command);
      }
    },
    get revision() {
      return site._manifest?.revision;
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
  emitter._on('assignment', ({ experiment }) => {
    // its recipe is applied by then
    if (awaited.delete(experiment)) queueMicrotask(() => client.expose(experiment as never));
  });
  return client;
};
