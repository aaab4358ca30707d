/** What the page talks to: `window.fx`, and what `createClient` returns. */

import { type Experiment, explain } from '../core/index.js';
import type { Client, Command, Options } from './api.js';
import { type Compiled, createCapability } from './capability.js';
import { createDelivery } from './delivery.js';
import { first, get } from './dom.js';
import { createEmitter } from './events.js';
import { expose, holds } from './experiments.js';
import { attempt, freeze, warn } from './guard.js';
import { isFirst } from './once.js';
import { fail, record } from './report.js';
import { identify, setConsent, setContext, setPreview, stop } from './run.js';
import { judge, subjectOf } from './session.js';
import { isSound } from './shape.js';
import { createSlots } from './slots.js';
import type { Page, Run } from './state.js';
import { createStyles } from './styles.js';
import { findVisitor, isDenied } from './visitor.js';
import { createWatch } from './watch.js';

/** Commands that run before the first decision. */
const EARLY = /^(consent|identify|setContext|preview|on)$/;

/** What a careless template makes of nobody. */
const NOBODY = /^\s*(undefined|null|NaN|true|false|0|\[object Object\])?\s*$/;

/** A subject as fx takes it; undefined where there is none. */
const toSubject = (given: unknown): string | undefined => {
  const text = `${given}`;
  if (/^(string|number)$/.test(typeof given) && text.length < 257 && !NOBODY.test(text)) return text;
  if (given != null) warn(`no subject: ${text.slice(0, 99)}`);
  return undefined;
};

/** @param runsCode whether code of this manifest may run: it is at hand, or from an origin that the page trusts */
export const createPage = (options: Options, functions: readonly Compiled[] | undefined, runsCode: boolean): Page => {
  const nonce = options.nonce || attempt(() => get(first('script[nonce]') as HTMLElement, 'nonce')) || undefined;
  const styles = createStyles(nonce);
  const emitter = createEmitter((error, detail) => {
    const { experiment = '', variant = '' } = detail as { experiment?: string; variant?: string };
    fail(page, experiment, variant, 'error', error);
  });
  const page: Page = {
    _options: options,
    _functions: functions,
    _capability: createCapability(functions, nonce, runsCode),
    _slots: createSlots(),
    _styles: styles,
    _watch: createWatch(styles._check),
    _emitter: emitter,
    _delivery: createDelivery(options.collect, !!options.delivery, options.layer, emitter, warn),
    _runs: new Map(),
    _shared: new Map(),
    _told: new Set(),
    _isTrusted: false,
    _subject: toSubject(options.subjectId),
    _context: options.targetingContext ?? {},
    _hasConsent: !isDenied() && !(options.consent && !findVisitor()),
    _onView: () => undefined,
    _onPreview: () => undefined,
  };
  return page;
};

export const createFx = (page: Page): Client => {
  const { _emitter: emitter } = page;
  let isReady = false;
  /** Commands that wait for the first decision, and exposures that wait for their experiment. */
  const later: Command[] = [];
  const awaited = new Set<unknown>();

  const known = (id: string): Experiment | undefined => client.experiments.find((one) => one?.id === id);
  const holding = (id: string): Run | undefined => {
    const run = page._runs.get(id);
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
    variant: (id) => holding(id)?._verdict?.variant ?? undefined,
    payload: (id) => {
      const run = holding(id);
      return run?._experiment.variants.find(({ key }) => key === run._verdict?.variant)?.payload;
    },
    assignment: (id) => {
      const run = page._runs.get(id);
      return (run?._isActive && run._verdict?.variant) || undefined;
    },
    isActive: (id) => !!holding(id),
    metadata: (id) => freeze(known(id)?.metadata) as undefined,
    activate(id) {
      if (!isReady) later.push(['activate', id]);
      else if (!page._runs.get(id)?._part._activate()) warn(`${id} has no manual trigger here`);
      return client.variant(id);
    },
    expose(id) {
      const run = holding(id);
      return !!run?._experiment.manualExposure && expose(page, run);
    },
    track(eventName, value = 1, options = {}) {
      const { key } = options;
      const { _session: session } = page;
      if (typeof eventName !== 'string' || !Number.isFinite(value)) warn('track takes a name and a number');
      else if (!isReady) later.push(['track', eventName, value, options]);
      else if (
        session &&
        !session._preview &&
        !session._bar &&
        (key === undefined || isFirst(session._subject, eventName, `${key}`))
      ) {
        record(page, 'conversion', { name: eventName, value, ...(key !== undefined && { key: `${key}` }) });
      }
    },
    identify: (subject) => identify(page, toSubject(subject)),
    setContext: (context) => setContext(page, context),
    on: (type, listener) => emitter._on(type, listener as never),
    consent: (isGranted) => setConsent(page, isGranted),
    forget: () => stop(page, true),
    explain(id) {
      const experiment = known(id);
      const { _session: session } = page;
      if (!experiment || !session) return undefined;
      const run = page._runs.get(id);
      const sound = isSound(experiment, page._functions);
      const verdict =
        run?._verdict ?? (sound ? judge(page, session, experiment) : { variant: null, reason: 'invalid' });
      return {
        id,
        variant: verdict.variant,
        reason: verdict.reason,
        isActive: holds(run),
        gates: sound ? explain(experiment, subjectOf(page, session, experiment)) : [],
      };
    },
    preview(id, key) {
      setPreview(page, `${id}:${key},${page._session?._preview ?? ''}`);
    },
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
        for (const command of later.splice(0)) execute(command);
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
