/** Results on a terminal: what to do, can the split be trusted, then what each variant did. */

import type { ArmWords, Conclusion, Heading, MetricWords, ResultWords, SplitWords } from '../results/index.js';
import { table } from './table.js';
import type { Paint } from './terminal.js';

/** The result of one experiment. */
export function resultText(id: string, { name, status }: Heading, words: ResultWords, paint: Paint): string {
  const { span, ending, conclusion, split, caveats, asides, metrics, segments } = words;
  const { bold, dim, yellow } = paint;
  return [
    `${bold(id)}  ${status}  ${name}`,
    ...(span === null ? [] : [`  ${span}`]),
    ...(ending === null ? [] : [`  ${bold(ending)}`]),
    ...(conclusion ? [`  ${conclusionLine(conclusion, paint)}`] : []),
    ...(split ? [`  ${splitLine(split, paint)}`] : []),
    ...caveats.map((line) => `  ${yellow('!')} ${line}`),
    ...asides.map((line) => dim(`  ${line}`)),
    ...metrics.flatMap((metric) => ['', ...metricLines(metric, paint)]),
    ...segments.flatMap(({ title, split: own, metrics: all }) => [
      '',
      `  ${bold(title)}`,
      ...(own?.verdict === 'off' ? [`  ${splitLine(own, paint)}`] : []),
      ...all.flatMap((metric) => metricLines(metric, paint)),
    ]),
  ].join('\n');
}

function conclusionLine({ code, title, text }: Conclusion, { bold, green, red, yellow }: Paint): string {
  const colour = {
    ship: green,
    stop: red,
    'do-not-trust': red,
    'keep-running': yellow,
    'not-enough': yellow,
    'no-difference': bold,
  }[code];
  return `${colour(bold(`→ ${title}.`))} ${text}`;
}

const splitLine = ({ verdict, text }: SplitWords, { green, red }: Paint): string =>
  verdict === 'off' ? red(`✗ ${text}`) : verdict === 'fine' ? `${green('✓')} ${text}` : `– ${text}`;

function metricLines({ key, beside, titles, arms, lines }: MetricWords, paint: Paint): string[] {
  const { bold, dim } = paint;
  const rows = arms.map((arm) => [`    ${arm.variant}`, ...arm.counts, ...arm.compared.map(colourOf(arm, paint))]);
  return [
    `  ${bold(key)}${beside.map((one) => (one === 'primary' || one === 'guardrail' ? `, ${one}` : dim(`, ${one}`))).join('')}`,
    table([['', ...titles.map((one) => dim(one))], ...rows], [1, 2, 3, 4, 5, 6, 7, 8]),
    ...lines.map((line) => `    ${line}`),
  ];
}

const colourOf = ({ way }: ArmWords, { green, red }: Paint): ((text: string) => string) =>
  way === 'better' ? green : way === 'worse' ? red : (text) => text;
