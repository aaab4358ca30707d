/** Sets up `pause`, `resume` and `archive`: they set the status in the file, and name the apply that makes it live. */

import { type NewStatus, setStatus } from '../authoring/checks.js';
import { compile, nearest } from '../authoring/index.js';
import { statusOf } from '../core/index.js';
import { Refusal, readBytes, writeAtomic } from '../files/index.js';
import { DEFAULT_DIRECTORY, loadConfig } from '../publishing/index.js';
import { commandLine } from './ask.js';
import { example, type Setup } from './command.js';
import { orRefuse } from './obstacles.js';
import { projectAt } from './problems.js';

/** The command that sets one status. */
export function setupStatus(name: string, status: NewStatus): Setup {
  return (command, io) => {
    command
      .argument('<id>', 'of the experiment')
      .argument('[dir]', 'a directory of experiments', DEFAULT_DIRECTORY)
      .option('--to <directory>', 'the target, to be named in the apply that makes it live')
      .addHelpText('after', example(`fx ${name} homepage-cta`))
      .action(async (id: string, directory: string, { to }: { readonly to?: string }) => {
        const { terminal } = io;
        const { sources } = (await projectAt(terminal, directory)).compiled;
        const source = sources.get(id);
        if (!source) throw new Refusal(unknown(id, directory, [...sources.keys()]), 'unknown-id');
        const { path: file, index } = source;
        const before = statusOf(source.raw);
        if (before !== status) await edit(file, index, status, id);
        const known = Object.keys(orRefuse(await loadConfig(directory)).targets).length === 1;
        const apply = commandLine(['fx', 'apply', directory, ...(to === undefined ? [] : ['--to', to])]);
        const target = to === undefined && !known ? ' --to <target>' : '';
        if (terminal.isJson)
          return terminal.json(name, { id, file, before, after: status, changed: before !== status });
        terminal.data(`${file}: status ${before} → ${status}`);
        terminal.say(
          before === status ? 'It was so before: nothing was written.' : `To make it live: ${apply}${target}`,
        );
      });
  };
}

async function edit(file: string, index: number, status: NewStatus, id: string): Promise<void> {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode((await readBytes(file)) ?? new Uint8Array());
  const edited = setStatus(text, index, status);
  const { sources } = edited === null ? { sources: new Map() } : await compile([{ path: file, text: edited }]);
  if (edited === null || sources.get(id)?.raw.status !== status) {
    throw new Refusal(`${file} is written in a way that fx cannot edit: set status: ${status} by hand.`, 'cannot-edit');
  }
  writeAtomic(file, edited);
}

/** The sentence about an id that no valid file has. */
export function unknown(id: string, directory: string, known: readonly string[]): string {
  const close = nearest(id, known);
  if (close !== undefined) return `${directory} has no valid experiment ${id}: did you mean ${close}?`;
  return known.length
    ? `${directory} has no valid experiment ${id}: it has ${known.slice(0, 10).join(', ')}${known.length > 10 ? ' and more' : ''}.`
    : `${directory} has no valid experiment: run fx validate ${directory}.`;
}
