/** Says of each field of fx.config.yaml that is none where it stands, and which one may be meant. */

import { parseConfig } from './config.js';
import { fieldsOf } from './json.js';
import { nearest } from './nearest.js';
import { type ParsedFile, parse, type SourceFile, toProblem } from './parse.js';
import { pathWords } from './path.js';
import { type Finding, type Path, type Problem, warning } from './problem.js';

/** What each map may hold, by where it stands. Whoever reads another value says what is wrong with it. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  '': ['previewToken', 'targets', 'site', 'redirectOrigins', 'tag', 'segments', 'serve', 'results'],
  serve: ['url', 'proxyHeader', 'proxies', 'origins', 'git', 'push', 'webhook', 'keepDays', 'target', 'sinks', 'oidc'],
  'serve.sinks': ['http', 'secret', 'clickhouse', 'postgres', 'table', 'parquet'],
  'serve.oidc': ['issuer', 'clientId', 'clientSecret', 'scope', 'roleClaim', 'roles', 'trustEmail'],
  results: ['engine', 'url', 'table', 'events'],
};

/**
 * Fields that nothing reads, at every level, as warnings, since files with keys of their own have always been taken;
 * what keeps the file from being read at all, as errors. Keys that begin with `x-` are free, as in experiments.
 */
export function checkConfig(source: SourceFile & { readonly text: string }): Problem[] {
  const file = parse(source);
  const [document] = file.documents;
  if (!Object.keys(parseConfig(source.text)).length) return unread(file);
  if (!document) return [];
  return unknownIn(document.value, []).map((one) =>
    toProblem(document.file, one, document.locate(one), pathWords(one.path, document.value)),
  );
}

/** Why YAML gives nothing: of all else that the parser of experiments minds, a configuration holds its own. */
function unread({ documents, problems }: ParsedFile): Problem[] {
  const twice = documents.flatMap(({ file, value, findings, locate }) =>
    findings
      .filter(({ code }) => code === 'duplicate-key')
      .map((one) => toProblem(file, one, locate(one), pathWords(one.path, value))),
  );
  return [...problems.filter(({ code }) => code === 'syntax'), ...twice];
}

function unknownIn(value: unknown, path: Path): Finding[] {
  if (Array.isArray(value)) return value.flatMap((one, at) => unknownIn(one, [...path, at]));
  const known = FIELDS[placeOf(path)];
  if (!known) return [];
  return Object.entries(fieldsOf(value)).flatMap(([field, below]) => {
    const at = [...path, field];
    if (field.startsWith('x-')) return [];
    return known.includes(field) ? unknownIn(below, at) : [unknownField(field, at, known)];
  });
}

/** Of the items of a list, that of the list. */
const placeOf = (path: Path): string => path.filter((segment) => typeof segment === 'string').join('.');

function unknownField(field: string, path: Path, known: readonly string[]): Finding {
  const meant = nearest(field, known);
  if (meant !== undefined) return warning('unknown', path, { nearest: meant }, { atKey: true });
  const [home, other] = Object.keys(FIELDS).filter((place) => FIELDS[place]?.includes(field));
  return home !== undefined && other === undefined
    ? warning('home', path, { home: home || 'the top of the file' }, { atKey: true })
    : warning('unknown', path, { advice: `the fields here are ${known.join(', ')}` }, { atKey: true });
}
