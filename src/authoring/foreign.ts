/**
 * Knows what people write where fx takes something else: files for code, XPath for selectors, other names of operators.
 */

import { nearest } from './nearest.js';

/**
 * Why code cannot be read, where the parser would only say at which sign it stopped.
 *
 * @param message what the parser says: the words `await` and `import` are no fault where it stopped at something else
 */
export function foreignCode(text: string, language: 'js' | 'css', message: string): string | undefined {
  const tag = language === 'js' ? 'script' : 'style';
  if (new RegExp(`^\\s*<${tag}[\\s>]`, 'i').test(text))
    return `it begins with <${tag}>: write only what stands between the tags`;
  if (/^\s*(?:https?:)?[\w./@-]*\.(?:[cm]?[jt]sx?|s?css)\s*$/.test(text))
    return 'it is the name of a file, and fx reads none: write the code itself';
  if (language === 'css')
    return /^\s*[\w-]+\s*:[^{}]+$/.test(text) ? 'a property stands in a rule: write h1 { … } around it' : undefined;
  if (/\b(?:import|export)\b/.test(message) && /^\s*(?:import\s*[\w{*'"]|export\b)/m.test(text))
    return "import and export do not work inside of a function: use const { x } = await import('/x.js') in (async () => { … })()";
  return /\bawait\b/.test(message) && !/\basync\b/.test(text)
    ? 'await needs an async function: write (async () => { … })() around it'
    : undefined;
}

/** Other languages that find elements, and quotes of a word processor, which a browser takes for a part of a name. */
export function foreignSelector(text: string): string | undefined {
  if (/^\s*(?:\.{0,2}\/\/|\/[a-z]|xpath=)/i.test(text)) return 'it is XPath, and not CSS: write div h1 for //div//h1';
  return /[=(]\s*[“”„‟‘’‚]/.test(bareSelector(text))
    ? `it has typographic quotes: write ${text.replace(/[“”„‟]/g, '"').replace(/[‘’‚]/g, "'")}`
    : undefined;
}

/** A selector without what only looks like a part of it: escaped signs, texts and comments. */
export const bareSelector = (selector: string): string =>
  selector.replace(/\\.|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\*.*?\*\//gs, '_');

/** What is written and painted, and found by no script. Takes a bare selector. */
export function pseudoElement(selector: string): string | undefined {
  return /::?(?:before|after|first-line|first-letter)(?![\w-])|::(?!-?[\w-]*slotted\()[a-z-]+/i.exec(selector)?.[0];
}

/** The event behind the name of its attribute: `onclick` is the attribute, `click` the event. */
export const eventOfAttribute = (name: string): string | undefined =>
  /^on(click|dblclick|submit|change|input|load|scroll|focus|blur|resize|hashchange|popstate|(?:mouse|key|touch|pointer)[a-z]+)$/i
    .exec(name)?.[1]
    ?.toLowerCase();

const OPERATORS: Readonly<Record<string, string>> = {
  equals: '==',
  eq: '==',
  is: '==',
  notEquals: '!=',
  ne: '!=',
  isNot: '!=',
  gt: '>',
  greaterThan: '>',
  gte: '>=',
  lt: '<',
  lessThan: '<',
  lte: '<=',
  oneOf: 'in',
  isIn: 'in',
  any: 'or',
  anyOf: 'or',
  all: 'and',
  allOf: 'and',
  regex: 'matches',
  regexp: 'matches',
  match: 'matches',
  exists: '!!',
  isSet: '!!',
  version: 'semver',
};

/** The operator of fx for the name that other systems have for it. */
export function foreignOperator(name: string): string | undefined {
  if (/^(?:contains|includes|has)$/i.test(name)) return "in, with the text first: in: ['text', { var: page.path }]";
  if (/^(?:notIn|nin|none|noneOf)$/i.test(name)) return 'not around in';
  if (/^between$/i.test(name)) return "two bounds: '<=': [1, { var: visit.pages }, 5]";
  return Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
}

const CAMPAIGN = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;
/** Names that only fx's own facts have, as a rule. */
const OWN: Readonly<Record<string, string>> = {
  path: 'page.path',
  url: 'page.url',
  pathname: 'page.path',
  referrer: 'visit.referrer',
  landing: 'visit.landing',
  isNew: 'visitor.isNew',
  gclid: 'visit.query.gclid',
  fbclid: 'visit.query.fbclid',
};

/** The name of a campaign's part that differs in capitals, signs and single letters. */
function campaignOf(name: string): string | undefined {
  const written = name
    .replace(/^(?:query|search)\.(?=utm)/i, '')
    .replace(/^[?&]+|=$/g, '')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[-.\s]/g, '_');
  const known = CAMPAIGN.find((one) => one === written || one.replace('_', '') === written);
  return known ?? (/^utm_/.test(written) && !OTHER_CAMPAIGN.test(written) ? nearest(written, CAMPAIGN) : undefined);
}

/** Parts that Google Analytics and others know besides. */
const OTHER_CAMPAIGN = /^utm_(?:id|source_platform|creative_format|marketing_tactic|name|cid|reader|brand|audience)$/;

/** What was probably meant by the name of a fact that fx does not find out, or that no campaign has. */
export function foreignFact(name: string): string | undefined {
  const plain = name.replace(/^(?:page|visit)\.query\./, '');
  const utm = campaignOf(plain);
  if (utm === undefined) return name === plain && Object.hasOwn(OWN, name) ? OWN[name] : undefined;
  return plain === utm && plain !== name
    ? undefined
    : `${name === plain ? 'visit.query.' : name.slice(0, -plain.length)}${utm}`;
}
