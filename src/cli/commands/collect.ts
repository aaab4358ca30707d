/** Runs `fx collect`: receives events and writes them to a file until it is stopped. */

import { join } from 'node:path';
import {
  CannotListen,
  createCollector,
  createCrowdCheck,
  endOnSignal,
  inUrl,
  listenOn,
  type ReceivedEvent,
} from '../../collector/index.js';
import { cannotWrite, ignoreInGit, OWN_FOLDER, Refusal, shown } from '../../files/index.js';
import { inLine } from '../../pages/index.js';
import { COLLECT_PORT } from '../collectport.js';
import { example, type Setup } from '../command.js';
import { readCount } from '../input.js';
import { markWriter, type OtherWriter } from '../writer.js';

interface Options {
  readonly port: string;
  readonly host: string;
  readonly dir: string;
  readonly origin?: readonly string[];
  readonly proxies: string;
}

export const setup: Setup = (command, io) => {
  command
    .option('--port <port>', 'where to listen', COLLECT_PORT)
    .option('--host <host>', 'who may connect: 0.0.0.0 lets the network in', '127.0.0.1')
    .option('--dir <directory>', 'where events.ndjson is written', OWN_FOLDER)
    .option(
      '--origin <origin>',
      'pages that may post, such as https://www.example.com; may be given again (default: any)',
      (one: string, before: readonly string[] = []) => [...before, toOrigin(one)],
    )
    .option('--proxies <number>', 'how many proxies pass events on, each of which adds to X-Forwarded-For', '0')
    .addHelpText('after', example('fx collect', 'fx collect --port 8080 --origin https://www.example.com'))
    .action(async ({ port, host, dir, origin, proxies }: Options) => {
      const { terminal } = io;
      const file = join(dir, 'events.ndjson');
      const [at, hops] = [readCount(port, '--port', 65535, 0), readCount(proxies, '--proxies', 9, 0)];
      if (dir === OWN_FOLDER) await ignoreInGit('.', `${OWN_FOLDER}/`);
      let hasTold = false;
      const collector = await createCollector({
        file,
        isTooMuch: createCrowdCheck({ proxies: hops }),
        onProblem: (problem) => terminal.say(terminal.hint.yellow(`! ${inLine(problem)}`)),
        onEvents: ([first]) => {
          // One line says that it works; a line for each event would be a second log.
          if (first && !hasTold) terminal.say(`${terminal.hint.green('✓')} The first events are here: ${told(first)}.`);
          hasTold = true;
        },
        ...(origin && { isOwnOrigin: (one: string) => origin.includes(one) }),
      }).catch((error: unknown) => {
        throw cannotWrite(file, error);
      });
      const writer = markWriter(dir);
      if (writer.other) terminal.say(terminal.hint.yellow(`! ${otherText(file, writer.other)}`));
      const listening = await listen(collector.handle, at, host).catch((error: unknown) => {
        writer.end();
        throw error;
      });
      endOnSignal(async () => {
        await listening.close();
        await collector.close();
        writer.end();
      });
      const url = `http://${inUrl(host)}:${listening.port}/`;
      if (terminal.isJson) terminal.json('collect', { url, file: shown(file), origins: origin ?? null });
      else {
        terminal.data(`Events that are posted to ${url} are written to ${shown(file)}.`);
        terminal.say(`For your pages: data-collect="${url}". Ctrl+C ends it.`);
        if (!origin)
          terminal.say('Pages of every origin may post: --origin https://www.example.com leaves the others out.');
      }
    });
};

/** Lines are added whole, and results count an event once. */
function otherText(file: string, { pid, host, isHere }: OtherWriter): string {
  const which = `Another fx collect (process ${pid} on ${host})`;
  const what = isHere ? `writes to ${shown(file)}, too` : `wrote to ${shown(file)} within the last two minutes`;
  return `${which} ${what}. Both may, as each adds whole lines: end one of them if that is not meant.`;
}

async function listen(handle: Parameters<typeof listenOn>[0], port: number, host: string) {
  const listening = await listenOn(handle, port, host).catch((error: unknown) => {
    throw error instanceof CannotListen ? new Refusal(error.message, 'port', {}, error.cause) : error;
  });
  if (listening) return listening;
  throw new Refusal(`Port ${port} is taken: name another one with --port, and in data-collect of your pages.`, 'port');
}

function toOrigin(text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text.replace(/\/$/, '')) return new URL(text).origin;
  throw new Refusal(
    `--origin must be an origin such as https://www.example.com, without a path, not ${text}.`,
    'usage',
  );
}

const told = (event: ReceivedEvent): string =>
  inLine(
    event.type === 'conversion'
      ? `the conversion ${event.name}`
      : `${event.type === 'failure' ? 'a failure' : 'an exposure'} of ${event.experiment}, ${event.variant}`,
  );
