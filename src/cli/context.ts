/** Reads the targeting facts that are given on the command line, as JSON or in a file. */

import type { Context } from '../core/index.js';
import { readText } from './files.js';
import { Refusal } from './print.js';

/**
 * One context.
 *
 * @param text a JSON object, or `@` and the name of a file that holds one; nothing: `{}`
 * @throws Refusal where it is something else
 */
export async function readContext(text: string | undefined): Promise<Context> {
  const contexts = await readContexts(text);
  const [first] = contexts;
  if (first && contexts.length === 1) return first;
  throw new Refusal(
    `--context holds ${contexts.length} contexts, and one subject has one: give a JSON object.`,
    'context',
  );
}

/**
 * Contexts of many subjects.
 *
 * @param text a JSON object, an array of them or one to a line, or `@` and the name of such a file; nothing: `{}`
 * @throws Refusal where it is something else
 */
export async function readContexts(text: string | undefined): Promise<Context[]> {
  if (text === undefined) return [{}];
  const isFile = text.startsWith('@');
  const where = isFile ? text.slice(1) : '--context';
  const held = isFile ? await readText(where) : text;
  if (held === null) throw new Refusal(`There is no file ${where}: name one that holds JSON after the @.`, 'context');
  const contexts = parse(held, where);
  if (!contexts.length)
    throw new Refusal(`${where} holds no context: write a JSON object, such as {"user":{"tier":"pro"}}.`, 'context');
  return contexts;
}

function parse(text: string, where: string): Context[] {
  const whole = parseJson(text);
  if (whole !== undefined) return (Array.isArray(whole) ? whole : [whole]).map((value: unknown) => check(value, where));
  const lines = text.split(/\r?\n/);
  if (lines.filter((line) => line.trim()).length < 2) throw broken(where);
  return lines.flatMap((line, at) => (line.trim() ? [check(parseJson(line), `${where}, line ${at + 1},`)] : []));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined; // no value of JSON; the caller says where
  }
}

function check(value: unknown, where: string): Context {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Context;
  throw broken(where);
}

const broken = (where: string): Refusal =>
  new Refusal(`${where} is not a JSON object: write one such as {"user":{"tier":"pro"}}.`, 'context');
