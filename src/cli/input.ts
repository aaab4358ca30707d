/** Reads what is given on the command line as JSON, or as a file that holds it. */

import type { Context } from '../core/index.js';
import { Refusal, readText } from '../files/index.js';

/**
 * Targeting facts: `{…}`, or `@file` (or the file itself where `isFile`). For many visitors: a list, or one to a line.
 *
 * @throws Refusal where it is neither a JSON object nor, where `isFile`, a list of them
 */
export async function readContexts(given: string | undefined, option: string, isFile = false): Promise<Context[]> {
  if (given === undefined) return [{}];
  const isInline = !given.startsWith('@') && (!isFile || /^\s*[[{]/.test(given));
  const file = given.replace(/^@/, '');
  const text = isInline ? given : await readText(file);
  if (text === null) throw new Refusal(`There is no file ${file} for ${option}.`, 'usage');
  const where = isInline ? option : file;
  const value = (isFile && parseLines(text)) || parse(text, where);
  const contexts: unknown[] = isFile && Array.isArray(value) ? value : [value];
  if (contexts.length && contexts.every(isContext)) return contexts;
  throw new Refusal(
    `${option} must be a JSON object such as {"user": {"plan": "pro"}}${isFile ? ', or a list of them' : ''}.`,
    'usage',
  );
}

/** JSON one to a line; null where the text is something else. */
function parseLines(text: string): unknown[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  try {
    return lines.length > 1 ? lines.map((line): unknown => JSON.parse(line)) : null;
  } catch {
    return null; // one value over several lines, or a mistake that the whole text shows as well
  }
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Refusal(
      `${where} is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`,
      'usage',
    );
  }
}

const isContext = (value: unknown): value is Context =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A whole number in a range. */
export function readCount(text: string, option: string, most: number, least = 1): number {
  const count = Number(text);
  // `3.000` is three thousand to many people, and 3 to JavaScript.
  const isGrouped = /^\d{1,3}(?:[.,' ]\d{3})+$/.test(text);
  if (!isGrouped && Number.isInteger(count) && count >= least && count <= most) return count;
  const hint = isGrouped ? `: write ${text.replace(/\D/g, '')}` : '';
  throw new Refusal(
    `${option} must be a number from ${least} to ${most.toLocaleString('en')}, not ${text}${hint}.`,
    'usage',
  );
}

/** The number that `0.05` and `5%` are; NaN for anything else. */
export function toShare(text: string): number {
  const trimmed = text.trim();
  const number = trimmed.endsWith('%') ? trimmed.slice(0, -1).trim() : trimmed;
  return number === '' ? Number.NaN : Number(number) / (number === trimmed ? 1 : 100);
}

/** A share, `0.05` or `5%`, in a range. */
export function readRatio(text: string, option: string, least: number, most: number): number {
  const share = toShare(text);
  if (share >= least && share <= most) return share;
  const asPercent = (one: number): string => `${Number((one * 100).toFixed(4))}%`;
  const isPercent = share >= 1 && !text.includes('%') && share / 100 >= least && share / 100 <= most;
  const hint = isPercent ? `: write ${text}% or ${Number((share / 100).toFixed(6))}` : '';
  throw new Refusal(`${option} must be from ${asPercent(least)} to ${asPercent(most)}, not ${text}${hint}.`, 'usage');
}
