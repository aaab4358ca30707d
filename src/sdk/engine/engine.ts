/** Decides and remembers for one subject, wherever JavaScript runs. */

import type { Experiment } from '../../core/index.js';
import { type AnyManifest, type ConfigDesk, createConfig } from './config.js';
import { type Counting, createCounting } from './counting.js';
import { createCrashes } from './crashes.js';
import { InvalidManifestError, UnknownExperimentError } from './errors.js';
import { createForcing } from './forcing.js';
import { shownBy } from './history.js';
import { createKeeper, type Keeper } from './keeper.js';
import { createLedger, type Ledger } from './ledger.js';
import { isOnRoute } from './routes.js';
import type { Engine, EngineOptions } from './types.js';

/**
 * An engine for a manifest: its object, its text, or undefined where the fetcher brings the first one.
 *
 * @throws InvalidManifestError for what is none, in the mode `closed` alone
 * @example
 * const engine = createEngine(manifest, { storage: createItemStorage(() => localStorage) });
 * const variant = engine.getVariant('homepage-cta');
 */
export function createEngine(manifest: AnyManifest, options: EngineOptions = {}): Engine {
  const ledger = createLedger(options);
  const keeper = createKeeper(ledger, options);
  const counting = createCounting(ledger, keeper, options);
  const config = createConfig(ledger, options);
  const parts: Parts = { ledger, keeper, counting, config, options };
  let onReady: (engine: Engine) => void;
  const engine = {
    ready: new Promise<Engine>((resolve) => {
      onReady = resolve;
    }),
    get isReady() {
      return ledger.isReady;
    },
    get experiments() {
      return experimentsOf(ledger);
    },
    get revision() {
      return ledger.state.manifest?.revision;
    },
    ...createReading(parts),
    ...createSteering(parts),
    ...createTelling(parts),
  } as Engine;
  const begin = (): void => {
    ledger.open();
    ledger._emit({ type: 'ready' });
    ledger._settle('system', 'ready');
    onReady(engine);
  };
  const first = takeFirst(parts, manifest);
  keeper.open(() => (first ? void first.then(begin) : begin()));
  config._poll();
  return engine;
}

/** Takes the manifest that an engine is made with: at once, unless a key has to allow it. */
function takeFirst({ ledger, config, options }: Parts, manifest: AnyManifest): Promise<void> | undefined {
  if (manifest === undefined && options.fetcher) return undefined;
  if (options.key !== undefined)
    return config._admit(manifest, options.signature).then((error) => error && ledger.fail(error, 'config'));
  if (config._accept(manifest)) return undefined;
  const error = new InvalidManifestError();
  if (options.failMode === 'closed') throw error;
  ledger.fail(error, 'config');
  return undefined;
}

/** What an engine is made of. */
interface Parts {
  readonly ledger: Ledger;
  readonly keeper: Keeper;
  readonly counting: Counting;
  readonly config: ConfigDesk;
  readonly options: EngineOptions;
}

const experimentsOf = ({ state }: Ledger): readonly Experiment[] => state.manifest?.experiments ?? [];

const experimentOf = (ledger: Ledger, id: string): Experiment | undefined => ledger.state._experiments.get(id);

/** Finds an experiment; an id that nobody knows is an error, told once. */
function createFinder({ ledger, counting, options }: Parts): (id: string) => Experiment | undefined {
  return (id) => {
    const experiment = experimentOf(ledger, id);
    if (experiment || ledger._isOver) return experiment;
    const error = new UnknownExperimentError(id);
    if (options.failMode === 'closed') throw error;
    if (counting._isFirst('unknown', id)) ledger.fail(error, 'unknown');
    return undefined;
  };
}

/** What an engine answers. */
function createReading(parts: Parts) {
  const { ledger, counting, options } = parts;
  const find = createFinder(parts);
  const payloadOf = (id: string, key: string | undefined): unknown =>
    experimentOf(ledger, id)?.variants.find((one) => one.key === key)?.payload;
  const fallbackOf = (id: string): string | undefined => {
    const { fallback } = options;
    if (typeof fallback === 'function') return ledger._attempt(() => fallback(id));
    return fallback ?? controlOf(experimentOf(ledger, id));
  };
  const getVariant = (id: string, context?: Record<string, unknown>): string | undefined => {
    const experiment = find(id);
    const verdict = ledger._verdict(id, context);
    const key = context ? shownBy(verdict) : ledger.variant(id, verdict);
    if (experiment && verdict && !context) counting._assign(experiment, verdict);
    return key ?? fallbackOf(id);
  };
  return {
    variant: (id: string) => ledger.variant(id),
    payload: (id: string) => payloadOf(id, ledger.variant(id)),
    getVariant,
    getVariantValue(id: string, fallback?: unknown) {
      const payload = payloadOf(id, getVariant(id));
      const isValue = typeof payload === 'object' && payload !== null && 'value' in payload;
      return (isValue ? payload.value : payload) ?? fallback;
    },
    getExperiments: (route?: string) =>
      experimentsOf(ledger).filter(
        (one) => route === undefined || ledger._attempt(() => isOnRoute(one, route, ledger.state.context)),
      ),
    reason: (id: string) => ledger._verdict(id)?.reason,
    getHistory: ledger.history.list,
    at: ledger.history.at,
    subscribe: ledger.subscribe,
    on: (_type: 'change', listener: () => void) =>
      ledger.subscribe(({ type }) => {
        if (type === 'variantChanged') listener();
      }),
  };
}

/** What changes the answers of an engine. */
function createSteering(parts: Parts) {
  const { ledger, keeper, config, options } = parts;
  const find = createFinder(parts);
  const forcing = createForcing(ledger);
  return {
    setVariant(id: string, key: string) {
      const experiment = find(id);
      if (experiment && !forcing.force(experiment, key))
        ledger.fail(new RangeError(`${id} has no variant ${JSON.stringify(key)}`), 'unknown');
    },
    clearVariant(id: string) {
      const experiment = find(id);
      if (experiment) forcing.force(experiment, undefined);
    },
    resetAll() {
      keeper._giveBack();
      forcing._forceNothing();
    },
    applyLink: (link: string) => forcing.applyLink(link, (id) => experimentOf(ledger, id)),
    updateContext(patch: Record<string, unknown>) {
      ledger._update({ context: { ...ledger.state.context, ...patch } });
      ledger._emit({ type: 'contextUpdated', context: ledger.state.context });
      ledger._settle('system', 'context');
    },
    identify(subject: unknown) {
      keeper.identify(subject);
      ledger._settle('system', 'subject');
    },
    async loadConfig(manifest: AnyManifest, signature?: string) {
      const error = await config._admit(manifest, signature);
      if (!error) return;
      ledger.fail(error, 'config');
      if (options.failMode === 'closed') throw error;
    },
    dispose() {
      ledger.close();
      config._stop();
    },
  };
}

/** What an engine is told. */
function createTelling(parts: Parts) {
  const { ledger, keeper, counting, options } = parts;
  const find = createFinder(parts);
  const countCrash = createCrashes(options.rollback);
  const takeBack = (experiment: Experiment, error: unknown, isPersistent: boolean): void => {
    const { id } = experiment;
    const key = ledger.variant(id) ?? '';
    counting.fail(id, key, error);
    const { [id]: _, ...forced } = ledger.state.forced;
    ledger._update({ forced });
    keeper._take(experiment, key, error, isPersistent);
    ledger._settle('system', 'rollback');
  };
  return {
    expose(id: string) {
      const experiment = find(id);
      const verdict = ledger._verdict(id);
      return !!experiment && !!verdict && counting.expose(experiment, verdict);
    },
    track: (name: string, value = 1, { key }: { readonly key?: string | number } = {}) =>
      counting.track(name, value, key),
    reportCrash(id: string, error: unknown) {
      const experiment = find(id);
      if (!experiment) return;
      const variant = ledger.variant(id);
      // The control is what the visitor would have had anyway: there is nothing to take back.
      if (variant === undefined) return;
      ledger._emit({ type: 'crash', experiment: id, variant, reason: `${error}` });
      const rule = countCrash(experiment, ledger.now());
      if (rule) takeBack(experiment, error, rule.persistent);
    },
    fail(id: string, error: unknown) {
      const experiment = find(id);
      if (experiment && ledger.variant(id) !== undefined) takeBack(experiment, error, false);
    },
  };
}

/** The baseline: what is named so, else the variant `control`, else the first. */
function controlOf(experiment: Experiment | undefined): string | undefined {
  const { control, variants = [] } = experiment ?? {};
  return control ?? (variants.find(({ key }) => key === 'control') ?? variants[0])?.key;
}
