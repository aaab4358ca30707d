/** Writes the SQL of docs/analysis.md from its one definition: run it after a build when that has changed. */

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const PAGE = new URL('../docs/analysis.md', import.meta.url);

/** What the page asks: an experiment with two metrics. */
const QUESTION = {
  experiments: [
    {
      id: 'cta',
      metrics: [
        { key: 'orders', kind: 'conversion', eventName: 'purchase' },
        { key: 'revenue', kind: 'sum', eventName: 'purchase' },
      ],
    },
  ],
  by: [],
  isStitched: true,
};

const ARM = 'all but `phase`';
const DID = '`metric`';

/** By column: which kinds of rows have it, and what stands there. */
const MEANINGS = {
  kind: ['all', '`phase`, `arm`, `failure`, `metric` or `quantile`'],
  experiment: ['all', 'its id'],
  phase: ['all', 'its id; empty where the exposures name none'],
  variant: [ARM, 'its key'],
  is_carried: [
    ARM,
    '1 for those whose assignment was stored before, 0 for the others; of a `quantile` in a first phase 0 for all of them together',
  ],
  segment: [ARM, 'empty, or the fact by which rows are told apart, such as `device`'],
  segment_value: [ARM, '`=` and the value of that fact; empty where the exposure does not say'],
  day: [ARM, 'days since 1970 of the first exposure; −1 in segments, failures and quantiles'],
  metric: ['`metric` `quantile`', 'its key'],
  code: ['`failure`', 'what went wrong'],
  selector: ['`failure`', 'for which element; may be empty'],
  since_ms: ['`phase`', 'the first of the subjects’ first exposures, milliseconds since 1970'],
  until_ms: ['`phase`', 'the last of them'],
  is_later: ['`phase`', '1 where another phase came before, which may have stored assignments; 0 in a first one'],
  mixed: ['`phase`', 'subjects who saw several variants, and are in no arm'],
  subjects: [ARM, 'how many there are: of a `metric` those who did anything, as the others are known from the `arm`'],
  failed: ['`arm`', 'for how many of them something went wrong'],
  pending: [DID, 'whose window is not over; may stand in a row of its own'],
  converted: [DID, 'who had the event at least once'],
  positive: [DID, 'whose amount (of an average or a ratio: what it is divided by) is not zero'],
  sum_x: [DID, 'the amounts added up, capped where there is a cap'],
  sum_y: [DID, 'what they are divided by, or what was done in the 14 days before'],
  mean_x: [DID, 'of those who did anything'],
  mean_y: [DID, 'the same'],
  xx: [DID, 'Σ(x − mean_x)²'],
  yy: [DID, 'Σ(y − mean_y)²'],
  xy: [DID, 'Σ(x − mean_x)(y − mean_y)'],
  xxx: [DID, 'Σ(x − mean_x)³'],
  yyy: [DID, 'Σ(y − mean_y)³'],
  xxy: [DID, 'Σ(x − mean_x)²(y − mean_y)'],
  xyy: [DID, 'Σ(x − mean_x)(y − mean_y)²'],
  mean_uncapped: [DID, 'the mean without the cap'],
  uu: [DID, 'the squares without it'],
  uuu: [DID, 'the cubes without it'],
  events: ['`quantile`', 'how many values there are'],
  quantile_value: ['`quantile`', 'the smallest value at which the share is reached'],
  quantile_error: ['`quantile`', 'its standard error, with subjects as the unit'],
  beyond: ['`quantile`', 'values above it or at most at it, whichever are fewer'],
};

/**
 * The page with its SQL made anew, between `<!-- sql: name -->` and `<!-- end -->`, where name is one of `load`,
 * `tables`, `columns`, `script`.
 *
 * @param {string} page the page as it is
 * @param {object} results the room `results`, built
 */
export function renderAnalysis(page, { COUNT_COLUMNS, DIALECTS, scriptOf, scriptText }) {
  const parts = scriptOf(QUESTION, DIALECTS.sqlite);
  const sql = (text) => `\`\`\`sql\n${text.trim()}\n\`\`\``;
  const blocks = {
    load: () =>
      Object.values(DIALECTS)
        .map(({ title, load }) => `${title}:\n\n${sql(load)}`)
        .join('\n\n'),
    tables: () =>
      table(
        ['table', 'its rows'],
        parts.map(({ name, about }) => [`\`${name}\``, about]),
      ),
    columns: () =>
      table(
        ['column', 'in rows of the kind', 'meaning'],
        COUNT_COLUMNS.map((name) => [`\`${name}\``, ...MEANINGS[name]]),
      ),
    script: () => sql(scriptText(parts)),
  };
  return page.replace(/(<!-- sql: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, begin, name, end) => {
    if (!blocks[name]) throw new Error(`docs/analysis.md asks for ${name}: there is none`);
    return `${begin}${blocks[name]()}\n${end}`;
  });
}

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = await import('../dist/esm/results/index.js');
  await writeFile(PAGE, renderAnalysis(await readFile(PAGE, 'utf8'), results));
}
