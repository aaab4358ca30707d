/** Runs `fx shot`: pictures of every variant at two sizes, kept beside the files of the experiments. */

import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseConfig } from '../../authoring/checks.js';
import { defaultControl } from '../../authoring/index.js';
import { type Experiment, statusOf } from '../../core/index.js';
import { mayFire, startDev } from '../../dev/index.js';
import { cannotWrite, Refusal, readText, shown, writeAtomic } from '../../files/index.js';
import { plural } from '../../pages/index.js';
import { DEFAULT_DIRECTORY, findConfig, type Project, validOf } from '../../publishing/index.js';
import { isOfPage, pageOn, reasonOf, type Shot, type Sitting, shoot, shotPath } from '../../shot/index.js';
import { example, type Setup } from '../command.js';
import { orRefuse } from '../obstacles.js';
import { projectAt } from '../problems.js';
import { unknown } from '../status.js';

interface Options {
  readonly experiment?: readonly string[];
  readonly page?: string;
  readonly pages?: string;
  readonly allow?: readonly string[];
}

const more = (one: string, before: readonly string[] = []): readonly string[] => [...before, one];

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'a directory of experiments', DEFAULT_DIRECTORY)
    .option('--experiment <id>', 'only this one; may be given again (default: all that are not archived)', more)
    .option('--pages <folder>', 'take them of the pages in a folder, with the experiments as the files are now')
    .option('--page <url>', 'take them of this page (default: where each runs on the site of fx.config.yaml)')
    .option('--allow <host:port>', 'a host of a private network that the page needs; may be given again', more)
    .addHelpText('after', example('fx shot --pages public', 'fx shot --page https://www.example.com/ --experiment cta'))
    .action(async (directory: string, options: Options) => {
      const { terminal } = io;
      const project = await projectAt(terminal, directory);
      const experiments = chosen(project, options.experiment);
      const place = await terminal.busy('Finding the pages', () => placeOf(options, directory));
      const shots: Shot[] = [];
      const said = new Set<string>();
      try {
        const sittings = experiments.map((experiment) => ({ experiment, page: pageFor(experiment, place) }));
        const refused = await terminal.busy(progress(sittings), () =>
          shoot({
            sittings,
            token: place.token ?? project.token,
            beside: controlsOf(project),
            allowed: options.allow ?? [],
            onShot: async (shot) => {
              await keep(shot, project);
              shots.push(shot);
              const line = lineOf(shot, project);
              if (!terminal.isJson && !said.has(line)) terminal.say(line);
              said.add(line);
            },
          }),
        );
        for (const host of refused)
          terminal.say(`! ${host} is in a private network and was not reached: --allow ${host} lets it in.`);
        if (shots.some(({ like }) => like !== null)) terminal.say(ALIKE_WORDS);
      } finally {
        await place.close();
      }
      const missing = shots.filter(({ state }) => state !== 'shown');
      if (missing.length) io.exit(1);
      if (terminal.isJson)
        return terminal.json('shot', { pictures: shots.map((shot) => asData(shot, project)), missing: missing.length });
      terminal.data(
        `${plural(shots.length - missing.length, 'picture')} of ${plural(experiments.length, 'experiment')}.`,
      );
    });
};

const ALIKE_WORDS =
  '! Where a picture is the same as another, the page does not show what the variant changes as it opens: --page names one that does.';

const progress = (sittings: readonly Sitting[]): string =>
  `Taking pictures of ${plural(sittings.length, 'experiment')}, at two sizes`;

/** Drafts too; an archived one is in no manifest. */
function chosen(project: Project, ids: readonly string[] | undefined): readonly Experiment[] {
  const { experiments } = orRefuse(validOf(project)).preview;
  if (!ids) {
    if (experiments.length) return experiments;
    throw new Refusal(`All experiments of ${project.directory} are archived: there is nothing to show.`, 'nothing');
  }
  return ids.map((id) => {
    const found = experiments.find((one) => one.id === id);
    if (found) return found;
    if (project.compiled.sources.has(id))
      throw new Refusal(`${id} is archived, so that no page shows it: set its status first.`, 'archived');
    throw new Refusal(unknown(id, project.directory, [...project.compiled.sources.keys()]), 'unknown-id');
  });
}

/** Whatever else runs on a page shows its control there. */
const controlsOf = ({ compiled }: Project): readonly string[] =>
  [...compiled.sources.values()].flatMap(({ raw }) =>
    /^(draft|archived)$/.test(statusOf(raw)) ? [] : [`${raw.id}:${raw.control ?? defaultControl(raw.variants)}`],
  );

/** Where pages are. */
interface PagePlace {
  readonly base: string;
  /** Paths of a folder's pages; null where any address may be one. */
  readonly paths: readonly string[] | null;
  /** Whether the address is the page itself. */
  readonly isPage: boolean;
  readonly token: string | null;
  close(): Promise<void>;
}

async function placeOf({ page, pages }: Options, directory: string): Promise<PagePlace> {
  const nothing = { paths: null, token: null, close: async () => undefined };
  if (page !== undefined && pages !== undefined)
    throw new Refusal('--page and --pages both say where the page is: name one.', 'usage');
  if (page !== undefined) return { ...nothing, base: addressOr(page, '--page'), isPage: true };
  if (pages === undefined) {
    const path = await findConfig(directory);
    const { site } = parseConfig((path === null ? null : await readText(path)) ?? '');
    if (typeof site === 'string') return { ...nothing, base: addressOr(site, 'site'), isPage: false };
    throw new Refusal(
      'Say where the pages are: --pages public for a folder, --page https://www.example.com/ for one page, or site: https://www.example.com in fx.config.yaml.',
      'no-page',
    );
  }
  const dev = await startDev({ dir: pages, experimentsDir: directory, port: 0 });
  return {
    base: dev.url,
    paths: dev.pages.map(({ path }) => path),
    isPage: false,
    token: dev.token,
    close: () => dev.close(),
  };
}

function addressOr(text: string, name: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new Refusal(`${name} must be an address such as https://www.example.com/, not ${text}.`, 'usage');
}

function pageFor(experiment: Experiment, { base, paths, isPage }: PagePlace): URL {
  if (isPage) return new URL(base);
  const path = paths?.find((one) => mayFire(experiment.trigger ?? { kind: 'auto' }, one, base));
  const page = paths ? path !== undefined && new URL(path, base) : pageOn(base, experiment);
  if (page) return page;
  throw new Refusal(
    `${experiment.id} runs on no page that its trigger names${paths ? ' in this folder' : ''}: take its pictures alone, with --experiment ${experiment.id} --page and the address.`,
    'no-page',
  );
}

const pathOf = ({ experiment, variant, size }: Shot, { compiled, directory }: Project): string =>
  shotPath(compiled.sources.get(experiment)?.path ?? directory, experiment, variant, size);

async function keep(shot: Shot, project: Project): Promise<void> {
  if (!shot.bytes || !/^(shown|unfinished)$/.test(shot.state)) return;
  const path = pathOf(shot, project);
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw cannotWrite(dirname(path), error);
  });
  writeAtomic(path, shot.bytes);
}

function lineOf(shot: Shot, project: Project): string {
  const { experiment, variant, size, address, page, state, why, like } = shot;
  const begun = `✓ ${shown(pathOf(shot, project))}`;
  if (state === 'shown') return like === null ? begun : `${begun}, the same as that of ${like}`;
  const reason = reasonOf(state, why);
  return isOfPage(shot)
    ? `! ${experiment}: ${page}: ${reason}.`
    : `! ${experiment}, ${variant}, ${size}: ${address}: ${reason}.`;
}

const asData = (shot: Shot, project: Project): object => {
  const { experiment, variant, size, address, state, why, like } = shot;
  return {
    experiment,
    variant,
    size,
    address,
    state,
    why,
    like,
    file: state === 'shown' ? shown(pathOf(shot, project)) : null,
  };
};
