/** Finds the help that somebody asks for, by whatever word, and names the commands that are near one. */

import { nearest } from '../authoring/index.js';
import { commandFor } from './otherwords.js';

/** Two commands of which somebody may mean the other one, or needs it next. */
const PAIRS: readonly (readonly [command: string, other: string])[] = [
  ['init', 'create'],
  ['create', 'dev'],
  ['create', 'validate'],
  ['validate', 'schema'],
  ['validate', 'doctor'],
  ['list', 'explain'],
  ['plan', 'apply'],
  ['apply', 'build'],
  ['apply', 'rollback'],
  ['rollback', 'off'],
  ['keygen', 'verify'],
  ['off', 'on'],
  ['off', 'pause'],
  ['on', 'resume'],
  ['pause', 'resume'],
  ['pause', 'archive'],
  ['dev', 'serve'],
  ['dev', 'shot'],
  ['serve', 'collect'],
  ['collect', 'results'],
  ['results', 'power'],
  ['results', 'sql'],
  ['results', 'events'],
  ['explain', 'simulate'],
  ['types', 'schema'],
];

/** Lines below the example of a command's help; none where no command is near. */
export function nearLines(command: string, summaryOf: (command: string) => string): string {
  const near = PAIRS.flatMap((pair) => (pair.includes(command) ? pair.filter((one) => one !== command) : []));
  const width = Math.max(...near.map((one) => one.length));
  const lines = near.map((one) => `  fx ${one.padEnd(width)}  ${summaryOf(one)}`);
  return lines.length ? `See also:\n${lines.join('\n')}\n` : '';
}

/** A command line, and what is to be said before it runs. */
interface Asked {
  readonly args: readonly string[];
  readonly note: string | null;
}

/**
 * The same command line, where help is asked for in another way: `fx help plan`, or of the word of another tool. A word
 * that is nearly a command is named in place of the help, and any other line stays as it is.
 */
export function readAsked(args: readonly string[], commands: readonly string[]): Asked {
  // What stands behind another option may be its value.
  const at = args.findIndex((arg) => !FLAGS.includes(arg));
  const word = args[at];
  if (word === 'help') return readAsked(withoutHelp(args, at, commands), commands);
  const isOther = word !== undefined && !word.startsWith('-') && !commands.includes(word);
  if (!isOther || !args.some(isHelp)) return { args, note: null };
  const meant = commandFor(word);
  if (meant !== undefined)
    return { args: [meant, '--help'], note: `There is no command ${word}: here it is fx ${meant}.` };
  return { args: nearest(word, commands) === undefined ? args : args.filter((arg) => !isHelp(arg)), note: null };
}

/** Options that take no value, before a command. */
const FLAGS: readonly string[] = ['--help', '-h', '--json', '--no-color'];

const isHelp = (arg: string): boolean => arg === '--help' || arg === '-h';

/** `fx help …` as an option, but of a word that means nothing, so that it is named. */
function withoutHelp(args: readonly string[], at: number, commands: readonly string[]): readonly string[] {
  const rest = args.filter((_, index) => index !== at);
  const word = rest.find((arg) => !FLAGS.includes(arg)) ?? 'help';
  const isKnown = [...commands, 'help'].includes(word) || commandFor(word) !== undefined || word.startsWith('-');
  return isKnown && !rest.some(isHelp) ? [...rest, '--help'] : rest;
}
