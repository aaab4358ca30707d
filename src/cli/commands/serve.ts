/** Runs `fx serve`: Studio, the control API and the collector in one process, until it is stopped. */

import { endOnSignal } from '../../collector/index.js';
import { ignoreInGit, OWN_FOLDER, shown } from '../../files/index.js';
import { inLine } from '../../pages/index.js';
import { DEFAULT_DIRECTORY } from '../../publishing/index.js';
import { type ReadoutEngine, startServe } from '../../serve/index.js';
import { example, type Setup } from '../command.js';
import { type CounterOptions, clickHouseAt, refuseClickHouse, requireEngine } from '../engines.js';
import { readCount } from '../input.js';
import { readKey, SIGN } from '../signing.js';

interface Options extends Pick<CounterOptions, 'engine' | 'url' | 'table'> {
  readonly port: string;
  readonly host: string;
  readonly collectPort?: string;
  readonly link?: boolean;
  readonly sign?: string;
}

/** Not a port that development servers take, nor that of `fx collect`. */
const PORT = '8780';

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'a directory of experiments', DEFAULT_DIRECTORY)
    .option('--port <port>', 'where to listen', PORT)
    .option('--host <host>', 'who may connect: 0.0.0.0 lets the network in, once somebody has a password', '127.0.0.1')
    .option('--collect-port <port>', 'receive events on a port of their own, in place of /collect')
    .option('--engine <name>', 'who counts events: memory, duckdb, clickhouse (default: results of fx.config.yaml)')
    .option('--url <address>', 'of --engine clickhouse; $NAME takes it from the environment')
    .option('--table <name>', 'of --engine clickhouse (default: events)')
    .option(...SIGN)
    .option('--link', 'print a link that signs in once, for whoever forgot the password')
    .addHelpText('after', example('fx serve', 'fx serve experiments --port 8080'))
    .action(async (directory: string, { port, host, collectPort, link, sign, ...counter }: Options) => {
      const { terminal } = io;
      await ignoreInGit('.', `${OWN_FOLDER}/`);
      const options = {
        directory,
        host,
        engine: engineOf(counter),
        signer: sign === undefined ? undefined : await readKey(sign),
        port: readCount(port, '--port', 65535, 0),
        collectPort: collectPort === undefined ? undefined : readCount(collectPort, '--collect-port', 65535, 0),
        say: (sentence: string) => terminal.say(terminal.hint.yellow(`! ${inLine(sentence)}`)),
      };
      const serving = await terminal.busy(`Reading ${shown(directory)}`, () => startServe(options));
      endOnSignal(() => serving.close());
      const open = serving.link ?? (link ? serving.newLink() : null);
      const { url, collectUrl } = serving;
      if (terminal.isJson) terminal.json('serve', { url, collectUrl, link: open });
      else {
        terminal.data(open === null ? `Studio: ${url}` : `Open Studio: ${open}`);
        terminal.say(
          `${open === null ? '' : 'The link works once, within an hour. '}For your pages: data-collect="${collectUrl}". Ctrl+C ends it.`,
        );
      }
    });
};

function engineOf({ engine, url, table }: CounterOptions): ReadoutEngine | undefined {
  requireEngine(engine);
  if (engine === 'clickhouse')
    return { is: 'clickhouse', ...clickHouseAt(url?.startsWith('$') ? process.env[url.slice(1)] : url, table) };
  refuseClickHouse({ url, table });
  return engine === 'duckdb' || engine === 'memory' ? { is: engine } : undefined;
}
