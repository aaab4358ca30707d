/** Shows who may take part as rows that people fill in: what is compared, how, and with what. */

import { type Html, html } from '../../pages/index.js';
import { errorPart, type FormState, marked, type Posted } from './atfield.js';
import { type Condition, conditionsOf, OPERATORS } from './conditions.js';

/** Facts that the tag finds out by itself, as people call them. */
export const FACT_WORDS: Readonly<Record<string, string>> = {
  'device.type': 'Kind of device',
  'device.language': 'Language of the browser, such as en',
  'device.width': 'Width of the screen, in pixels',
  'visitor.isNew': 'Whether the visitor is new',
  'page.path': 'Address of the page, such as /cart',
  'visit.landing': 'First page of the visit, such as /sale',
  'visit.pages': 'Number of pages of the visit so far',
  'visit.referrer': 'Site that the visit came from',
  'visit.query.utm_source': 'Campaign of the visit (utm_source)',
};

/** Those of few values, with a word where the value is none. */
export const FACT_VALUES: Readonly<Record<string, readonly (readonly [value: string, word: string])[]>> = {
  'device.type': [
    ['mobile', ''],
    ['tablet', ''],
    ['desktop', ''],
  ],
  'visitor.isNew': [
    ['true', 'new'],
    ['false', 'came before'],
  ],
};

/** A fact of the page's own has a row of its own below these. */
const SPARE_ROWS = 2;

/** All rows, and spare ones. */
export function audienceRows(rule: unknown, { typed, errors }: FormState): Html {
  const rows = conditionsOf(rule);
  if (!rows)
    return html`<p class="quiet">The rule says more than a form can: change it in the YAML.</p>
            <input type="hidden" name="rule" value="keep"><pre class="inline" tabindex="0">${JSON.stringify(rule, null, 1)}</pre>`;
  const spare = Array.from({ length: SPARE_ROWS }, (): Shown => ({ ...EMPTY, isOwn: false }));
  const all: readonly Shown[] = [...rows.map((row) => ({ ...row, isOwn: false })), ...spare, { ...EMPTY, isOwn: true }];
  return html`<p class="hint">All of these have to hold. An empty row counts for nothing. In the last one, name what your own pages say of a visitor, such as user.plan.</p>
            ${all.map((row, at) => conditionRow({ ...row, ...typedCondition(typed, at) }, at, errors))}
            ${Object.entries(FACT_VALUES).map(([fact, values]) => html`<datalist id="${valuesId(fact)}">${values.map(([value, word]) => html`<option value="${value}">${word}</option>`)}</datalist>`)}`;
}

interface Shown extends Condition {
  /** Whether its fact is written and not chosen. */
  readonly isOwn: boolean;
}

const EMPTY: Condition = { fact: '', operator: '==', value: '' };

const valuesId = (fact: string): string => `values-${fact.replaceAll('.', '-')}`;

function typedCondition(typed: Posted, at: number): Partial<Condition> {
  const [fact, operator = '==', value = ''] = ['fact', 'operator', 'value'].map((name) => typed[`${name}-${at}`]);
  return fact === undefined ? {} : { fact, operator, value };
}

const optionOf = ([value, words]: readonly [string, string], chosen: string): Html =>
  html`<option value="${value}"${value === chosen ? { html: ' selected' } : ''}>${words}</option>`;

function conditionRow({ fact, operator, value, isOwn }: Shown, at: number, errors: FormState['errors']): Html {
  const isWritten = isOwn || (fact !== '' && !Object.hasOwn(FACT_WORDS, fact));
  const name = html`name="fact-${at}"${marked(errors, `fact-${at}`)}`;
  const list = Object.hasOwn(FACT_VALUES, fact) ? html` list="${valuesId(fact)}"` : '';
  return html`<div class="condition" role="group" aria-label="Condition ${at + 1}">${errorPart(errors, `fact-${at}`)}
            ${isWritten ? html`<input ${name} aria-label="Fact" autocapitalize="none" spellcheck="false" placeholder="user.plan" value="${fact}">` : html`<select ${name} aria-label="Fact">${optionOf(['', 'Choose a fact'], fact)}${Object.entries(FACT_WORDS).map((one) => optionOf(one, fact))}</select>`}
            <select name="operator-${at}" aria-label="Comparison">${OPERATORS.map((one) => optionOf(one, operator))}</select>
            <input name="value-${at}"${list} aria-label="Value" value="${value}"></div>`;
}
