/** Reads the events of a folder of experiments: what the child process does. */

import { exists, gatherFiles, readLines, shown } from '../../files/index.js';
import { openProject, openTarget } from '../../publishing/index.js';
import {
  chooseResults,
  countFiles,
  countsAt,
  entryOf,
  notesOnEvents,
  readChosen,
  type Selected,
  watchOver,
} from '../../results/index.js';
import { silent } from '../workspace.js';
import type { Readout, ReadoutQuestion } from './asked.js';

const CONFIDENCE = 0.95;
/** Subjects of all variants at which an interval for many looks is narrowest. */
const TUNED_FOR = 5000;

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
  const told = chosen.map((one, at) => readChosen(one, counted, at, manner));
  return {
    entries: told.map((one) => entryOf(one, CONFIDENCE)),
    results: told.map(({ result }) => result),
    dangers: chosen.flatMap((one, at) => {
      const dangers =
        question.isWatched && one.status === 'running' ? watchOver(one.asked, countsAt(one, counted, at)) : [];
      return dangers.length ? [{ id: one.asked.id, dangers }] : [];
    }),
    lines: counted.reading.lines,
    notes: notesOnEvents(counted),
  };
}

async function choose({ directory, target, experiment }: ReadoutQuestion): Promise<Selected[]> {
  const project = await openProject(silent, directory);
  if (!project.ok) return [];
  const opened = target === null ? null : await openTarget(target);
  return chooseResults(project.value.compiled, (opened?.ok && opened.value.state?.designs) || [], experiment);
}
