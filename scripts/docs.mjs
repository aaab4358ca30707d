/** Writes the tables of docs/experiments.md from the schema: run it after a build when a field has changed. */

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const PAGE = new URL('../docs/experiments.md', import.meta.url);

/**
 * The page with its tables made anew. A table stands between `<!-- table: name -->` and `<!-- end -->`, where name is
 * one of `experiment`, `conclusion`, `holdout`, `layer`, `audience`, `variant`, `metric`, `ops`, `op-fields`,
 * `triggers`, `trigger-fields`.
 *
 * @param {string} page the page as it is
 * @param {object} schema the JSON Schema of an experiment
 */
export function renderPage(page, schema) {
  const { definitions, else: experiment, then: holdout } = schema;
  const { properties } = experiment;
  const tables = {
    experiment: () => fieldTable(experiment),
    conclusion: () => fieldTable(properties.conclusion),
    holdout: () => fieldTable(holdout),
    layer: () => fieldTable(properties.layer),
    audience: () => fieldTable(properties.audience),
    variant: () => fieldTable(properties.variants.items),
    metric: () => fieldTable(properties.metrics.items),
    ops: () => kindTable(definitions.op.oneOf, 'op'),
    'op-fields': () => sharedTable(definitions.op.oneOf, 'op'),
    triggers: () => kindTable(definitions.trigger.oneOf, 'kind'),
    'trigger-fields': () => sharedTable(definitions.trigger.oneOf, 'kind'),
  };
  return page.replace(/(<!-- table: ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, begin, name, end) => {
    if (!tables[name]) throw new Error(`docs/experiments.md asks for the table ${name}: there is none`);
    return `${begin}${tables[name]()}\n${end}`;
  });
}

function fieldTable({ properties, required = [] }) {
  const rows = Object.entries(properties).map(([name, field]) => [
    `\`${name}\``,
    typeOf(field),
    required.includes(name) ? '**required**' : defaultOf(field),
    limitsOf(field),
  ]);
  return table(['field', 'type', 'default', 'meaning'], rows);
}

/** One row to a kind: which fields it takes. */
function kindTable(kinds, tag) {
  const rows = kinds.map(({ description, properties, required = [] }) => {
    const names = Object.keys(properties).filter((name) => name !== tag);
    const needed = names.filter((name) => required.includes(name)).map((name) => `**${name}**`);
    const others = names.filter((name) => !required.includes(name));
    return [`\`${properties[tag].const}\``, description, [...needed, ...others].join(', ') || '–'];
  });
  return table([tag, 'what it does', 'fields, **required** ones first'], rows);
}

/** One row to a field: what it means, for each kind where that differs. */
function sharedTable(kinds, tag) {
  const fields = new Map();
  for (const { properties } of kinds) {
    for (const [name, field] of Object.entries(properties)) {
      if (name === tag) continue;
      const { meanings } = fields.get(name) ?? fields.set(name, { field, meanings: new Map() }).get(name);
      meanings.set(field.description, [...(meanings.get(field.description) ?? []), `\`${properties[tag].const}\``]);
    }
  }
  const rows = [...fields].map(([name, { field, meanings }]) => {
    const words = [...meanings].map(([meaning, names]) =>
      meanings.size > 1 ? `${names.join(', ')}: ${meaning}` : meaning,
    );
    return [`\`${name}\``, typeOf(field), defaultOf(field), words.join(' ')];
  });
  return table(['field', 'type', 'default', 'meaning'], rows);
}

function typeOf(field) {
  if (field.enum) return field.enum.map((value) => `\`${value}\``).join(' ');
  if (field.type === 'integer') return `whole number, ${field.minimum} to ${field.maximum}`;
  if (field.type === 'number')
    return field.maximum === undefined ? 'number' : `number, ${field.minimum} to ${field.maximum}`;
  if (field.type === 'boolean') return '`true` `false`';
  if (field.type === 'array') return 'list';
  if (field.type === 'string') return 'text';
  if (field.anyOf) return field.anyOf.map(typeOf).join(' or ');
  return field.type === 'object' || field.allOf ? 'object' : 'a rule';
}

function limitsOf({ description, maxLength, examples }) {
  const limit = maxLength === undefined ? '' : ` At most ${maxLength} characters.`;
  return `${description}${limit}${examples ? ` Such as \`${examples[0]}\`.` : ''}`;
}

const defaultOf = (field) => (field.default === undefined ? '' : show(field.default));

const show = (value) =>
  `\`${JSON.stringify(value).replaceAll('"', '').replaceAll(':', ': ')}\``.replace('`[]`', 'none');

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`).join('\n');

const escapeCell = (cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { jsonSchema } = await import('../dist/esm/authoring/index.js');
  const page = await readFile(PAGE, 'utf8');
  await writeFile(PAGE, renderPage(page, await jsonSchema()));
}
