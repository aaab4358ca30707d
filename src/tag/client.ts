/** What the page talks to: `window.fx`, and what `createClient` returns. */

import { type Experiment, explain } from '../core/index.js';
import type { Client, Command, Explanation, Options } from './api.js';
import { attempt } from './guard.js';
import { isFirst } from './once.js';
import { type Boot, createRun, type Run } from './run.js';
import { isSound } from './shape.js';

/** A client and the run behind it, which waits for its manifest. */
export interface Made {
  readonly _client: Client;
  readonly _run: Run;
}

/** Says something to whoever looks into the console. */
export const warn = (text: string): void => console.warn(`fx: ${text}`);

/** Commands that run before the first decision. */
const EARLY = /^(consent|identify|setContext|preview|on)$/;

/** What a careless template makes of nobody. */
const NOBODY = /^(undefined|null|NaN|true|false|0|\[object Object\]|)$/;

/** A subject as fx takes it; undefined where there is none. */
const toSubject = (given: unknown): string | undefined => {
  const text = typeof given === 'string' || typeof given === 'number' ? `${given}` : undefined;
  if (text !== undefined && text.length < 257 && !NOBODY.test(text.trim())) return text;
  if (given !== undefined && given !== null)
    warn(`the subject ${JSON.stringify(given)} is none: it counts as not given`);
  return undefined;
};

const freeze = (value: unknown): unknown => {
  if (typeof value === 'object' && value) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};

export const createFx = (options: Options, boot: Boot): Made => {
  const run = createRun(options, boot, toSubject(options.subjectId), warn);
  const { _emitter: emitter, _experiments: experiments } = run;
  let isReady = false;
  /** Commands that wait for the first decision, and exposures that wait for their experiment. */
  const later: Command[] = [];
  const awaited = new Set<string>();

  const known = (id: string): Experiment | undefined => run._manifest()?.experiments.find((one) => one?.id === id);
  const holding = (id: string): string | undefined => {
    const found = experiments._find(id);
    return experiments._holds(found) ? (found._verdict.variant ?? undefined) : undefined;
  };
  const explainOne = (id: string): Explanation | undefined => {
    const experiment = known(id);
    const session = run._session();
    const manifest = run._manifest();
    if (!experiment || !manifest) return undefined;
    const found = experiments._find(id);
    const isKnown = isSound(experiment, () => true);
    const verdict =
      found?._verdict ?? (session && isKnown ? session._decide(experiment, manifest, run._facts()) : undefined);
    return {
      id,
      variant: verdict?.variant ?? null,
      reason: verdict?.reason ?? (isKnown ? 'consent' : 'invalid'),
      isActive: experiments._holds(found),
      gates: session && isKnown ? explain(experiment, session._input(experiment, manifest, run._facts())) : [],
    };
  };
  const execute = (command: Command): void => {
    attempt(
      () => {
        if (typeof command === 'function') return command(client);
        const [method, ...args] = command;
        const run = Object.hasOwn(client, method) && client[method as keyof Client];
        if (typeof run !== 'function') return warn(`there is no command ${method}`);
        // a queued exposure may come before what it exposes
        if ((run as (...all: unknown[]) => unknown)(...args) === false && method === 'expose')
          awaited.add(`${args[0]}`);
      },
      (error) => warn(`a queued command threw: ${error}`),
    );
  };

  const client: Client = {
    variant: (id) => holding(id),
    payload: (id) => {
      const key = holding(id);
      return key === undefined ? undefined : known(id)?.variants.find((one) => one.key === key)?.payload;
    },
    assignment: (id) => {
      const found = experiments._find(id);
      return (found?._isActive && found._verdict?.variant) || undefined;
    },
    isActive: (id) => holding(id) !== undefined,
    metadata: (id) => freeze(known(id)?.metadata) as never,
    activate(id) {
      if (isReady && !experiments._activate(id)) warn(`${id} has no manual trigger that could be fired here`);
      return client.variant(id);
    },
    expose: (id) => experiments._expose(id),
    track(eventName, value = 1, { key } = {}) {
      const session = run._session();
      if (typeof eventName !== 'string' || !eventName || !Number.isFinite(value)) {
        return warn(`track(${JSON.stringify(eventName)}, ${value}): a name and a number are needed`);
      }
      if (!session || session._preview || session._bar) return;
      if (key !== undefined && !isFirst(session._subject, eventName, `${key}`)) return;
      run._record('conversion', { name: eventName, value, ...(key !== undefined && { key: `${key}` }) });
    },
    identify: (subject) => run._identify(toSubject(subject)),
    setContext: (context) => run._setContext(context),
    on: (type, listener) => emitter._on(type, listener as never),
    consent: (granted) => run._consent(granted),
    forget: () => run._forget(),
    explain: explainOne,
    preview(id, key) {
      const now = run._session()?._preview;
      run._preview({ _forced: new Map([...(now?._forced ?? []), [id, key]]), _token: now?._token ?? '' });
    },
    reset: () => run._preview(null),
    dispose: () => run._dispose(),
    push(...commands) {
      for (const command of commands) {
        if (isReady || (Array.isArray(command) && EARLY.test(command[0]))) execute(command);
        else later.push(command);
      }
    },
    ready: new Promise((resolve) => {
      emitter._on('ready', () => {
        isReady = true;
        for (const command of later.splice(0)) execute(command);
        resolve(client);
      });
    }),
    version: 'FX_VERSION',
  };
  emitter._on('assignment', ({ experiment }: { experiment: string }) => {
    // the recipe of this experiment is applied by then, or about to be
    if (awaited.delete(experiment)) Promise.resolve().then(() => client.expose(experiment as never));
  });
  return { _client: client, _run: run };
};
