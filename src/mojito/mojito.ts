/** Makes `window.Mojito`, and puts on the queue of fx what it asks and tells about imported experiments. */

import type { Experiment } from '../core/index.js';
import type { ClientEvent, Fx, Hooks, Settings, Test, TestConfig } from './api.js';
import { Cookies } from './cookies.js';
import { guarded } from './guard.js';
import { createImported } from './imported.js';
import { createTest } from './test.js';
import { createUtils } from './utils.js';

/** @param fx gives the client, which is a queue until the tag has run */
export const createMojito = (fx: () => Fx & Hooks) => {
  const settings: Settings = {
    debug: false,
    cookieDuration: 60,
    cookiePrefix: '_mojito',
    maxErrorStackLength: 1000,
    waitInterval: 50,
    defaultWaitTimeout: 2000,
    storageAdapter: {},
    decisionAdapter: Math.random,
    excluded: !navigator.cookieEnabled,
  };
  const tests: Record<string, Test> = {};

  const isExcluded = (): unknown => {
    const { excluded } = settings;
    if (typeof excluded !== 'function') return excluded;
    return guarded(
      () => excluded(),
      () => true,
    );
  };
  const find = (experiment: Experiment): Test => {
    const id = experiment.mojitoId as string;
    if (!tests[id]?._hear) tests[id] = createImported(experiment, settings, fx);
    return tests[id];
  };
  /** Every test, up to date; an event is passed on to those of imported experiments. */
  const all = (event?: ClientEvent): typeof tests => {
    for (const one of fx().experiments ?? []) if (one?.mojitoId) guarded(() => find(one)._hear?.(event));
    return tests;
  };
  fx().push(['on', 'exposure', all], ['on', 'failure', all]);
  Object.assign<object, Hooks>(fx(), {
    recall: (one) => one.mojitoId && find(one)._recall?.(),
    decide: (one, _, { reason }) => one.mojitoId && (isExcluded() ? null : find(one)._decide?.(reason)),
  });

  return {
    get testObjects() {
      return all();
    },
    addTest(config: TestConfig): Test | false | undefined {
      const { id } = config;
      if (isExcluded()) return false;
      // a wave that moved to fx must not run twice
      if (!all()[id]?._hear) tests[id] = createTest(config, settings);
      return tests[id];
    },
    getTest: (id: string): Test | undefined => all()[id],
    // biome-ignore lint/complexity/useArrowFunction: it is called with `new`
    Test: function (config: TestConfig) {
      return createTest(config, settings);
    } as unknown as new (
      config: TestConfig,
    ) => Test,
    Cookies,
    options: settings,
    utils: createUtils(settings),
    buildInfo: { container: 'fx', mojitoVersion: '2.7.1' },
  };
};
