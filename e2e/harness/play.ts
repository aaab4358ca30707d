/**
 * Runs in pages built with a framework: plays what a spec has written against fx, and says where the page is not as it
 * should be.
 */

import type { Manifest } from '../../src/core/index.js';
import type { Client } from '../../src/tag/api.js';
import type { Options } from '../../src/tag/options.js';
import { exposeKept } from './kept.js';
import { apply, meant, settled, visible } from './plain.js';
import { SCENE, type Scene, type Stage } from './scene.js';

/**
 * A state of the page, at once followed by the next where it is `brief`, or the experiments that the address is in; the
 * others are undone.
 */
export type Step = { readonly render: Partial<Scene>; readonly brief?: boolean } | { readonly on: readonly string[] };

export interface Play {
  /** Their triggers look for `-<id>-` in the address. */
  readonly manifest: Manifest;
  readonly steps: readonly Step[];
}

/** How a play went. */
export interface Outcome {
  /** What was seen and what was expected, after the first step where these differ. */
  readonly difference: string;
  /** `conflict #target` and so on. */
  readonly failures: readonly string[];
}

declare global {
  interface Window {
    stage: Stage;
    play(plays: readonly Play[]): Promise<Outcome[]>;
    createClient(manifest: Manifest, options: Partial<Options>): Client;
  }
}

/**
 * Gives a page to its spec: rendered where no server has, else hydrated, unless it is to wait for `stage.hydrate()`.
 */
export const expose = (stage: Stage): void => {
  window.stage = stage;
  exposeKept(stage);
  window.play = async (plays) => {
    const outcomes: Outcome[] = [];
    for (const play of plays) {
      outcomes.push(
        await perform(stage, play).catch((error) => {
          // a framework that has thrown once is no longer of use
          stage.abandon();
          return { difference: '', failures: [...stage.complaints.splice(0), `thrown: ${error}`] };
        }),
      );
    }
    return outcomes;
  };
  const root = document.getElementById('root');
  if (!root?.firstChild) void stage.render({});
  else if (root.dataset.hydrate !== 'later') void stage.hydrate();
};

const perform = async (stage: Stage, { manifest, steps }: Play): Promise<Outcome> => {
  const failures: string[] = [];
  const go = (ids: readonly string[]): void => history.replaceState(history.state, '', `?-${ids.join('-')}-`);
  go([]);
  await stage.render(SCENE);
  const client = window.createClient(manifest, { subjectId: 'someone' });
  // that nothing came for a selector which means every match is said at the end of a view, and is no fault
  client.on('failure', ({ code, selector, message }) => {
    if (code !== 'timeout') failures.push(`${code} ${selector ?? message}`);
  });
  let on: readonly string[] = [];
  let difference = '';
  for (const [index, step] of [...steps, { on: [] }].entries()) {
    if ('on' in step) {
      on = step.on;
      go(on);
    } else {
      await stage.render(step.render);
      if (step.brief) continue;
    }
    await settled();
    const expected = await stage.fresh();
    for (const { id, variants } of manifest.experiments)
      if (on.includes(id))
        for (const op of variants[1]?.domOps ?? [])
          if (op.op !== 'injectCSS') for (const element of meant(expected, op)) apply(element, op);
    const seen = visible(document.getElementById('root') as Element);
    const wanted = visible(expected);
    if (seen !== wanted) difference = `step ${index} ${JSON.stringify(step)}:\n${seen}\ninstead of\n${wanted}`;
    if (difference || stage.complaints.length) break;
  }
  client.dispose();
  stage.leave();
  return { difference, failures: [...failures, ...stage.complaints.splice(0)] };
};
