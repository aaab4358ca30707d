/** Checks CSS properties and their values by the tables of the specifications, and says what was probably meant. */

import type { CssNode, DefinitionSyntax, Lexer } from 'css-tree';
import { nearest } from './nearest.js';
import type { Within } from './problem.js';

/** A property or a value that browsers would pass over. */
export interface StyleFault {
  readonly reason: string;
  /** What was meant is plain; without it the table may be older than the browsers. */
  readonly isCertain: boolean;
  /** The value, or the name, that would do, where it can be one only. */
  readonly right?: { readonly name: string } | { readonly value: string };
  /** In a style sheet. */
  readonly within?: Within;
}

/** Checks by tables that are loaded at the first call. */
export interface StyleChecker {
  /** One property as `setStyle` sets it. */
  readonly property: (name: string, value: string) => Promise<StyleFault | undefined>;
  /** Every declaration of a style sheet whose syntax is sound. */
  readonly sheet: (css: string) => Promise<readonly StyleFault[]>;
}

type Tables = typeof import('css-tree');

/** A checker; its tables take a tenth of a second to load. */
export function createStyleChecker(): StyleChecker {
  let tables: Promise<Tables> | undefined;
  const load = (): Promise<Tables> => {
    tables ??= import('css-tree');
    return tables;
  };
  return {
    property: async (name, value) => checkName(name, value) ?? checkDeclaration(await load(), name, value),
    sheet: async (css) => checkSheet(await load(), css),
  };
}

/** What `style.setProperty` alone minds: a style sheet takes none of these. */
function checkName(name: string, value: string): StyleFault | undefined {
  if (!name.startsWith('--') && /[a-z][A-Z]/.test(name)) {
    const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const reason = `sets ${name}, which browsers do not know by that name: write ${kebab}`;
    return { reason, isCertain: true, right: { name: kebab } };
  }
  if (!/^-{0,2}[a-z_\u0080-\uffff][\w\u0080-\uffff-]*$/i.test(name))
    return { reason: `sets ${JSON.stringify(name)}, which is no CSS property`, isCertain: true };
  if (!/;\s*$/.test(value)) return undefined;
  const reason = 'sets a value that ends in a semicolon, which browsers do not take: leave it out';
  return { reason, isCertain: true, right: { value: value.replace(/[;\s]+$/, '') } };
}

/** Values of other times and other engines, which no table has. */
const FOREIGN = /(?:^|[\s,(])-(?:webkit|moz|ms|o)-|progid:|expression\(|\\/i;

function checkDeclaration({ lexer, definitionSyntax }: Tables, name: string, value: string): StyleFault | undefined {
  const plain = value.replace(/\s*!\s*important\s*$/i, '').trim();
  if (/^--|^[*_]|^-\w+-/.test(name) || plain === '' || FOREIGN.test(plain)) return undefined;
  if (!lexer.getProperty(name)) return unknownProperty(lexer, name);
  const spaced = spaceSigns(plain);
  if (spaced !== plain)
    return {
      isCertain: true,
      ...right(`sets ${name} to ${shortened(plain)}`, 'needs a space on both sides of its + or -', spaced),
    };
  if (takes(lexer, name, plain)) return undefined;
  const remedy = remedyFor(lexer, name, plain);
  if (remedy) return { isCertain: true, ...remedy };
  const close = /^[a-z-]+$/i.test(plain) ? nearest(plain, keywordsOf(lexer, definitionSyntax, name)) : undefined;
  const reason = `sets ${name} to ${shortened(plain)}, which no browser takes`;
  return close === undefined
    ? { reason: `${reason}, as far as fx knows: check it`, isCertain: false }
    : { reason: `${reason}; did you mean ${close}?`, isCertain: true };
}

/** Inside of `calc()` and its kin a + or - without spaces belongs to a number. */
function spaceSigns(value: string): string {
  const call = /\b(?:calc|clamp|min|max)\(/i.exec(value);
  if (!call) return value;
  const end = endOfCall(value, call.index);
  const spaced = value
    .slice(call.index, end)
    // The first part is the name of a custom property, whose digits and hyphens are none.
    .replace(
      /--[\w-]+|(\d(?:%|e[mx]|[a-df-z][a-z]*)?|\))(\s*)([+-])(\s*)(?=[\d.(])/gi,
      (all, before: string | undefined, left: string, sign: string, after: string) =>
        before === undefined || (left && after) ? all : `${before} ${sign} `,
    );
  return value.slice(0, call.index) + spaced + spaceSigns(value.slice(end));
}

/** Behind the bracket that closes the call; the end of the text where none does. */
function endOfCall(value: string, from: number): number {
  let depth = 0;
  for (let at = value.indexOf('(', from); at < value.length; at++) {
    if (value[at] === '(') depth++;
    if (value[at] === ')' && --depth === 0) return at + 1;
  }
  return value.length;
}

function unknownProperty(lexer: Lexer, name: string): StyleFault {
  const close = nearest(name, Object.keys(tableOf(lexer, 'properties')));
  return close === undefined
    ? { reason: `sets ${name}, which is no property of CSS, as far as fx knows: check it`, isCertain: false }
    : { reason: `sets ${name}, which is no property of CSS; did you mean ${close}?`, isCertain: true };
}

/** Whatever the tables cannot judge, such as `var()`, is taken. */
function takes(lexer: Lexer, name: string, value: string): boolean {
  const { error } = lexer.matchProperty(name, value);
  return error?.name !== 'SyntaxMatchError';
}

function remedyFor(lexer: Lexer, name: string, value: string): Pick<StyleFault, 'reason' | 'right'> | undefined {
  const start = `sets ${name} to ${shortened(value)}`;
  if (value.includes(';')) return { reason: `${start}, which is more than one value: one op sets one property` };
  const fits = (other: string): boolean => other !== value && takes(lexer, name, other);
  const hex = /^#([\da-z]+)$/i.exec(value)?.[1];
  if (hex !== undefined) return { reason: `${start}, but a colour has 3, 4, 6 or 8 digits of 0 to f behind its #` };
  if (fits(`#${value}`) && /^[\da-f]{3,8}$/i.test(value)) return right(start, 'lacks its #', `#${value}`);
  const joined = value.replace(/([\d.])\s+(?=(?:px|r?em|%|v[hw]|ms|s|deg|fr|ch)\b|%)/gi, '$1');
  if (fits(joined)) return right(start, 'has a space before its unit', joined);
  const dotted = value.replace(/(\d),(?=\d)/g, '$1.');
  if (fits(dotted)) return right(start, 'has a comma in a number', dotted);
  const measured = value.replace(/(^|\s)([+-]?(?:\d+\.?\d*|\.\d+))(?=\s|$)/g, (all, before: string, number: string) =>
    Number(number) === 0 ? all : `${before}${number}px`,
  );
  return fits(measured) ? { reason: `${start}, which lacks a unit: write ${measured}` } : undefined;
}

const right = (start: string, fault: string, value: string): Pick<StyleFault, 'reason' | 'right'> => ({
  reason: `${start}, which ${fault}: write ${value}`,
  right: { value },
});

/** Every keyword that may stand somewhere in the value of a property. */
function keywordsOf(lexer: Lexer, definitionSyntax: DefinitionSyntax, name: string): readonly string[] {
  const found = new Set<string>(['inherit', 'initial', 'unset', 'revert']);
  const seen = new Set<string>();
  const walk = (syntax: unknown): void => {
    if (typeof syntax !== 'object' || syntax === null) return;
    definitionSyntax.walk(syntax as never, (node: { readonly type: string; readonly name?: string }) => {
      if (node.type === 'Keyword' && node.name !== undefined) found.add(node.name);
      const table = node.type === 'Type' ? 'types' : node.type === 'Property' ? 'properties' : undefined;
      const key = `${node.type} ${node.name}`;
      if (!table || node.name === undefined || seen.has(key)) return;
      seen.add(key);
      walk(syntaxOf(lexer, table, node.name));
    });
  };
  walk(syntaxOf(lexer, 'properties', name));
  return [...found];
}

type TableName = 'properties' | 'types';

/** The tables of a lexer are documented, but not typed. */
function tableOf(lexer: Lexer, name: TableName): object {
  const table: unknown = Reflect.get(lexer, name);
  return typeof table === 'object' && table !== null ? table : {};
}

function syntaxOf(lexer: Lexer, table: TableName, name: string): unknown {
  const entry: unknown = Reflect.get(tableOf(lexer, table), name);
  return typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'syntax') : undefined;
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Rules whose declarations are descriptors of their own, and no properties. */
const DESCRIBING = /^(?:font-face|page|property|counter-style|font-palette-values|view-transition|position-try)$/;

function checkSheet(tables: Tables, css: string): readonly StyleFault[] {
  const faults: StyleFault[] = [];
  const tree = tables.parse(css, { positions: true });
  const empty = emptyWords(tables, tree, css);
  if (empty) faults.push(empty);
  tables.walk(tree, function (this: { readonly atrule: { readonly name: string } | null }, node: CssNode) {
    if (node.type !== 'Declaration' || DESCRIBING.test(this.atrule?.name.toLowerCase() ?? '')) return;
    const fault = checkDeclaration(tables, node.property, textOf(node.value, css));
    const { line = 1, column = 1 } = node.loc?.start ?? {};
    if (fault) faults.push({ ...fault, within: { line: line - 1, column: column - 1 } });
  });
  return faults;
}

const textOf = ({ loc }: CssNode, css: string): string => (loc ? css.slice(loc.start.offset, loc.end.offset) : '');

/** A sheet without a rule, or its first rule without a declaration or a rule inside. */
function emptyWords({ walk, find }: Tables, tree: CssNode, css: string): StyleFault | undefined {
  if (!find(tree, ({ type }) => type === 'Rule' || type === 'Atrule'))
    return { reason: 'holds no rule, so it changes nothing', isCertain: false };
  let fault: StyleFault | undefined;
  walk(tree, {
    visit: 'Rule',
    enter({ prelude, block }) {
      if (fault || !block.children.isEmpty) return;
      const { line = 1, column = 1 } = prelude.loc?.start ?? {};
      const reason = `in ${shortened(textOf(prelude, css))} sets nothing: write what it is for, or leave it out`;
      fault = { reason, isCertain: false, within: { line: line - 1, column: column - 1 } };
    },
  });
  return fault;
}
