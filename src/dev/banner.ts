/** Writes the banner of a terminal once the server is up: addresses, and a link to every variant. */

import { describeTrigger } from '../authoring/index.js';
import { type Experiment, statusOf } from '../core/index.js';
import { pagesFor, previewLink } from './previews.js';
import type { Dev } from './start.js';

/** How words are set off; plain text where there is no colour. */
export interface Colours {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

/** The lines of the banner, without a line feed at the end. */
export function banner(dev: Dev, paint: Colours): string {
  const { bold, dim, cyan, yellow } = paint;
  const addresses = [
    ['Site', cyan(`${dev.url}/`)],
    ['Events', `${cyan(`${dev.url}/fx/events`)}  ${dim('as they come in')}`],
    ['Overview', cyan(`${dev.url}/fx/`)],
    ['Stored in', dev.eventsFile],
  ].map(([name = '', value = '']) => `  ${dim(name.padEnd(11))}${value}`);
  const moved =
    dev.takenPort === null ? [] : ['', `  Port ${dev.takenPort} is taken, so this is on the next free one.`];
  const notices =
    dev.notices.length === 0 ? [] : ['', ...dev.notices.map((notice) => yellow(notice.replace(/^/gm, '  ')))];
  const none = dev.experiments.length === 0 ? ['', `  ${dim('No experiment yet.')}`] : [];
  return [
    '',
    `  ${bold('fx')} is up`,
    ...moved,
    '',
    ...addresses,
    ...notices,
    ...none,
    ...dev.experiments.flatMap((experiment) => ['', ...preview(experiment, dev, paint)]),
    '',
    `  ${dim('Files that are saved show at once. Ctrl+C ends it.')}`,
    '',
  ].join('\n');
}

function preview(experiment: Experiment, dev: Dev, { bold, dim, cyan, green, yellow }: Colours): string[] {
  const status = statusOf(experiment);
  const paths = dev.pages.map(({ path }) => path);
  const page = pagesFor(experiment, paths, dev.url)[0];
  const head = `  ${bold(experiment.id)}  ${status === 'running' ? green(status) : yellow(status)}`;
  if (page === undefined) {
    const trigger = describeTrigger(experiment.trigger);
    return [
      head,
      `    ${dim(paths.length ? `on no page of this folder: it starts ${trigger}` : 'there is no page in this folder')}`,
    ];
  }
  const width = Math.max(...experiment.variants.map(({ key }) => key.length)) + 2;
  return [
    head,
    ...experiment.variants.map(
      ({ key }) => `    ${dim(key.padEnd(width))}${cyan(previewLink(dev.url + page, experiment, key, dev.token))}`,
    ),
  ];
}
