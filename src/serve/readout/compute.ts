/** Reads the events of a folder of experiments: what the child process does. */

import { stat } from 'node:fs/promises';
import { exists, gatherFiles, Refusal, readChunks, shown } from '../../files/index.js';
import { openProject, openTarget } from '../../publishing/index.js';
import {
  chooseResults,
  countFiles,
  countInClickHouse,
  countInDuckDb,
  countsAt,
  entryOf,
  type FileCounts,
  IN_STUDIO,
  notesOnEvents,
  type ResultQuestion,
  readChosen,
  type Selected,
  watchOver,
} from '../../results/index.js';
import { silent } from '../workspace.js';
import type { Readout, ReadoutProgress, ReadoutQuestion } from './asked.js';

const CONFIDENCE = 0.95;
/** Subjects of all variants at which an interval for many looks is narrowest. */
const TUNED_FOR = 5000;

/**
 * The read-out.
 *
 * @param onProgress hears how far the reading of files is
 * @throws Refusal where the folder or the events cannot be read
 */
export async function computeReadout(
  question: ReadoutQuestion,
  onProgress: (progress: ReadoutProgress) => void = () => undefined,
): Promise<Readout> {
  const chosen = await choose(question);
  const wanted = { experiments: chosen.map(({ asked }) => asked), by: [...(question.by ?? [])], isStitched: true };
  const counted = await countWith(question, wanted, onProgress);
  const certainty = { confidence: CONFIDENCE, tunedFor: question.isSequential ? TUNED_FOR : undefined };
  const manner = { certainty, isAdjusted: question.isAdjusted === true, phase: question.phase };
  const told = chosen.map((one, at) => readChosen(one, counted, at, manner));
  return {
    entries: told.map((one) => entryOf(one, CONFIDENCE, IN_STUDIO)),
    results: told.map(({ result }) => result),
    dangers: chosen.flatMap((one, at) => {
      const dangers =
        // Visitors may still be in what its file says is over: whoever watches knows what is published.
        question.isWatched && !one.isHoldout && one.status !== 'draft'
          ? watchOver(one.asked, countsAt(one, counted, at))
          : [];
      return dangers.length ? [{ id: one.asked.id, dangers }] : [];
    }),
    lines: counted.reading.lines,
    notes: [...notesOnEvents(counted), ...(await notesOnNamed(question))],
  };
}

/** A folder that is mounted too late must not look like one without visitors. */
async function notesOnNamed({ named = [] }: ReadoutQuestion): Promise<string[]> {
  const areThere = await Promise.all(named.map((place) => exists(place)));
  return named
    .filter((_, at) => !areThere[at])
    .map((place) => `${shown(place)} is not there: its events are not counted.`);
}

async function countWith(
  { engine, events, named = [] }: ReadoutQuestion,
  question: ResultQuestion,
  onProgress: (progress: ReadoutProgress) => void,
): Promise<FileCounts> {
  if (engine?.is === 'clickhouse') {
    const { host } = new URL(engine.url);
    const found = await countInClickHouse(question, { url: engine.url, table: engine.table });
    if (found.ok) return found;
    throw new Refusal(
      `ClickHouse at ${host} gave no counts: ${found.reason.replace(/\.$/, '')}. Look whether it runs and is reached from here, and whether url and table below results in fx.config.yaml are right; events are stored meanwhile.`,
      'clickhouse',
    );
  }
  return countStill([...events, ...named], async (paths) => {
    const isParquet = (path: string): boolean => /\.parquet$/i.test(path);
    const lines = paths.filter((path) => !isParquet(path));
    const onBytes = await summing(lines, onProgress);
    const files = lines.map((name) => ({
      name: shown(name),
      chunks: (onOddity: OnOddity) => readChunks(name, onOddity, undefined, onBytes),
    }));
    const parquet = paths.filter(isParquet);
    if (engine?.is === 'memory' && parquet.length)
      throw new Refusal(
        `Nobody counts ${shown(parquet[0] ?? '')} in memory: say engine: duckdb below results in fx.config.yaml.`,
        'duckdb',
      );
    if (engine?.is !== 'duckdb' && !parquet.length) return countFiles(question, files);
    const found = await countInDuckDb(question, { files, parquet });
    if (found.ok) return found;
    throw new Refusal(
      found.code === 'missing'
        ? 'DuckDB is not installed: npm install @duckdb/node-api puts it beside fx.'
        : `DuckDB gave up: ${found.reason.trim().split('\n', 1)[0]}`,
      'duckdb',
    );
  });
}

type OnOddity = Parameters<typeof readChunks>[1];

/** Tells of each piece how much that makes of all. */
async function summing(
  paths: readonly string[],
  onProgress: (progress: ReadoutProgress) => void,
): Promise<(bytes: number) => void> {
  const sizes = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => 0, // whoever reads it says why it cannot be read
      ),
    ),
  );
  const all = sizes.reduce((sum, size) => sum + size, 0);
  let read = 0;
  onProgress({ read, of: all });
  return (bytes) => {
    read += bytes;
    // What is appended meanwhile is read, too.
    onProgress({ read, of: Math.max(all, read) });
  };
}

const MOST_TRIES = 3;

/**
 * A day that ends, or is packed, while it is read would be counted in part or not at all: then everything is read once
 * more.
 */
async function countStill<T>(places: readonly string[], count: (files: readonly string[]) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const before = await filesNow(places);
    const counted = await count(before.paths).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'no-file' && tries < MOST_TRIES) return null;
      throw error;
    });
    const isSame = (await filesNow(places)).key === before.key;
    if (counted !== null && (isSame || tries >= MOST_TRIES)) return counted;
  }
}

/** Which files there are: their names, and what lies behind them. */
async function filesNow(
  places: readonly string[],
): Promise<{ readonly paths: readonly string[]; readonly key: string }> {
  const paths: string[] = [];
  for (const place of places) {
    const found = await gatherFiles([place]).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'no-file') return []; // a folder in which no day is over yet
      throw error;
    });
    for (const path of found) if (await exists(path)) paths.push(path);
  }
  const inodes = await Promise.all(
    paths.map((path) =>
      stat(path)
        .then(({ ino }) => ino)
        .catch(() => 0),
    ),
  ); // gone is another one
  return { paths, key: JSON.stringify([paths, inodes]) };
}

async function choose({ directory, target, experiment, instead = [] }: ReadoutQuestion): Promise<Selected[]> {
  // What cannot be read keeps nobody from the figures of the others, and the guard from none of them.
  const encoder = new TextEncoder();
  const project = await openProject(silent, directory, {
    onLeftOut: () => undefined,
    instead: instead.map(({ path, text }) => ({ path, text: encoder.encode(text) })),
  });
  if (!project.ok) return [];
  const opened = target === null ? null : await openTarget(target);
  if (opened?.ok) opened.value.letGo();
  return chooseResults(project.value.compiled, (opened?.ok && opened.value.state?.designs) || [], experiment);
}
