/** Sees what people write into a pattern that means something else there, or nothing. */

/** Escapes, classes, openings of groups, and single characters. */
const TOKEN = /\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?(?:<?[=!]|:|<[^>]*>))?|[\s\S]/g;

/** Signs between which other languages write a pattern. */
const DELIMITED = /^([/#~@])(.+)\1([dgimsuvy]*)$/s;

/**
 * Why a regular expression can hardly mean what it says, undefined where nothing speaks against it.
 *
 * @param source as it would stand in `new RegExp(source)`
 * @param ofAddress it is looked for in paths or whole addresses, and not in a fact or a part that may be empty
 */
export function doubtRegex(source: string, ofAddress: boolean): string | undefined {
  const [, , body = '', flags = ''] = DELIMITED.exec(source) ?? [];
  if (body !== '' && (/^\^|\$$|\\\//.test(body) || /^(?:i|g|gi|ig)$/.test(flags))) {
    return `is held between delimiters${flags === '' ? '' : ' and has flags'}, which are part of the pattern here: write ${body}`;
  }
  if (/\/\*$/.test(source))
    return `ends in /*, which repeats the slash and nothing else: write ${source.slice(0, -1)}.* for anything below, or leave it out`;
  const own = ofAddress ? ownMachine(source) : undefined;
  if (own !== undefined) return own;
  if (ofAddress && /^(?:\^?\/?|\^?\/?\(?\.[*+]\)?\$?)$/.test(source))
    return 'matches every address: leave it out to start on every page';
  const query = /[\w/)](\?[\w-]+=)/.exec(source)?.[1];
  if (query !== undefined) return `holds ${query}, where ? makes the sign before it optional: write \\${query}`;
  const stray = findStray(source.match(TOKEN) ?? []);
  return stray && `can match nothing, as ${stray}`;
}

/** Why no text at all can match; where brackets or alternatives may go round it, it is a doubt only. */
export function contradiction(source: string): string | undefined {
  const tokens = source.match(TOKEN) ?? [];
  const stray = tokens.some((token) => token === '|' || token.startsWith('(')) ? undefined : findStray(tokens);
  return stray && DELIMITED.exec(source)?.[2] === undefined ? `can match nothing, as ${stray}` : undefined;
}

/** An anchor with a character on the wrong side of it, which no text can satisfy without flags. */
function findStray(tokens: readonly string[]): string | undefined {
  for (const [index, token] of tokens.entries()) {
    const [before = '(', after = ')'] = [tokens[index - 1], tokens[index + 1]];
    if (token === '^' && isSure(before)) return `^ is the beginning of the text and stands behind ${before}`;
    if (token === '$' && isSure(after) && !/^[?*]|^\{0/.test(tokens[index + 2] ?? ''))
      return `$ is the end of the text and stands before ${after}`;
  }
  return undefined;
}

/** A token that takes one character and cannot be left out: no bracket, alternative, anchor or quantifier. */
const isSure = (token: string): boolean => /^\\[^bB\d]|^\[|^[^()|^$*+?{}\\.[]$/.test(token) || token === '.';

/** Why an address of somebody's own machine is no address of visitors. */
function ownMachine(pattern: string): string | undefined {
  const plain = pattern.replaceAll('\\', '');
  const host = /^\^?(?:https?\??:\/\/|\/\/)?(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])/.exec(plain)?.[1];
  return host === undefined || plain.includes('|')
    ? undefined
    : `begins with ${host}, where no visitor is: begin with the path behind it, which is the same on your site`;
}

/** The home page, as a regular expression. */
export const HOME_PATTERN = '^/(index\\.html)?$';

/** A text as a regular expression that matches itself. */
export const literally = (text: string): string => text.replace(/[.*+?^$(){}|[\]\\]/g, '\\$&');

/**
 * The trigger that people mean where they name pages in a form: by `/` the home page, and not every address that has a
 * slash.
 */
export const triggerAt = (pattern: string): { kind: string; pattern: string; regex?: true } =>
  pattern === '/' ? { kind: 'urlMatch', pattern: HOME_PATTERN, regex: true } : { kind: 'urlMatch', pattern };

const HOME = `is in every address: for the home page alone write pattern: '${HOME_PATTERN}' and regex: true, for every page no trigger`;

/**
 * Why a pattern that is no regular expression looks like one, or is found everywhere; undefined where nothing speaks
 * against it.
 *
 * @param ofPath it is looked for in paths, not in whole addresses
 */
export function doubtSubstring(pattern: string, ofPath: boolean): string | undefined {
  if (ofPath && pattern === '/') return HOME;
  if (/^[ \t]|[ \t]$/.test(pattern)) return 'has a blank at its beginning or end, which no address has: take it out';
  const own = ownMachine(pattern);
  if (own !== undefined) return own;
  if (ofPath && /^\/\/[\w-]+(?:\.[\w-]+)+/.test(pattern))
    return 'begins with // and a host, which hardly any path does: add on: url, or begin with the path behind the host';
  const sign = /^\^|\$$|\*|\\|\.\+|\(.*\||\[\^/.exec(pattern)?.[0];
  if (sign !== undefined) return `holds ${sign}, which stands for itself in a part of the address: add regex: true`;
  // Queries hold | as it stands, and paths may be written decoded: /salt and pepper.
  const [path = ''] = pattern.split(/[?#]/);
  const [several] = /\|/.exec(path) ?? /\|(?=\/)|,\s*\/|\s(?:or|and|&&)\s+(?=\/)/i.exec(pattern) ?? [];
  if (several !== undefined)
    return `holds ${several.trim()}, which stands for itself in a part of the address: write one regular expression, such as '^/(cart|checkout)' and regex: true`;
  if (pattern.startsWith('!'))
    return "begins with !, which stands for itself: a regular expression leaves addresses out, such as '^(?!/cart)' and regex: true";
  const [name] = ofPath ? (/^(?:[a-z\d-]+\.)+[a-z]{2,}(?=\/|$)/i.exec(pattern) ?? []) : [];
  return name === undefined || FILE.test(name)
    ? undefined
    : `begins with the host ${name}, which hardly any path holds: add on: url, or begin with the path behind it`;
}

const FILE = /\.(?:[sx]?html?|phtml|php\d?|aspx?|jspx?|jsf|do|action|cfm|cgi|js|css|txt|rss|xml|json|pdf)$/i;
