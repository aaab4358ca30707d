/** Doubts what ops do that is allowed and seldom meant: too much of the page, the same twice, or nothing. */

import { toJson } from './canonical.js';
import type { Fields } from './json.js';
import { type Finding, type Path, warning } from './problem.js';
import { oddBlank } from './written.js';

/** @param path of the list */
export function doubtOps(ops: readonly Fields[], path: Path): Finding[] {
  return ops.flatMap((op, index) => {
    const at = [...path, index];
    const ofClasses = doubtClasses(op, [...at, 'value']);
    const own = [
      ...doubtOp(op).map(([field, reason]) => warning('doubt', [...at, ...field], { reason })),
      ...ofClasses,
    ];
    return [
      ...(own.length ? own : doubtAgain(op, ops.slice(0, index), at)),
      ...(ofClasses.length ? [] : doubtState(op, at)),
    ];
  });
}

/** Variants with the same changes: nobody could see a difference. */
export function doubtSame(variants: readonly Fields[]): Finding[] {
  const changes = variants.map(({ domOps, css, js, payload, redirect }) =>
    toJson(clean({ domOps, css, js, payload, redirect })),
  );
  const first = (one = NONE): number => changes.indexOf(one);
  const at = changes.findIndex((one, index) => one !== NONE && first(one) < index);
  const reason = `does what ${String(variants[first(changes[at])]?.key)} does, so that there is nothing to compare: change one of the two`;
  return at < 0 ? [] : [warning('no-effect', ['variants', at], { reason })];
}

/** What a variant without any change comes to. */
const NONE = '{}';

const clean = (change: Fields): Fields =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

type Doubt = readonly [field: readonly string[], reason: string];

function doubtOp(op: Fields): readonly Doubt[] {
  const { op: kind, name, waitForMs } = op;
  const [selector, value] = [String(op.selector ?? '').trim(), String(op.value ?? '')];
  const found: Doubt[] = [];
  const say = (field: string, reason: string): number => found.push([[field], reason]);
  if (/^(?:html|body|head|:root|\*)$/i.test(selector) && /^(?:remove|replaceText|replaceHTML)$/.test(String(kind)))
    say('selector', `is ${selector}, so that ${kind} takes away the whole page: name one element of it`);
  if (kind !== 'injectCSS' && typeof waitForMs === 'number' && waitForMs > 0 && waitForMs < 50)
    say('waitForMs', `is in milliseconds: write ${waitForMs * 1000} for ${waitForMs} seconds`);
  if (kind === 'setAttr') {
    const flag = flagWords(String(name).toLowerCase(), value);
    if (flag !== undefined) say('value', flag);
    const reason = op.was === undefined ? attributeWords(String(name).toLowerCase(), value) : undefined;
    if (reason !== undefined) found.push([[], reason]);
  }
  const [hole] = /\$\{[^{}]*\}|\{\{[^{}]*\}\}/.exec(value) ?? [];
  if (hole !== undefined && TEXTS.has(String(kind)))
    say('value', `holds ${hole}, which visitors get as it stands: write the value itself, or js`);
  return found;
}

const TEXTS: ReadonlySet<string> = new Set(['replaceText', 'replaceHTML', 'injectHTML', 'setAttr']);

const isOfClass = ({ op }: Fields): boolean => op === 'addClass' || op === 'removeClass';

/** What is wrong with the names of classes, one thing at a time. */
function doubtClasses(op: Fields, path: Path): Finding[] {
  if (!isOfClass(op) || typeof op.value !== 'string') return [];
  const blank = oddBlank(op.value);
  if (blank) return [warning('blank-sign', path, blank)];
  const right = op.value.replace(/(^|\s)\.(?=[\w-])/g, '$1');
  if (right !== op.value) {
    const reason = `begins a class with a dot, which is no part of its name: write ${right}`;
    return [warning('no-effect', path, { reason }, { mends: [{ path, how: 'value', text: right }] })];
  }
  const reason = classWords(op.value);
  return reason === undefined ? [] : [warning('doubt', path, { reason })];
}

function classWords(value: string): string | undefined {
  if (value.trim() === '') return 'names no class';
  if (/:\s|;/.test(value)) return 'holds a style, and no class: write op: setStyle, with name and value';
  if (!value.includes(',')) return undefined;
  return `has a comma, and classes are split on spaces: write ${value.split(/[\s,]+/).join(' ')}`;
}

/** Attributes that are true by being there. */
const FLAGS =
  /^(?:allowfullscreen|async|autofocus|autoplay|checked|controls|default|defer|disabled|formnovalidate|hidden|inert|ismap|itemscope|loop|multiple|muted|nomodule|novalidate|open|playsinline|readonly|required|reversed|selected)$/;

/** A warning only: some custom elements read `loop="false"` as what it says. */
const flagWords = (name: string, value: string): string | undefined =>
  FLAGS.test(name) && /^(?:false|no|off|0)$/i.test(value.trim())
    ? `sets ${name} to ${value}, and an attribute that is there is true whatever it says: take it away in js, experiment.when(selector, (it) => it.removeAttribute('${name}'))`
    : undefined;

function attributeWords(name: string, value: string): string | undefined {
  if (name === 'class')
    return `sets class as a whole, and loses what the page has there: use addClass${value ? ` with ${value}` : ''}, and removeClass`;
  const isAddress = name === 'href' || name === 'src' || name === 'action';
  return isAddress && /^(?:www\.[\w-]+\.|[\w-]+\.(?:com|org|net|io|eu|co\.uk|de|fr)(?:\/|$))/i.test(value)
    ? `sets ${name} to ${value}, which is a path below the page: write https://${value}`
    : undefined;
}

/** What an op sets, as a word; undefined where several may stand beside each other. */
function targetOf({ op, name, was }: Fields): string | undefined {
  if (was !== undefined) return undefined;
  if (op === 'replaceText' || op === 'replaceHTML') return 'content';
  return op === 'setAttr' || op === 'setStyle' ? `${op} ${String(name)}` : undefined;
}

/** An op on an element that one before it took out, or whose work this one undoes. */
function doubtAgain(op: Fields, before: readonly Fields[], path: Path): Finding[] {
  const same = before.filter(({ selector }) => selector !== undefined && selector === op.selector);
  if (same.some((one) => one.op === 'remove')) {
    const reason = `changes ${String(op.selector)}, which an op before it removes: leave one of the two out`;
    return [warning('doubt', path, { reason })];
  }
  const target = targetOf(op);
  if (target === undefined || !same.some((one) => targetOf(one) === target)) return [];
  const reason = `sets what an op before it sets on ${String(op.selector)}, and only this one shows: leave one of the two out`;
  return [warning('doubt', path, { reason })];
}

/** Attributes and classes that visitors change by using the page. */
const STATES = /^(?:open|checked|selected|value|aria-(?:expanded|pressed|checked|selected|hidden))$/i;
const STATE_CLASS =
  /(?:^|[\s_-])(?:open|opened|closed|active|expanded|collapsed|show|shown|hidden|selected|checked)(?:\s|$)/i;

/** An op that sets what a visitor may change a moment later. Any `keep` says that somebody thought of it. */
function doubtState(op: Fields, path: Path): Finding[] {
  const what = String(op.op === 'setAttr' ? op.name : op.value);
  const isState = (op.op === 'setAttr' && STATES.test(what)) || (isOfClass(op) && STATE_CLASS.test(what));
  return isState && op.keep === undefined ? [warning('keep', path, { what })] : [];
}
