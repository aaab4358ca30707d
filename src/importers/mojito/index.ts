/**
 * Turns a directory of Mojito waves into experiment files, and tells wave by wave what became of it. Nothing of it is
 * run.
 */

import { compile, createSyntaxChecker, type Problem, type TriggerSpec } from '../../authoring/checks.js';
import { type Files, readWaveConfig } from './config.js';
import { codesOf, toExperiment, type WaveDraft } from './experiment.js';
import { activatedBy, usesMojito } from './mention.js';
import { toId } from './name.js';
import { readObject } from './object.js';
import type { Imported, ImportedExperiment, WaveReport } from './report.js';
import { type Settled, settle } from './settle.js';
import { toTrigger } from './trigger.js';
import { checkWave } from './validity.js';
import type { RawWave, Remark, Wave } from './wave.js';
import { write } from './write.js';

export type { Imported, ImportedExperiment, KeptScript, Translated, WaveReport } from './report.js';
export type { Remark } from './wave.js';

/** A directory of waves, as it was read. */
export interface WavesInput {
  /** Its name, as problems should have it. */
  readonly root: string;
  /** The directories in it that may be waves: their paths, `root` first. `root` alone where it is a wave itself. */
  readonly folders: readonly string[];
  /** The files in it, by path. */
  readonly files: Files;
}

/** The same files give the same experiments. It never throws: what cannot be imported is in the report. */
export async function importMojito({ files, folders, root }: WavesInput): Promise<Imported> {
  const checker = createSyntaxChecker();
  const read = [...folders].sort(compare).map((folder) => readWave(folder, files, root));
  const faults = await Promise.all(read.map(async ({ wave }) => (wave ? checkWave(wave, checker) : [])));
  const entries: Entry[] = read.map((one, index) => {
    const all = [...one.faults, ...(faults[index] ?? [])];
    return { ...one, faults: all, wave: all.length ? undefined : one.wave };
  });
  const named = nameAll(entries);
  const activated = new Set(
    named.flatMap(({ wave }) =>
      codesOf(wave)
        .flatMap(activatedBy)
        .filter((id) => id !== wave.id),
    ),
  );
  const made = await settleTriggers(named.map((one) => ({ ...one, isActivated: activated.has(one.wave.id) })));
  const experiments = made.flatMap(({ experiment }) => (experiment ? [experiment] : []));
  return {
    experiments: experiments.sort((a, b) => compare(a.id, b.id)),
    waves: entries.map((entry) => report(entry, made)),
  };
}

interface Entry extends Settled {
  readonly folder: string;
  readonly mojitoId: string | undefined;
  faults: readonly Remark[];
  wave: Wave | undefined;
}

function readWave(folder: string, files: Files, root: string): Entry {
  const place = (name: string): string => (folder === '.' ? name : `${folder}/${name}`);
  const [config, object] = [place('config.yml'), place('test-object.js')];
  try {
    const raw = files.has(config)
      ? readWaveConfig(folder, config, files, root)
      : readObject(folder, object, files.get(object) ?? '');
    const settled = settle(raw);
    const needs = files.has(config) && files.has(object) ? [...settled.needs, ...ignored(object)] : settled.needs;
    return { ...settled, needs, folder, mojitoId: idOf(raw) };
  } catch (failure) {
    // Code that is nested so deep is the one thing that a reader of trees cannot stand.
    if (!(failure instanceof RangeError)) throw failure;
    const message = 'The wave nests too deep to be read.';
    return { folder, mojitoId: undefined, wave: undefined, faults: [{ file: config, line: 1, message }], needs: [] };
  }
}

const ignored = (file: string): Remark[] => [
  { file, line: 1, message: 'The file was not read: config.yml beside it is the wave.' },
];

const idOf = ({ fields: { id } }: RawWave): string | undefined =>
  id === undefined || id === null || typeof id === 'object' ? undefined : String(id);

interface Named {
  readonly entry: Entry;
  readonly wave: Wave;
  readonly id: string;
}

/** Gives each wave the id of its experiment: those that run first, as Mojito builds no wave that is inactive. */
function nameAll(entries: readonly Entry[]): Named[] {
  const known = new Map<string, Entry>();
  const taken = new Set<string>();
  const named: Named[] = [];
  const ordered = [...entries].sort((a, b) => Number(isInactive(a)) - Number(isInactive(b)));
  for (const entry of ordered) {
    const { wave } = entry;
    if (!wave) continue;
    const other = known.get(wave.id);
    if (other && !isInactive(entry)) {
      const at = { file: wave.raw.file, line: wave.raw.lineOf(['id']) };
      entry.faults = [
        {
          ...at,
          message: `The id ${wave.id} is that of ${other.folder} too, and Mojito builds no two waves of one id: give it another.`,
        },
      ];
      entry.wave = undefined;
      continue;
    }
    known.set(wave.id, other ?? entry);
    const id = toId(wave.id, taken);
    taken.add(id);
    named.push({ entry, wave, id });
  }
  return named;
}

const isInactive = ({ wave }: Entry): boolean => wave?.state === 'inactive';

interface Made extends Named {
  readonly draft: WaveDraft;
  readonly experiment: ImportedExperiment | undefined;
}

/** Writes all of them; where the validator refuses a translated trigger, the script is kept. */
async function settleTriggers(waves: readonly (Named & { readonly isActivated: boolean })[]): Promise<Made[]> {
  const first = waves.map((one) => make(one, one.wave.trigger && toTrigger(one.wave.trigger)));
  const found = await findProblems(first);
  const second = first.map((one, index) => {
    const isRefused = found.some(
      ({ file, message, path, severity }) =>
        file === one.id && path.startsWith('trigger') && (severity === 'error' || !message.includes(':has(')),
    );
    const wave = waves[index];
    return isRefused && wave ? make(wave, undefined) : one;
  });
  const left = (await findProblems(second)).filter(({ severity }) => severity === 'error');
  return second.map((one) => {
    const own = left.filter(({ file }) => file === one.id);
    if (!own.length) return one;
    const { file } = one.wave.raw;
    one.entry.faults = own.map(({ message, path }) => ({
      file,
      line: 1,
      message: `In the experiment, ${path || 'the file'} ${message}.`,
    }));
    return { ...one, experiment: undefined };
  });
}

function make(one: Named & { readonly isActivated: boolean }, trigger: TriggerSpec | undefined): Made {
  const { id, isActivated, wave } = one;
  const draft = toExperiment(wave, { id, trigger, isActivated });
  return { ...one, draft, experiment: { id, text: write(draft.value, `The Mojito wave ${wave.id}.`) } };
}

async function findProblems(made: readonly Made[]): Promise<readonly Problem[]> {
  const { problems } = await compile(
    made.flatMap(({ experiment, id }) => (experiment ? [{ path: id, text: experiment.text }] : [])),
  );
  return problems;
}

function report(entry: Entry, made: readonly Made[]): WaveReport {
  const { faults, folder, needs } = entry;
  const mojitoId = entry.mojitoId ?? null;
  const one = made.find((other) => other.entry === entry);
  if (!one?.experiment) {
    const out = { id: null, status: null, carried: [], translated: [], scripts: [], usesMojito: false };
    return { folder, mojitoId, ...out, needs: [...faults, ...needs] };
  }
  const { carried, scripts, translated } = one.draft.notes;
  const all = [...needs, ...one.draft.notes.needs].sort((a, b) => compare(a.file, b.file) || a.line - b.line);
  const { id } = one;
  return {
    folder,
    mojitoId,
    id,
    status: one.draft.status,
    carried,
    translated,
    scripts,
    needs: all,
    usesMojito: needsMojito(one),
  };
}

/** A trigger that was translated needs nothing any more. */
function needsMojito({ draft, wave }: Made): boolean {
  const codes = codesOf(wave).filter((code) => code !== wave.trigger || draft.notes.scripts.length > 0);
  return codes.some((code) => !code.isEmpty && usesMojito(code));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
