/** Prints results on a terminal: what to do, can the split be trusted, then what each variant did. */

import { inLine } from '../pages/index.js';
import type { ArmWords, Conclusion, Heading, MetricWords, ResultWords, SplitWords } from '../results/index.js';
import { table, widthOfLines } from './table.js';
import type { Paint, Terminal } from './terminal.js';

/** The result of one experiment, for lines of so many characters. */
export function resultText(
  id: string,
  { name, status }: Heading,
  words: ResultWords,
  { paint, width }: Pick<Terminal, 'paint' | 'width'>,
): string {
  const { span, ending, conclusion, split, caveats, asides, metrics, segments } = words;
  const { bold, dim, yellow } = paint;
  return [
    `${bold(id)}  ${status}  ${inLine(name)}`,
    ...(span === null ? [] : [`  ${span}`]),
    ...(ending === null ? [] : [`  ${bold(ending)}`]),
    ...(conclusion ? [`  ${conclusionLine(conclusion, paint)}`] : []),
    ...(split ? [`  ${splitLine(split, paint)}`] : []),
    ...caveats.map((line) => `  ${yellow('!')} ${line}`),
    ...asides.map((line) => dim(`  ${line}`)),
    ...metrics.flatMap((metric) => ['', ...metricLines(metric, paint, width)]),
    ...segments.flatMap(({ title, split: own, metrics: all }) => [
      '',
      `  ${bold(title)}`,
      ...(own?.verdict === 'off' ? [`  ${splitLine(own, paint)}`] : []),
      ...all.flatMap((metric) => metricLines(metric, paint, width)),
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

function metricLines(metric: MetricWords, paint: Paint, width: number): string[] {
  const { key, beside, titles, arms, lines } = metric;
  const { bold, dim } = paint;
  const rows = arms.map((arm) => [`    ${arm.variant}`, ...arm.counts, ...arm.compared.map(colourOf(arm, paint))]);
  const wide = table([['', ...titles.map((one) => dim(one))], ...rows], [1, 2, 3, 4, 5, 6, 7, 8]);
  return [
    `  ${bold(key)}${beside.map((one) => (one === 'primary' || one === 'guardrail' ? `, ${one}` : dim(`, ${one}`))).join('')}`,
    widthOfLines(wide) > width ? arms.map((arm) => narrowArm(arm, titles, paint)).join('\n') : wide,
    ...lines.map((line) => `    ${line}`),
  ];
}

/** A variant with a figure to a line, where a table would break at the edge: what it did against the control first. */
function narrowArm(arm: ArmWords, titles: readonly string[], paint: Paint): string {
  const { counts, compared, variant } = arm;
  const named = [...counts, ...compared].map((cell, at) => ({ title: titles[at] ?? '', cell }));
  const rows = [...named.slice(counts.length), ...named.slice(0, counts.length)].flatMap(({ title, cell }) => {
    // A difference and its interval are too long for the narrowest lines.
    const [value = '', interval] = cell.split(/ (?=\()/);
    return [[title, value], ...(interval === undefined ? [] : [['', interval]])];
  });
  const colour = colourOf(arm, paint);
  const isCompared = (at: number): boolean => at < rows.length - counts.length;
  return [
    `    ${variant}`,
    table(
      rows.map(([title = '', cell = ''], at) => [`      ${paint.dim(title)}`, isCompared(at) ? colour(cell) : cell]),
    ),
  ].join('\n');
}

const colourOf = ({ way }: ArmWords, { green, red }: Paint): ((text: string) => string) =>
  way === 'better' ? green : way === 'worse' ? red : (text) => text;
