/** Reads a wave that is a `config.yml` with its files. */

import { decode, fieldsOf, type Path, parse } from '../../authoring/checks.js';
import { readCode } from './code.js';
import type { RawWave, Remark } from './wave.js';

/** The files that a wave may name, by path. Bytes are better than a string: they show whether the text is UTF-8. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

/** @param root the directory of the waves, which a wave's files do not leave */
export function readWaveConfig(folder: string, file: string, files: Files, root: string): RawWave {
  const { documents, problems } = parse({ path: file, text: files.get(file) ?? '' });
  const [document, second] = documents;
  const faults: Remark[] = problems.map(({ code, line, message }) => ({
    file,
    line,
    message: code === 'empty' ? 'The file is empty.' : `The file ${message}.`,
  }));
  const lineOf = (path: Path): number => document?.locate({ path, atKey: true }).line ?? 1;
  for (const { path, message } of document?.findings ?? []) {
    faults.push({ file, line: lineOf(path), message: `${path.join('.') || 'The file'} ${message}.` });
  }
  const isMap = typeof document?.value === 'object' && document.value !== null && !Array.isArray(document.value);
  if (!faults.length && !isMap) faults.push({ file, line: 1, message: 'The file must hold the keys of a wave.' });
  if (second) {
    const { line } = second.locate({ path: [] });
    faults.push({ file, line, message: 'The file holds a second document, and a wave is one: split it.' });
  }
  for (const path of mergesIn(document?.value)) {
    faults.push({
      file,
      line: lineOf(path),
      message: `${path.join('.')} takes keys from elsewhere, which fx does not do: write them out.`,
    });
  }
  const fields = { ...fieldsOf(document?.value) };
  const parts = new Map<string, string>();
  const open = (owner: Record<string, unknown>, key: string, path: readonly string[]): void => {
    const name = owner[key];
    delete owner[key];
    if (name === undefined || name === null || name === '') return;
    const at = { file, line: lineOf(path) };
    const place = typeof name === 'string' ? resolvePath(folder, name, root) : undefined;
    const bytes = place === undefined ? undefined : files.get(place);
    if (place === undefined || bytes === undefined) {
      faults.push({ ...at, message: `${path.join('.')} ${explainMissing(name, place, root)}.` });
      return;
    }
    parts.set(path.join('.'), String(name));
    const { text, fault } = decode(bytes);
    if (fault)
      faults.push({
        file: place,
        line: text.slice(0, fault.offset).split('\n').length,
        message: `The file ${fault.finding.message}.`,
      });
    else owner[key] = key === 'css' ? text.replace(/\r\n?/g, '\n') : readFile(text, place, faults);
  };
  for (const key of ['trigger', 'js', 'css']) open(fields, key, [key]);
  fields.recipes = openRecipes(fields.recipes, open);
  return { folder, file, fields, lineOf, faults, parts };
}

/** Where `<<` stands, which Mojito's YAML knows and YAML 1.2 does not. */
function mergesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) =>
    key === '<<' ? [[...path, key]] : mergesIn(held, [...path, key]),
  );
}

function openRecipes(
  recipes: unknown,
  open: (owner: Record<string, unknown>, key: string, path: readonly string[]) => void,
): unknown {
  if (typeof recipes !== 'object' || recipes === null || Array.isArray(recipes)) return recipes;
  const read = Object.entries(recipes).map(([id, recipe]: [string, unknown]) => {
    if (typeof recipe !== 'object' || recipe === null) return [id, recipe];
    const fields = { ...fieldsOf(recipe) };
    for (const key of ['js', 'css']) open(fields, key, ['recipes', id, key]);
    return [id, fields];
  });
  return Object.fromEntries(read) as unknown;
}

function readFile(text: string, file: string, faults: Remark[]): unknown {
  const code = readCode(text, file);
  if (!('reason' in code)) return code;
  faults.push({ file, line: code.line, message: `The file ${code.reason}.` });
  return undefined;
}

const explainMissing = (name: unknown, place: string | undefined, root: string): string => {
  if (typeof name !== 'string') return `must be the name of a file, not ${JSON.stringify(name)}`;
  return place === undefined
    ? `is ${name}, which lies outside of ${root}: copy it into the wave`
    : `is ${name}, which is not there`;
};

/** The path of a file that a wave names; undefined where it leaves the directory of the waves. */
function resolvePath(folder: string, name: string, root: string): string | undefined {
  const path: string[] = [];
  for (const part of `${folder}/${name.replaceAll('\\', '/')}`.split('/')) {
    if (part === '..' && path.length && path.at(-1) !== '..') path.pop();
    else if (part !== '.') path.push(part);
  }
  const resolved = path.join('/');
  return root === '.'
    ? resolved.startsWith('..')
      ? undefined
      : resolved
    : resolved.startsWith(`${root}/`)
      ? resolved
      : undefined;
}
