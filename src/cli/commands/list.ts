/** `fx list`: the experiments of a directory, with a preview link for each variant. */

import type { Source } from '../../authoring/index.js';
import { type Experiment, statusOf } from '../../core/index.js';
import { describeTrigger } from '../../dev/index.js';
import { plural } from '../../pages/index.js';
import { DEFAULT_DIRECTORY, openProject, requireValid } from '../../publishing/index.js';
import { example, type Setup } from '../command.js';
import { table } from '../table.js';
import type { Paint } from '../terminal.js';

interface Options {
  readonly site: string;
  readonly status?: string;
  readonly tag?: string;
  readonly owner?: string;
}

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly file: string;
  /** When it starts, in words; null where nobody gets it. */
  readonly trigger: string | null;
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
    .option('--site <url>', 'the address of your site, for the links', '')
    .option('--status <status>', 'draft, running, paused or archived')
    .option('--tag <tag>', 'only experiments with this tag')
    .option('--owner <owner>', 'only experiments of this owner')
    .addHelpText('after', example('fx list experiments --site https://www.example.com --status running'))
    .action(async (directory: string, { site, status, tag, owner }: Options) => {
      const { terminal } = io;
      const project = await openProject(terminal, directory);
      const { preview, sources } = requireValid(terminal, project);
      const built = new Map(preview.experiments.map((one) => [one.id, one]));
      const experiments = [...sources]
        .map(([id, source]) => listed(source, built.get(id), site, project.token))
        .filter((one) => status === undefined || one.status === status)
        .filter((one) => tag === undefined || one.tags.includes(tag))
        .filter((one) => owner === undefined || one.owners.includes(owner));
      if (terminal.isJson) return terminal.json('list', { directory, experiments });
      if (experiments.length) terminal.data(listText(experiments, terminal.paint));
      terminal.say(`${plural(experiments.length, 'experiment')}. A preview lasts for its tab; ?fx=off ends it.`);
    });
};

function listed({ path, raw }: Source, experiment: Experiment | undefined, site: string, token: string | null): Listed {
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
    file: path,
    trigger: experiment ? describeTrigger(experiment.trigger) : null,
    owners,
    tags,
    variants: variants.map(({ key, weight }) => ({ key, weight, preview: link(key) })),
  };
}

/** Where the experiment is to be seen, as far as its trigger says it. */
function pageOf({ trigger }: Experiment): string {
  const part = trigger?.kind === 'all' ? trigger.of.find(({ kind }) => kind === 'urlMatch') : trigger;
  return part?.kind === 'urlMatch' && !part.regex && /^\/[^?#]*$/.test(part.pattern) ? part.pattern : '/';
}

function listText(experiments: readonly Listed[], { bold, dim, green, yellow }: Paint): string {
  return experiments
    .map(({ id, name, status, file, trigger, variants }) => {
      const colour = status === 'running' ? green : status === 'archived' ? dim : yellow;
      const rows = variants.map(({ key, weight, preview }) => [
        `  ${key}`,
        weight === null ? '' : `${(weight / 100).toFixed(2)}%`,
        preview ?? dim('no preview'),
      ]);
      const head = `${bold(id)}  ${colour(status)}  ${name}  ${dim(file)}`;
      return [head, ...(trigger === null ? [] : [`  ${trigger}`]), table(rows, [1])].join('\n');
    })
    .join('\n\n');
}
