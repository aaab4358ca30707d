/** Prints the report of an import as a person reads it: a table, and then wave by wave. */

import { join } from 'node:path';
import { fileStem, shown } from '../files/index.js';
import type { Remark, WaveReport } from '../importers/index.js';
import { table } from './table.js';
import type { Paint } from './terminal.js';

/** One line to a wave. */
export function tableOf(waves: readonly WaveReport[], { bold, dim, red, yellow }: Paint): string {
  const head = ['wave', 'experiment', 'status', 'carried over', 'translated', 'kept as script', 'needs a person'];
  const rows = waves.map(({ carried, folder, id, mojitoId, needs, scripts, status, translated }) => [
    mojitoId ?? folder,
    id ?? red('left out'),
    status ?? '',
    String(carried.length),
    String(translated.length),
    String(scripts.length),
    needs.length ? yellow(String(needs.length)) : dim('0'),
  ]);
  return table([head.map((word) => bold(word)), ...rows], [3, 4, 5, 6]);
}

/** What became of each wave. */
export function describeWaves(waves: readonly WaveReport[], out: string, paint: Paint): string {
  return waves.map((wave) => describeWave(wave, out, paint)).join('\n');
}

const LABELS = {
  carried: 'carried over',
  translated: 'translated',
  scripts: 'kept as script',
  needs: 'needs a person',
} as const;
/** The longest label, and two spaces. */
const WIDTH = 16;

function describeWave(wave: WaveReport, out: string, { bold, dim, red, yellow }: Paint): string {
  const { carried, folder, id, needs, scripts, translated } = wave;
  const target = id === null ? red('left out') : shown(join(out, `${fileStem(id)}.yaml`));
  const lines = [`\n${bold(folder)} → ${target}`];
  const add = (label: string, texts: readonly string[]): void => {
    for (const [index, text] of texts.entries()) lines.push(`  ${(index ? '' : label).padEnd(WIDTH)}${text}`);
  };
  if (carried.length) add(LABELS.carried, [carried.join(', ')]);
  add(
    LABELS.translated,
    translated.map(({ after, before, what }) => `${what}: ${before} ${dim('→')} ${after}`),
  );
  add(
    LABELS.scripts,
    scripts.map(({ file, line, what }) => `${file}:${line} ${what}`),
  );
  add(
    LABELS.needs,
    needs.map(placed).map((text) => yellow(text)),
  );
  return lines.join('\n');
}

const placed = ({ file, line, message }: Remark): string => `${file}:${line} ${message}`;
