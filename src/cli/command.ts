/** Holds the parts that every command is set up with: its terminal, its example, and the option for its target. */

import type { Command } from 'commander';
import { isAddress, shown } from '../files/index.js';
import { chooseTarget, DEFAULT_DIRECTORY, type Destination, loadConfig } from '../publishing/index.js';
import { orRefuse } from './obstacles.js';
import type { Terminal } from './terminal.js';

/** What a command is given besides its arguments. */
export interface Io {
  /** The terminal, once the options are known. */
  readonly terminal: Terminal;
  /** Ends the process with this code when everything is written. Default 0. */
  exit(code: number): void;
}

/** Adds arguments, options, an example and an action to a command. */
export type Setup = (command: Command, io: Io) => void;

/** Lines under the options. */
export const example = (...lines: readonly string[]): string =>
  `\nExample:\n${lines.map((line) => `  ${line}`).join('\n')}\n`;

/** `--to <target>`, as every command that publishes takes it. */
export const TO = [
  '--to <target>',
  'the directory that your site serves, or its name in fx.config.yaml (default: the only one that is named there)',
] as const;

/** The target that a command is to work on, as it is shown: relative to the working directory where it is named. */
export async function targetOf(to: string | undefined, command: string, directory?: string): Promise<Destination> {
  const config = orRefuse(await loadConfig(directory ?? DEFAULT_DIRECTORY));
  const chosen = orRefuse(chooseTarget(to, config), command);
  return chosen.directory === to || isAddress(chosen.directory)
    ? chosen
    : { ...chosen, directory: shown(chosen.directory) };
}
