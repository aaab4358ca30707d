/** Compares a directory of experiments with what a target holds. */

import { type Plan, plan } from '../authoring/index.js';
import { withoutSecrets } from '../files/index.js';
import { type Attempt, caught, must, type Obstacle } from './attempt.js';
import type { Destination } from './config.js';
import { openProject, type Project, validOf } from './project.js';
import { publishedOf, type Rendered, render, type Valid } from './release.js';
import { holding, readTarget, type Target } from './targets.js';
import type { Notice, Voice } from './voice.js';

/** A plan and all that is needed to carry it out. */
export interface Planned {
  readonly project: Project;
  readonly target: Target;
  readonly valid: Valid;
  readonly rendered: Rendered;
  readonly plan: Plan;
  /** Whether the target holds all of it already. */
  readonly isNoop: boolean;
  /**
   * Whether nothing was ever published there, and the configuration does not name it: then it may be a typing mistake.
   */
  readonly isNew: boolean;
  /** What should be known besides. */
  readonly notes: readonly Notice[];
}

/** What a project makes of a target: as long as it takes thousands of decisions to count, it is worth being kept. */
export interface PlanResult {
  readonly rendered: Rendered;
  readonly plan: Plan;
}

/** Compares, or knows what came of the same comparison before. */
export type Comparing = (target: Target, project: Project, valid: Valid, work: () => PlanResult) => PlanResult;

/** How a plan is made. */
export interface PlanOptions {
  /** Default: reads and compiles the directory; whoever did that already for the same files gives what came of it. */
  readonly open?: () => Promise<Attempt<Project>>;
  /** Default: compares each time. */
  readonly comparing?: Comparing;
}

/**
 * Compiles, renders and compares. Writes nothing. Whoever asked lets the target go.
 */
export const planFor = (
  voice: Voice,
  directory: string,
  destination: Destination,
  {
    open = () => openProject(voice, directory),
    comparing = (_target, _project, _valid, work) => work(),
  }: PlanOptions = {},
): Promise<Attempt<Planned>> =>
  caught(async () =>
    holding(await readTarget(destination.directory), async (target) =>
      planInto(target, voice, { project: must(await open()), destination, comparing }),
    ),
  );

interface Planning {
  readonly project: Project;
  readonly destination: Destination;
  readonly comparing: Comparing;
}

async function planInto(target: Target, voice: Voice, { project, destination, comparing }: Planning): Promise<Planned> {
  const valid = must(validOf(project));
  const work = (): PlanResult => {
    const rendered = render(valid, project);
    return { rendered, plan: compare(target, valid, rendered) };
  };
  const { rendered, plan: compared } = await voice.busy({ code: 'compare', count: valid.sources.size }, async () =>
    comparing(target, project, valid, work),
  );
  const isSame = target.state?.current.release === rendered.release.release;
  const isNew = target.state === null && !destination.isNamed;
  return {
    project,
    target,
    valid,
    rendered,
    plan: compared,
    isNoop: isSame && isWhole(target) && hasToken(target, project),
    isNew,
    notes: [...(isNew ? [{ code: 'new', directory: target.place } as const] : []), ...notesOn(target, project)],
  };
}

function compare({ published, holdouts, state }: Target, valid: Valid, { release }: Rendered): Plan {
  const archived = [...valid.sources].filter(([, { raw }]) => raw.status === 'archived').map(([id]) => id);
  return plan({
    before: published,
    after: publishedOf(valid.preview, release.metrics),
    archived: new Set(archived),
    holdouts: { before: holdouts, after: valid.manifest.holdouts ?? [] },
    used: state?.used ?? [],
    now: Date.now(),
  });
}

/** Why a plan may not be carried out unless its risks are allowed; null where it has none. */
export function riskOf({ plan: { counts } }: Planned): Obstacle | null {
  const risks = counts.moves + counts.breaks;
  return risks > 0 ? { code: 'breaking', risks } : null;
}

const isWhole = ({ isUnfinished, isAdopted, drift, damaged }: Target): boolean =>
  !isUnfinished && !isAdopted && !drift.length && !damaged.size;

const hasToken = (target: Target, project: Project): boolean => target.token === project.token;

function notesOn(
  { place: directory, state, isUnfinished, isAdopted, drift, damaged, lost }: Target,
  { token }: Project,
): Notice[] {
  return [
    ...(state?.enabled === false ? [{ code: 'off', directory } as const] : []),
    ...(isUnfinished ? [{ code: 'unfinished', directory } as const] : []),
    ...(isAdopted ? [{ code: 'adopted', directory } as const] : []),
    ...(drift.length ? [{ code: 'drift', names: drift } as const] : []),
    ...(damaged.size ? [{ code: 'repair', names: [...damaged.keys()] } as const] : []),
    ...(lost.length ? [{ code: 'lost', revisions: lost } as const] : []),
    ...(token === null ? [{ code: 'no-token' } as const] : []),
  ];
}

/**
 * A plan as JSON, with a hash of both sides: whoever may look may see it. Its notes are added by whoever has words for
 * them.
 */
export function planJson({ project, target, rendered, plan: { experiments, counts }, isNoop }: Planned): object {
  return {
    directory: project.directory,
    target: withoutSecrets(target.place),
    base: target.base,
    proposed: rendered.release.release,
    revision: { before: target.state?.current.revision ?? null, after: rendered.release.revision },
    enabled: target.state?.enabled ?? true,
    noop: isNoop,
    counts,
    experiments,
  };
}
