/** Results on a terminal: can the split be trusted, then what each variant did. */

import type { ArmWords, Heading, MetricWords, ResultWords, SplitWords } from '../results/index.js';
import { table } from './table.js';
import type { Paint } from './terminal.js';

/** The result of one experiment. */
export function resultText(id: string, { name, status }: Heading, words: ResultWords, paint: Paint): string {
  const { span, split, caveats, asides, metrics } = words;
  const { bold, dim, yellow } = paint;
  return [
    `${bold(id)}  ${status}  ${name}`,
    ...(span === null ? [] : [`  ${span}`]),
    ...(split ? [`  ${splitLine(split, paint)}`] : []),
    ...caveats.map((line) => `  ${yellow('!')} ${line}`),
    ...asides.map((line) => dim(`  ${line}`)),
    ...metrics.flatMap((metric) => ['', ...metricLines(metric, paint)]),
  ].join('\n');
}

const splitLine = ({ verdict, text }: SplitWords, { green, red }: Paint): string =>
  verdict === 'off' ? red(`✗ ${text}`) : verdict === 'right' ? `${green('✓')} ${text}` : `– ${text}`;

function metricLines({ key, isPrimary, event, titles, arms, verdicts }: MetricWords, paint: Paint): string[] {
  const { bold, dim } = paint;
  const rows = arms.map((arm) => [`    ${arm.variant}`, ...arm.counts, ...arm.compared.map(colourOf(arm, paint))]);
  return [
    `  ${bold(key)}${isPrimary ? ', primary' : ''}${event && dim(`, ${event}`)}`,
    table([['', ...titles.map((one) => dim(one))], ...rows], [1, 2, 3, 4, 5, 6]),
    ...verdicts.map((line) => `    ${line}`),
  ];
}

const colourOf = ({ direction }: ArmWords, { green, red }: Paint): ((text: string) => string) =>
  direction === 'more' ? green : direction === 'less' ? red : (text) => text;
