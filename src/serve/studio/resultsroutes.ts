/** Serves the pages of results, and the same figures as a table. */

import type { Hono } from 'hono';
import { csvOf } from '../../results/index.js';
import { mayAs } from '../access/roles.js';
import { type Done, FAULTS, refused } from '../fault.js';
import type { AppEnv } from '../http.js';
import type { ReadoutProgress } from '../readout/asked.js';
import type { Onlooker, ReadoutRequest, TimedReadout } from '../readout/readouts.js';
import type { Catalogue } from '../workspace.js';
import type { Desk, StudioContext } from './desk.js';
import { picturesOf } from './pictures.js';
import { countingPart, type ResultsQuery, resultsBody } from './results.js';
import { meetingOf, standingsOf } from './standing.js';
import { answerWithoutFile } from './unfiled.js';

/** Adds them. */
export function resultPages(app: Hono<AppEnv>, desk: Desk): void {
  app.get('/results/:id/csv', async (c) => {
    const asked = await read(desk, c, c.req.param('id'));
    if (!asked.ok) return desk.refuse(c, asked.fault, 'results');
    return c.body(csvOf(asked.value.readout.results), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${asked.value.query.experiment ?? 'results'}.csv"`,
    });
  });
  app.get('/results/:id?', async (c) => {
    const id = c.req.param('id');
    const asked = await read(desk, c, id ?? null);
    if (!asked.ok)
      return id !== undefined && asked.fault.code === 'EXPERIMENT_NOT_FOUND'
        ? answerWithoutFile(desk, c, id)
        : desk.refuse(c, asked.fault, 'results');
    const { readout, catalogue } = asked.value;
    const facts = {
      ...asked.value,
      standings: standingsOf(catalogue, await meetingOf(desk.house), desk.house.now()),
      pictured: await allPictures(readout, catalogue, desk.house.workspace.directory),
      mayEdit: mayAs(desk.caller(c).role, 'editor'),
    };
    return desk.show(c, { title: 'Results', at: 'results', body: resultsBody(facts) });
  });
}

interface Answered {
  readonly readout: TimedReadout;
  readonly query: ResultsQuery;
  readonly catalogue: Catalogue;
}

async function read({ house }: Desk, c: StudioContext, experiment: string | null): Promise<Done<Answered>> {
  const catalogue = await house.workspace.read();
  if (experiment !== null && !catalogue.experiments.has(experiment) && !catalogue.compiled.holdouts.has(experiment))
    return refused('EXPERIMENT_NOT_FOUND', { message: `${FAULTS.EXPERIMENT_NOT_FOUND[1]}: ${experiment}` });
  const query = {
    experiment,
    phase: experiment === null ? '' : (c.req.query('phase') ?? ''),
    by: c.req.query('by') ?? '',
    isSequential: c.req.query('sequential') === 'yes',
    isAdjusted: c.req.query('adjust') === 'yes',
  };
  const readout = await house.readouts.read(requestOf(query), onlookerOf(c, house.counts));
  return readout.ok ? { ok: true, value: { readout: readout.value, query, catalogue } } : readout;
}

/** As plain as the guard asks, so that both share one read-out where nothing was chosen. */
const requestOf = ({ experiment, phase, by, isSequential, isAdjusted }: ResultsQuery): ReadoutRequest =>
  experiment === null && !by && !isSequential && !isAdjusted
    ? { isWatched: true }
    : {
        ...(experiment !== null && { experiment }),
        ...(phase && { phase }),
        ...(by && { by: [by] }),
        isSequential,
        isAdjusted,
      };

/** People see how far it is, and share what is under way. Programs get the newest. */
function onlookerOf(c: StudioContext, counts: string): Onlooker {
  const { errand } = c.env;
  if (!errand) return { signal: c.req.raw.signal, mayShare: false };
  const onProgress = (progress: ReadoutProgress | null): void => {
    errand.says = () => countingPart(counts, progress);
  };
  return { signal: errand.signal, mayShare: true, onProgress };
}

async function allPictures(
  { entries }: TimedReadout,
  { experiments }: Catalogue,
  directory: string,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const { id } of entries) {
    const filed = experiments.get(id);
    if (filed) found.set(id, await picturesOf(filed, directory));
  }
  return found;
}
