/** Reads the events of a folder of experiments: what the child process does. */

import type { Source } from '../../authoring/index.js';
import { statusOf } from '../../core/index.js';
import { exists, gatherFiles, readLines, shown } from '../../files/index.js';
import { plural } from '../../pages/index.js';
import { openProject, openTarget } from '../../publishing/index.js';
import {
  type Asked,
  askOf,
  askOfHoldout,
  countFiles,
  type Ending,
  readOut,
  watchOver,
  wordsOf,
} from '../../results/index.js';
import { silent } from '../workspace.js';
import type { Readout, ReadoutQuestion } from './asked.js';

const CONFIDENCE = 0.95;
/** Subjects of all variants at which an interval for many looks is narrowest. */
const TUNED_FOR = 5000;

interface Chosen {
  readonly asked: Asked;
  readonly name: string;
  readonly description: string | null;
  readonly status: string;
  readonly ending: Ending | null;
}

/** The read-out. @throws Refusal where the folder or the events cannot be read */
export async function computeReadout(question: ReadoutQuestion): Promise<Readout> {
  const chosen = await choose(question);
  const there: string[] = [];
  for (const path of question.events) if (await exists(path)) there.push(path);
  const files = there.length ? await gatherFiles(there) : [];
  const counted = await countFiles(
    { experiments: chosen.map(({ asked }) => asked), by: [...(question.by ?? [])], isStitched: true },
    files.map((name) => ({ name: shown(name), lines: (onOddity) => readLines(name, onOddity) })),
  );
  const certainty = { confidence: CONFIDENCE, tunedFor: question.isSequential ? TUNED_FOR : undefined };
  const manner = { certainty, isAdjusted: question.isAdjusted === true, phase: undefined };
  const all = chosen.map((one, at) => {
    const counts = counted.counts.experiments[at] ?? { id: one.asked.id, phases: [] };
    const dangers = question.isWatched && one.status === 'running' ? watchOver(one.asked, counts) : [];
    return { ...one, dangers, result: readOut(one.asked, counts, manner) };
  });
  const { reading, repeated } = counted;
  return {
    entries: all.map(({ asked, name, description, status, ending, result }) => {
      const heading = { name, status, description, confidence: CONFIDENCE, ending };
      return { id: asked.id, heading, variants: asked.variants, result, words: wordsOf(result, heading) };
    }),
    results: all.map(({ result }) => result),
    dangers: all.flatMap(({ asked, dangers }) => (dangers.length ? [{ id: asked.id, dangers }] : [])),
    lines: reading.lines,
    notes: [
      `${plural(reading.lines, 'line')} of events read${repeated ? `, ${plural(repeated, 'event')} that came again counted once` : ''}.`,
      ...(reading.unread
        ? [`${plural(reading.unread, 'line')} or events are none, the first at ${reading.firstUnread}.`]
        : []),
      ...(reading.dropped
        ? [`Browsers had to give up ${plural(reading.dropped, 'event')} before they could send them.`]
        : []),
    ],
  };
}

async function choose({ directory, target, experiment }: ReadoutQuestion): Promise<Chosen[]> {
  const project = await openProject(silent, directory);
  if (!project.ok) return [];
  const { compiled } = project.value;
  const opened = target === null ? null : await openTarget(target);
  const designs = (opened?.ok && opened.value.state?.designs) || [];
  const phases = new Map((compiled.preview?.experiments ?? []).map((one) => [one.id, one.phase ?? null]));
  const experiments = [...compiled.sources].map(([id, source]) => ({
    asked: askOf(
      source,
      phases.get(id) ?? null,
      designs.filter((design) => design.id === id),
    ),
    name: source.raw.name,
    description: source.raw.hypothesis ?? source.raw.description ?? null,
    status: statusOf({ status: source.raw.status === 'archived' ? undefined : source.raw.status }),
    ending: endingOf(source.raw.conclusion),
    isArchived: source.raw.status === 'archived',
  }));
  const held = [...compiled.holdouts.values()].map((source) => ({
    asked: askOfHoldout(source),
    name: source.raw.name,
    description: source.raw.description ?? null,
    status: 'running',
    ending: null,
    isArchived: false,
  }));
  return [...experiments, ...held]
    .filter(({ asked, status }) => (experiment === undefined ? status !== 'draft' : asked.id === experiment))
    .map(({ isArchived, ...one }) => ({ ...one, status: isArchived ? 'archived' : one.status }));
}

type Written = NonNullable<Source['raw']['conclusion']>;

const endingOf = (written: Written | undefined): Ending | null =>
  written ? { decision: written.decision, winner: written.winner ?? null, learning: written.learning ?? null } : null;
