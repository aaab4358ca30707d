/** Writes the SQL of the answer: rows of one shape of which counts are made. */

import { GROUP } from './outcomes.js';
import { type Asking, equalColumns } from './statement.js';

/** The columns of a row of counts, in their order; a row has those of its kind. Documented in docs/analysis.md. */
export const COUNT_COLUMNS = [
  'kind',
  'experiment',
  'phase',
  'variant',
  'is_carried',
  'segment',
  'segment_value',
  'day',
  'metric',
  'code',
  'selector',
  'since_ms',
  'until_ms',
  'is_later',
  'mixed',
  'subjects',
  'failed',
  'pending',
  'converted',
  'positive',
  'sum_x',
  'sum_y',
  'mean_x',
  'mean_y',
  'xx',
  'yy',
  'xy',
  'xxx',
  'yyy',
  'xxy',
  'xyy',
  'mean_uncapped',
  'uu',
  'uuu',
  'events',
  'quantile_value',
  'quantile_error',
  'beyond',
] as const;

/** One of them. */
export type CountColumn = (typeof COUNT_COLUMNS)[number];

/** Those that are texts. */
export const TEXT_COLUMNS: readonly CountColumn[] = [
  'kind',
  'experiment',
  'phase',
  'variant',
  'segment',
  'segment_value',
  'metric',
  'code',
  'selector',
];

type Cells = { readonly [Column in CountColumn]?: string };

/** The query whose answer is the counts. */
export function countsQuery({ dialect: { noText, noNumber, real, text } }: Asking): string {
  const select = (kind: string, cells: Cells): string => {
    const values: Cells = { ...cells, kind: text(kind) };
    return `SELECT ${COUNT_COLUMNS.map((column) => {
      const value = values[column];
      if (TEXT_COLUMNS.includes(column)) return `${value ?? noText} AS ${column}`;
      return `${value === undefined ? noNumber : real(value)} AS ${column}`;
    }).join(', ')}`;
  };
  const place = (table: string): Cells => ({
    experiment: `${table}.experiment`,
    phase: `${table}.phase`,
    variant: `${table}.variant`,
    is_carried: `${table}.is_carried`,
    segment: `${table}.segment`,
    segment_value: `${table}.segment_key`,
    day: `${table}.day`,
  });
  const same = (table: string, names: readonly string[]): Cells =>
    Object.fromEntries(names.map((name) => [name, `${table}.${name}`]));
  const moments = ['converted', 'positive', 'sum_x', 'sum_y', 'mean_x', 'mean_y', 'xx', 'yy', 'xy', 'xxx', 'yyy'];
  return `${select('phase', same('one', ['experiment', 'phase', 'since_ms', 'until_ms', 'is_later', 'mixed']))}
FROM fx_spans AS one
UNION ALL
${select('arm', { ...place('one'), ...same('one', ['subjects', 'failed']) })}
FROM fx_arms AS one
UNION ALL
${select('failure', { ...place('one'), ...same('one', ['code', 'selector', 'subjects']) })}
FROM fx_faults AS one
UNION ALL
${select('metric', { ...place('one'), ...same('one', ['metric', 'pending']) })}
FROM fx_pending AS one
UNION ALL
${select('metric', {
  ...place('one'),
  ...same('one', ['metric', ...moments, 'xxy', 'xyy', 'mean_uncapped', 'uu', 'uuu']),
  subjects: 'one.acting',
})}
FROM fx_moments AS one
UNION ALL
${select('quantile', {
  ...place('one'),
  ...same('one', ['metric', 'events', 'quantile_value']),
  subjects: 'other.subjects',
  quantile_error: 'other.quantile_error',
  beyond: `CASE WHEN other.below < one.events - other.below THEN ${real('other.below')} ELSE ${real('one.events - other.below')} END`,
})}
FROM fx_quantiles AS one
JOIN fx_errors AS other ON ${equalColumns([...GROUP, 'metric'], 'other', 'one')}`;
}

/** What a segment's key stands for: null where the exposure does not say. */
export const factIn = (key: string): string | null => (key.startsWith('=') ? key.slice(1) : null);
