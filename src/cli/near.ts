/** Finds the help that somebody asks for, by whatever word, and names the commands that are near one. */

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
 * The same command line, where help is asked for in another way: `fx help plan`, or of a word that is no command. Of a
 * word that means nothing no help is asked, so that it is named.
 */
export function readAsked(args: readonly string[], isCommand: (word: string) => boolean): Asked {
  const [first, ...rest] = args;
  if (first === 'help' && !rest.some(isHelp)) return readAsked([...rest, '--help'], isCommand);
  const word = args.find((arg) => !arg.startsWith('-'));
  if (word === undefined || isCommand(word) || !args.some(isHelp)) return { args, note: null };
  const meant = commandFor(word);
  return meant === undefined
    ? { args: args.filter((arg) => !isHelp(arg)), note: null }
    : { args: [meant, '--help'], note: `There is no command ${word}: here it is fx ${meant}.` };
}

const isHelp = (arg: string): boolean => arg === '--help' || arg === '-h';
