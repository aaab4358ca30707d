/** Takes pictures of an experiment's variants for Studio, one experiment at a time, while its pages go on. */

import { dirname } from 'node:path';
import { defaultControl } from '../authoring/index.js';
import { statusOf } from '../core/index.js';
import { makeDirectory, Refusal, writeAtomic } from '../files/index.js';
import { isOfPage, pageOn, reasonOf, type Shot, shoot, shotPath } from '../shot/index.js';
import type { Broadcast } from './live.js';
import { createTurns } from './turns.js';
import type { Catalogue } from './workspace.js';

/** What the last taking came to, or how far it is. */
export interface CameraState {
  readonly isBusy: boolean;
  readonly taken: number;
  readonly of: number;
  /** What could not be taken, a sentence each. */
  readonly problems: readonly string[];
}

/** Whatever takes pictures. */
export interface StudioCamera {
  /** Null where none were asked for since the server started. */
  state(id: string): CameraState | null;
  /** Begins, and does not wait. Nobody names an address: it is the site of the configuration. */
  take(id: string, catalogue: Catalogue, site: string): void;
}

/** @param live hears when it is done */
export function createStudioCamera(live: Broadcast): StudioCamera {
  const states = new Map<string, CameraState>();
  const turns = createTurns();
  const set = (id: string, change: Partial<CameraState>): void => {
    const before = states.get(id) ?? { isBusy: true, taken: 0, of: 0, problems: [] };
    states.set(id, { ...before, ...change });
  };
  const add = (id: string, problem: string): void =>
    set(id, { problems: [...new Set([...(states.get(id)?.problems ?? []), problem])] });
  return {
    state: (id) => states.get(id) ?? null,
    take(id, catalogue, site) {
      if (states.get(id)?.isBusy) return;
      set(id, { isBusy: true, taken: 0, of: 0, problems: [] });
      void turns(() => takeAll(id, catalogue, site, { set, add }))
        .catch((error: unknown) => add(id, error instanceof Refusal ? error.message : `It failed: ${String(error)}`))
        .finally(() => {
          set(id, { isBusy: false });
          live.tell({ type: 'pictures', experiment: id });
        });
    },
  };
}

interface Taking {
  set(id: string, change: Partial<CameraState>): void;
  add(id: string, problem: string): void;
}

async function takeAll(id: string, catalogue: Catalogue, site: string, { set, add }: Taking): Promise<void> {
  const { compiled, config, experiments } = catalogue;
  const experiment = compiled.preview?.experiments.find((one) => one.id === id);
  const file = experiments.get(id)?.source.path;
  if (!experiment || file === undefined) return add(id, 'It is archived, or a file has an error: no page shows it.');
  const page = pageOn(site, experiment);
  if (!page) return add(id, `Its trigger names no page of ${site}: run fx shot with --page and the address.`);
  let taken = 0;
  await shoot({
    sittings: [{ experiment, page }],
    token: config.token,
    beside: [...experiments.values()].flatMap(({ source: { raw } }) =>
      /^(draft|archived)$/.test(statusOf(raw)) ? [] : [`${raw.id}:${raw.control ?? defaultControl(raw.variants)}`],
    ),
    onStep: ({ of }) => set(id, { of }),
    onShot(shot) {
      if (!shot.bytes || (shot.state !== 'shown' && shot.state !== 'unfinished')) return add(id, problemOf(shot));
      const path = shotPath(file, id, shot.variant, shot.size);
      makeDirectory(dirname(path));
      writeAtomic(path, shot.bytes);
      set(id, { taken: ++taken });
    },
  });
}

/** Said once where it is the same for every variant. */
function problemOf({ variant, size, address, page, state, why }: Shot): string {
  if (state === 'shown') return '';
  const reason = reasonOf(state, why);
  return isOfPage({ state, why }) ? `${page}: ${reason}.` : `${variant}, ${size}: ${address}: ${reason}.`;
}
