/**
 * Sees what a text field takes as it stands, and other systems read as more: HTML, words for classes, several names in
 * one.
 */

import { type Fields, listOf } from './json.js';
import { type Finding, type Path, warning } from './problem.js';

/** @param experiment in which texts, selectors and names of events are looked at */
export function adviseOnLiterals(experiment: Fields): Finding[] {
  return [
    ...listOf(experiment.variants).flatMap((variant, at) =>
      listOf(variant.domOps).flatMap((op, index) => adviseOnText(op, ['variants', at, 'domOps', index, 'value'])),
    ),
    ...listOf(experiment.metrics).flatMap(({ eventName }, at) => adviseOnName(eventName, ['metrics', at, 'eventName'])),
  ];
}

const say = (path: Path, reason: string): Finding[] => [warning('no-effect', path, { reason })];

function adviseOnText({ op, value }: Fields, path: Path): Finding[] {
  if (op !== 'replaceText' || typeof value !== 'string') return [];
  const markup = /<\/?(?:a|b|br|div|em|i|img|li|p|small|span|strong|sub|sup|u|ul)(?:\s[^<>]*)?\/?>/i.exec(value)?.[0];
  if (markup !== undefined)
    return say(path, `holds ${markup}, which visitors read as it stands: write op: replaceHTML where HTML is meant`);
  const entity = /&(?:[a-z][a-z\d]{1,7}|#\d{2,5}|#x[\da-f]{2,5});/i.exec(value)?.[0];
  if (entity !== undefined)
    return say(path, `holds ${entity}, which visitors read as it stands: write the sign itself, or op: replaceHTML`);
  // A path of Windows has it, too.
  return /[^\\]\\n/.test(value) && !/\b[a-z]:\\/i.test(value)
    ? say(path, 'holds \\n, which visitors read as it stands: only double quotes make a new line of it')
    : [];
}

/** A name of an event that a page hardly calls so. */
export function adviseOnName(name: unknown, path: Path): Finding[] {
  if (typeof name === 'string' && /^[ \t]|[ \t]$/.test(name))
    return say(path, `is '${name}', with a blank at its beginning or end: write ${name.trim()}`);
  const inner = typeof name === 'string' ? /^(["'`])(.+)\1$/.exec(name)?.[2] : undefined;
  if (inner !== undefined) return say(path, `has quotes that are part of the name: write ${inner}`);
  const sign = typeof name === 'string' ? /\||\*|, /.exec(name)?.[0] : undefined;
  return sign === undefined
    ? []
    : say(
        path,
        `holds ${sign.trim()}, which is part of the name: a metric counts one event, so where several are meant write one metric for each`,
      );
}

/** Elements of HTML, and those of SVG that pages have. */
const ELEMENTS = `a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas caption center circle cite code col
  colgroup data datalist dd defs del details dfn dialog dir div dl dt ellipse em embed fieldset figcaption figure font footer form
  frame g h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins kbd label legend li line link main map mark
  marquee math menu meta meter nav nobr noscript object ol optgroup option output p param path picture polygon polyline pre
  progress q rect rp rt ruby s samp script search section select slot small source span stop strike strong style sub summary
  sup svg symbol table tbody td template text textarea tfoot th thead time title tr track tspan tt u ul use var video wbr`;

/**
 * Why a selector that is one word may find nothing: HTML has no such element, but a class or an id may be called so.
 */
export function doubtWord(selector: string): string | undefined {
  const word = selector.trim();
  if (!/^[a-z][a-z\d_]*$/i.test(word) || ELEMENTS.split(/\s+/).includes(word.toLowerCase())) return undefined;
  return `looks for an element <${word}>, which HTML has not: write .${word} for a class, or '#${word}' for an id`;
}
