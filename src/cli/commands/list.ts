/** Runs `fx list`: shows the experiments of a directory, with a preview link for each variant. */

import {
  describeAudience,
  describeTrigger,
  freeShare,
  layersOf,
  liveStatus,
  type Published,
  type Source,
} from '../../authoring/index.js';
import { type Experiment, statusOf } from '../../core/index.js';
import { withoutSecrets } from '../../files/index.js';
import { inLine, plural } from '../../pages/index.js';
import { chooseTarget, DEFAULT_DIRECTORY, loadConfig, openTarget } from '../../publishing/index.js';
import { example, type Setup } from '../command.js';
import { layerText } from '../layerbars.js';
import { orRefuse } from '../obstacles.js';
import { validAt } from '../problems.js';
import { lastPublished } from '../published.js';
import { table } from '../table.js';
import type { Paint } from '../terminal.js';

interface Options {
  readonly site?: string;
  readonly status?: string;
  readonly to?: string;
  readonly tag?: string;
  readonly owner?: string;
}

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** The status as visitors meet it: `scheduled` and `ended` besides. */
  readonly live: string;
  readonly file: string;
  /** When it starts, in words; null where nobody gets it. */
  readonly trigger: string | null;
  /** Who takes part, and from when to when, in words; null where nobody gets it. */
  readonly audience: string | null;
  /** Whether the target holds it as it is in the file; null where no target is known. */
  readonly published: 'as here' | 'otherwise' | 'not' | null;
  readonly owners: readonly string[];
  readonly tags: readonly string[];
  readonly variants: readonly {
    readonly key: string;
    readonly weight: number | null;
    readonly preview: string | null;
  }[];
}

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'a directory of experiments', DEFAULT_DIRECTORY)
    .option('--site <url>', 'the address of your site, for the links (default: paths alone)')
    .option('--status <status>', 'draft, running, paused or archived')
    .option('--to <target>', 'say what is published there (default: the only target of fx.config.yaml)')
    .option('--tag <tag>', 'only experiments with this tag')
    .option('--owner <owner>', 'only experiments of this owner')
    .addHelpText('after', example('fx list experiments --site https://www.example.com --status running'))
    .action(async (directory: string, { site = '', status, tag, owner, to }: Options) => {
      const { terminal } = io;
      const { project, valid } = await validAt(terminal, directory);
      const { preview, sources } = valid;
      const target = await findTarget(directory, to);
      const opened =
        target === null
          ? null
          : orRefuse(await terminal.busy(`Reading ${withoutSecrets(target)}`, () => openTarget(target)));
      const around = {
        site,
        token: project.token,
        now: Date.now(),
        published: opened?.published ?? null,
      };
      const built = new Map(preview.experiments.map((one) => [one.id, one]));
      const experiments = [...sources]
        .map(([id, source]) => listed(source, built.get(id), around))
        .filter((one) => status === undefined || one.status === status)
        .filter((one) => tag === undefined || one.tags.includes(tag))
        .filter((one) => owner === undefined || one.owners.includes(owner));
      const isListed = ({ id }: { readonly id: string }): boolean => experiments.some((one) => one.id === id);
      const layers = new Map([...layersOf(preview.experiments)].filter(([, slices]) => slices.some(isListed)));
      if (terminal.isJson) {
        const slices = [...layers].map(([name, all]) => ({ name, slices: all, free: freeShare(all) }));
        return terminal.json('list', { directory, experiments, layers: slices });
      }
      if (opened) terminal.data(`${await lastPublished(opened)}\n`);
      if (experiments.length) terminal.data(listText(experiments, terminal.paint));
      if (layers.size) terminal.data(`\n${layerText(layers, terminal.paint)}`);
      terminal.say(`${plural(experiments.length, 'experiment')}. A preview lasts for its tab; ?fx=off ends it.`);
    });
};

/** What is known besides the file. */
interface Around {
  readonly site: string;
  readonly token: string | null;
  readonly now: number;
  /** Published experiments by id; null where no target is known. */
  readonly published: ReadonlyMap<string, Published> | null;
}

function listed({ path, raw }: Source, experiment: Experiment | undefined, around: Around): Listed {
  const { site, token, now } = around;
  const { id, name, owners = [], tags = [] } = raw;
  const status = statusOf(raw);
  const isDraft = status === 'draft';
  const link = (key: string): string | null => {
    if (!experiment || (isDraft && token === null)) return null;
    return `${site.replace(/\/$/, '')}${pageOf(experiment)}?fx=${id}:${key}${isDraft ? `&fxp=${token}` : ''}`;
  };
  const variants = experiment?.variants ?? raw.variants.map(({ key }) => ({ key, weight: null }));
  return {
    id,
    name,
    status,
    live: experiment ? liveStatus(experiment, now) : status,
    file: path,
    trigger: experiment ? describeTrigger(experiment.trigger) : null,
    audience: experiment ? describeAudience(experiment, now) : null,
    published: experiment ? compare(experiment, around) : null,
    owners,
    tags,
    variants: variants.map(({ key, weight }) => ({ key, weight, preview: link(key) })),
  };
}

function compare(experiment: Experiment, { published }: Around): Listed['published'] {
  if (!published) return null;
  const there = published.get(experiment.id);
  if (!there) return 'not';
  return JSON.stringify(there.experiment) === JSON.stringify(experiment) ? 'as here' : 'otherwise';
}

/** Where the experiment is to be seen, as far as its trigger says it. */
function pageOf({ trigger }: Experiment): string {
  const part = trigger?.kind === 'all' ? trigger.of.find(({ kind }) => kind === 'urlMatch') : trigger;
  return part?.kind === 'urlMatch' && !part.regex && /^\/[^?#]*$/.test(part.pattern) ? part.pattern : '/';
}

/** The target that is meant, if any is. */
async function findTarget(directory: string, to: string | undefined): Promise<string | null> {
  const config = orRefuse(await loadConfig(directory));
  if (to === undefined && Object.keys(config.targets).length !== 1) return null;
  return orRefuse(chooseTarget(to, config), 'fx list').directory;
}

const PUBLISHED = {
  'as here': 'published, the same as the file',
  otherwise: 'published, but it differs from the file',
  not: 'not published',
} as const;

function listText(experiments: readonly Listed[], { bold, dim, green, yellow }: Paint): string {
  return experiments
    .map(({ id, name, live, file, trigger, audience, published, variants }) => {
      const colour = live === 'running' ? green : live === 'archived' ? dim : yellow;
      const rows = variants.map(({ key, weight, preview }) => [
        `  ${key}`,
        weight === null ? '' : `${(weight / 100).toFixed(2)}%`,
        preview === null ? dim('no preview') : inLine(preview),
      ]);
      const head = `${bold(id)}  ${colour(live)}  ${inLine(name)}  ${dim(inLine(file))}`;
      const facts = inLine([trigger, audience, published && PUBLISHED[published]].filter(Boolean).join('; '));
      return [head, ...(facts ? [`  ${facts}`] : []), table(rows, [1])].join('\n');
    })
    .join('\n\n');
}
