/** Compares a directory of experiments with what a target holds. */

import { type Plan, plan } from '../authoring/index.js';
import { plural } from '../pages/index.js';
import type { Destination } from './config.js';
import { openProject, type Project, requireValid } from './project.js';
import { publishedOf, type Rendered, render, type Valid } from './release.js';
import { openTarget, type Target } from './targets.js';
import type { Voice } from './voice.js';

/** A plan and all that is needed to carry it out. */
export interface Planned {
  readonly project: Project;
  readonly target: Target;
  readonly valid: Valid;
  readonly rendered: Rendered;
  readonly plan: Plan;
  /** Whether the target holds all of it already. */
  readonly isNoop: boolean;
  /** Whether nothing was ever published there, and the configuration does not name it: then it may be a typing mistake. */
  readonly isNew: boolean;
  /** What should be known besides, a sentence each. */
  readonly notes: readonly string[];
}

/** Compiles, renders and compares. Writes nothing. */
export async function planFor(
  voice: Voice,
  directory: string,
  { directory: to, isNamed }: Destination,
): Promise<Planned> {
  const target = await openTarget(to);
  const project = await openProject(voice, directory);
  const valid = requireValid(voice, project);
  const rendered = render(valid, project.token !== null);
  const { state } = target;
  const archived = [...valid.sources].filter(([, { raw }]) => raw.status === 'archived').map(([id]) => id);
  const compared = await voice.busy(`Comparing ${plural(valid.sources.size, 'experiment')}`, async () =>
    plan({
      before: target.published,
      after: publishedOf(valid.preview, rendered.release.metrics),
      archived: new Set(archived),
      holdouts: { before: target.holdouts, after: valid.manifest.holdouts ?? [] },
      used: state?.used ?? [],
      now: Date.now(),
    }),
  );
  const isSame = state?.current.release === rendered.release.release;
  return {
    project,
    target,
    valid,
    rendered,
    plan: compared,
    isNoop: isSame && isWhole(target) && hasToken(target, project),
    isNew: target.state === null && !isNamed,
    notes: [
      ...(target.state === null && !isNamed
        ? [`${to} was never published to, and is no target of fx.config.yaml.`]
        : []),
      ...notesOn(target, project),
    ],
  };
}

const isWhole = ({ isUnfinished, isAdopted, drift, damaged }: Target): boolean =>
  !isUnfinished && !isAdopted && !drift.length && !damaged.size;

const hasToken = (target: Target, project: Project): boolean => target.token === project.token;

function notesOn(
  { directory, state, isUnfinished, isAdopted, drift, damaged, lost }: Target,
  { token }: Project,
): string[] {
  return [
    ...(state?.enabled === false ? [`${directory} is off and stays off: fx on --to ${directory} switches it on.`] : []),
    ...(isUnfinished ? [`A publication to ${directory} was interrupted: the next fx apply finishes it first.`] : []),
    ...(isAdopted ? [`${directory} has no state.json, so metrics and earlier ids are not compared.`] : []),
    ...(drift.length ? [`Changed by somebody else, and replaced by the next fx apply: ${drift.join(', ')}.`] : []),
    ...(damaged.size
      ? [`Not what their names say, and repaired by the next fx apply: ${[...damaged.keys()].join(', ')}.`]
      : []),
    ...(lost.length
      ? [
          `Files of earlier revisions are lost, so fx rollback cannot go back to ${lost.join(', ')}: put them back from git or a backup.`,
        ]
      : []),
    ...(token === null ? ['There is no fx.config.yaml with a previewToken, so drafts have no preview files.'] : []),
  ];
}

/** A plan as JSON, and as `plan -o` saves it: with a hash of both sides. */
export function planJson({ project, target, rendered, plan: { experiments, counts }, isNoop, notes }: Planned): object {
  return {
    directory: project.directory,
    target: target.directory,
    base: target.base,
    proposed: rendered.release.release,
    revision: { before: target.state?.current.revision ?? null, after: rendered.release.revision },
    enabled: target.state?.enabled ?? true,
    noop: isNoop,
    counts,
    experiments,
    notes,
  };
}

/** Changes that move visitors or break the analysis. */
export const riskCount = ({ counts }: Plan): number => counts.moves + counts.breaks;
