/** Says what to write in place of a value of the wrong type or form, and which value would do. */

import { read } from './json.js';
import type { Path } from './problem.js';

/** The end of a sentence, and what would be right where that is one thing only. */
interface Advice {
  readonly hint?: string;
  readonly right?: string;
  readonly how?: 'value' | 'quote';
}

/** Fields that hold an id or a key. */
const NAMES: ReadonlySet<unknown> = new Set(['id', 'key', 'control', 'divertTo', 'winner']);

/** The id or key that would do, where there is something to make one of. */
export function suggest(value: unknown, path: Path): string | undefined {
  const name = path.at(-1);
  if (typeof value !== 'string' || !NAMES.has(name)) return undefined;
  const plain = value
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ß/g, 'ss');
  const words: string[] = [
    ...(plain
      .replace(/([a-z\d])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .match(/[a-z\d]+/g) ?? []),
  ];
  if (name === 'id' && /^\d/.test(words[0] ?? '')) words.unshift('test');
  const slug = words
    .join('-')
    .slice(0, name === 'id' ? 64 : 32)
    .replace(/-$/, '');
  return slug === '' || slug === value ? undefined : slug;
}

/** What the name of an op is depends on the op. */
export function whatIsMissing(path: Path, root: unknown): { readonly hint?: string } {
  if (path.at(-1) !== 'name' || path.at(-3) !== 'domOps') return {};
  const op = read(root, [...path.slice(0, -1), 'op']);
  return { hint: op === 'setStyle' ? 'the property, such as color' : 'the attribute, such as href' };
}

export function hint(expected: string, value: unknown, path: Path): Advice {
  const share =
    expected === 'number' || expected === 'int' ? /^\s*(\d{1,3}(?:[.,]\d+)?)\s*(%?)\s*$/.exec(String(value)) : null;
  if (share && typeof value === 'string' && (share[2] || value.includes(','))) {
    const number = Number(share[1]?.replace(',', '.'));
    const unit = path.at(-1) === 'weight' ? 100 : 0.01;
    const right = String(share[2] ? Math.round(number * unit * 1e6) / 1e6 : number);
    return { hint: `write ${right}`, right };
  }
  const number = numberHint(expected, value, path);
  if (number) return number;
  if (value === null) return { hint: 'nothing stands there' };
  if (expected === 'object' || expected === 'record' || expected === 'array') {
    const advice = shapeHint(expected, value, path);
    if (advice !== undefined) return advice;
  }
  if (expected === 'string' && typeof value === 'object')
    return { hint: `${Array.isArray(value) ? '[' : '{'} begins a value of its own: put a text in quotes` };
  if (expected === 'string' && typeof value === 'number' && /^(?:start|end)At$/.test(String(path.at(-1))))
    return { hint: 'write a date and time with its zone, such as 2026-03-01T09:00:00+01:00' };
  if (expected === 'string' && typeof value !== 'object') return { hint: 'put it in quotes', how: 'quote' };
  if (expected === 'boolean' && typeof value === 'string') {
    const right = flagOf(value);
    return { hint: 'write it without quotes; yes and no are text', ...(right && { right }) };
  }
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) {
    return { hint: 'write it without quotes', right: value.trim() };
  }
  return {};
}

/** What an item of a list is made of, by the list. */
const ITEMS: Readonly<Record<string, string>> = {
  variants: 'write - key: control, and name: below key',
  metrics: 'write - key: orders, and name:, kind: and eventName: below key',
  domOps: 'write - op: replaceText, and selector: and value: below op',
};

/** How a list or an object is written, in place of what stands there. */
function shapeHint(expected: string, value: unknown, path: Path): Advice | undefined {
  const name = String(path.at(-1));
  if (expected === 'array') {
    if (typeof value === 'string' && (name === 'tags' || name === 'owners')) {
      const right = `[${value
        .split(',')
        .map((one) => one.trim())
        .join(', ')}]`;
      return { hint: `write ${right}` };
    }
    const item = ITEMS[name];
    return item === undefined ? undefined : { hint: item };
  }
  if (!path.length && Array.isArray(value))
    return { hint: 'write id: without the -, one experiment to a document, and --- between two' };
  if (typeof path.at(-1) === 'number' && typeof value !== 'object') {
    const item = ITEMS[String(path.at(-2))];
    return item === undefined ? undefined : { hint: item };
  }
  if (name === 'trigger' && Array.isArray(value))
    return {
      hint:
        value.length === 1
          ? 'write kind: and the rest of it below trigger:, without the -'
          : 'of several triggers write kind: any, or kind: all, and the list below of:',
    };
  if (name === 'payload' && typeof value === 'string' && /^\s*\{/.test(value))
    return { hint: 'JSON is YAML: take off its quotes' };
  const field = Object.hasOwn(FIRST, name) ? FIRST[name] : undefined;
  return field !== undefined && (typeof value !== 'object' || name === 'audience')
    ? { hint: `write ${field(value)} in a line below, indented` }
    : undefined;
}

/** The field that somebody had in mind who wrote one value in place of an object. */
const FIRST: Readonly<Record<string, (value: unknown) => string>> = {
  trigger: (value) =>
    /\.[cm]?[jt]s$/.test(String(value))
      ? 'kind: script and js: with the code itself'
      : /\W/.test(String(value))
        ? 'kind: urlMatch and pattern: /cart'
        : `kind: ${value}`,
  layer: (value) => `name: ${value}`,
  audience: (value) =>
    /\d/.test(String(value)) ? 'sampleRate: 0.5' : "rule: { '==': [{ var: device.type }, mobile] }",
  plan: () => 'subjects: 4000',
  cap: (value) => `value: ${value}`,
  conclusion: () => 'decision: ship, keep or repeat',
};

/** Fields that hold a share of something. */
const RATES: ReadonlySet<unknown> = new Set([
  ...[
    'sampleRate',
    'excludeRate',
    'recipeSampleRate',
    'holdback',
    'share',
    'ratio',
    'from',
    'to',
    'margin',
    'quantile',
  ],
]);

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, sec: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

function numberHint(expected: string, value: unknown, path: Path): Advice | undefined {
  const name = path.at(-1);
  const [, amount, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(String(value)) ?? [];
  if (String(name).endsWith('Ms') && amount !== undefined && Object.hasOwn(UNITS, unit)) {
    const right = String(Number(amount) * (UNITS[unit] ?? 1));
    return { hint: `these are milliseconds, so write ${right}`, right };
  }
  if (expected === 'int' && name === 'weight' && typeof value === 'number' && value > 0 && value < 100) {
    const right = String(Math.round(value * (value < 1 ? 10000 : 100)));
    const meant = value < 1 ? String(value) : `${value}%`;
    return { hint: `weights are ten-thousandths, so write ${right} for ${meant}` };
  }
  if (expected === 'int' && name === 'weight' && typeof value === 'string' && Number.isNaN(Number(value)))
    return { hint: 'weights are ten-thousandths: 5000 is half' };
  if (expected !== 'number' || !RATES.has(name) || typeof value !== 'string' || value.trim() === '') return undefined;
  const [, top, bottom] = /^\s*(\d+)\s*\/\s*(\d+)\s*$/.exec(value) ?? [];
  const share = Number(top) / Number(bottom);
  if (share >= 0 && share <= 1)
    return { hint: `write ${Number(share.toFixed(6))}`, right: String(Number(share.toFixed(6))) };
  return Number.isFinite(Number(value)) ? undefined : { hint: 'write a share from 0 to 1, such as 0.5' };
}

/** What other versions of YAML, and people, write for true and false. */
const flagOf = (text: string): string | undefined =>
  /^\s*(?:true|yes|on|y)\s*$/i.test(text) ? 'true' : /^\s*(?:false|no|off|n)\s*$/i.test(text) ? 'false' : undefined;
