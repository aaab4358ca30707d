/** Runs `fx dev`: serves a folder of pages with its experiments until it is stopped. */

import { fileURLToPath } from 'node:url';
import { CannotListen, endOnSignal } from '../../collector/index.js';
import { banner, type PublishedTarget, startDev } from '../../dev/index.js';
import { ignoreInGit, OWN_FOLDER, Refusal, shown } from '../../files/index.js';
import { DEFAULT_DIRECTORY, loadConfig, openTarget } from '../../publishing/index.js';
import { example, type Setup } from '../command.js';
import { obstacleText } from '../obstacles.js';
import { problemText, tellOverlooked } from '../problems.js';
import { publishedAt } from '../published.js';
import { pagesHere } from '../sitefolder.js';

interface Options {
  readonly port: string;
  readonly host: string;
  readonly experiments?: string;
  readonly demo?: boolean;
}

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'the folder of pages (default: this one where it has an index.html, else public, static, www …)')
    .option('--port <port>', 'where to listen; events go to the port after it', '4173')
    .option('--host <host>', 'who may connect: 0.0.0.0 lets the network in', '127.0.0.1')
    .option('--experiments <directory>', 'where the experiments are (default: experiments in the folder, or here)')
    .option('--demo', 'serve the shop that comes with fx')
    .addHelpText('after', example('fx dev public --port 8080', 'fx dev --demo'))
    .action(async (folder: string | undefined, { port, host, experiments, demo }: Options) => {
      const { terminal } = io;
      const dir = demo ? fileURLToPath(new URL('../../../../demo', import.meta.url)) : (folder ?? (await pagesHere()));
      const log = (line: string): void => terminal.say(terminal.isJson ? line : `  ${line}`);
      const options = {
        dir,
        host,
        port: toPort(port),
        log,
        targets: () => targetsOf(experiments ?? DEFAULT_DIRECTORY),
        ...(experiments !== undefined && { experimentsDir: experiments }),
      };
      if (await ignoreInGit('.', `${OWN_FOLDER}/`))
        log(`Added ${OWN_FOLDER}/ to .gitignore: events are written there.`);
      const dev = await terminal
        .busy(`Reading ${shown(dir)}`, () => startDev(options))
        .catch((error: unknown) => {
          throw error instanceof CannotListen ? new Refusal(error.message, 'dev', {}, error.cause) : error;
        });
      endOnSignal(() => dev.close());
      const config = await loadConfig(experiments ?? DEFAULT_DIRECTORY);
      if (!config.ok) log(terminal.hint.yellow(`! ${obstacleText(config.obstacle)}`));
      else for (const one of config.value.warnings) log(problemText(one, [], terminal.hint));
      const { url, collectUrl, eventsFile } = dev;
      await tellOverlooked(terminal, experiments ?? DEFAULT_DIRECTORY);
      if (terminal.isJson) terminal.json('dev', { url, collectUrl, eventsFile });
      else terminal.data(banner(dev, terminal.paint));
    });
};

/** A target that cannot be read is as one that is not there: `fx plan` says why. */
async function targetsOf(directory: string): Promise<readonly PublishedTarget[]> {
  const config = await loadConfig(directory);
  if (!config.ok) return [];
  const all = Object.entries(config.value.targets).map(async ([name, path]) => {
    const opened = await openTarget(path);
    if (!opened.ok) return [];
    const { state, published } = opened.value;
    opened.value.letGo();
    return [
      {
        name,
        directory: opened.value.mirror ? path : shown(path),
        revision: state?.current.revision ?? null,
        isOn: state?.enabled ?? true,
        since: await publishedAt(opened.value),
        experiments: new Map([...published].map(([id, { experiment }]) => [id, experiment])),
      },
    ];
  });
  return (await Promise.all(all)).flat();
}

function toPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new Refusal(`--port must be a number from 0 to 65535, not ${text}.`, 'usage');
}
