/** Shows the form of an experiment: the fields that people change, and its YAML beside them. Both say the same file. */

import { type Html, html } from '../../pages/index.js';
import { shareOfFile, weightsOf } from '../api/model.js';
import type { FaultProblem } from '../fault.js';
import type { FiledExperiment } from '../workspace.js';
import { type Condition, conditionsOf, OPERATORS } from './conditions.js';
import { minuteOf, plainPattern } from './fields.js';

type Raw = FiledExperiment['source']['raw'];

/** What was posted, by name. */
type Fields = Readonly<Record<string, string | undefined>>;

/** What the page is made of. */
export interface EditFacts {
  readonly filed: FiledExperiment;
  /** The form as somebody filled it in, where it was refused; null where it shows the file. */
  readonly typed: Fields | null;
  readonly problems: readonly FaultProblem[];
  /** Lets the code editor's own styles in. */
  readonly nonce: string;
  /** Whether there is a git that has branches. */
  readonly isInGit: boolean;
}

/** The page's body. */
export function editBody({ filed, typed, problems, nonce, isInGit }: EditFacts): Html {
  const { id, source, revision } = filed;
  const saved = filed.text.replaceAll('\r\n', '\n');
  const text = typed?.yaml ?? saved;
  // A browser that put an old text back would let it write over what others changed since.
  const area = html`<textarea name="yaml" rows="30" spellcheck="false" wrap="off" class="code" autocomplete="off" data-experiment="${id}" data-nonce="${nonce}"${text === saved ? '' : html` data-saved="${saved}"`}>
${text}</textarea>`;
  return html`
      <p class="crumbs"><a href="/experiments/${id}">${source.raw.name}</a></p>
      <h1>Change</h1>
      <form class="columns-2 edit" method="post" action="/experiments/${id}/fields"${typed ? { html: ' data-filled="yes"' } : ''}>
        <input type="hidden" name="revision" value="${revision}">
        <div class="form fields">${fieldsPart(source.raw, typed ?? {})}
          <p class="beside-status" role="status"></p>
          <p class="row"><button class="primary">Save</button>${isInGit ? html`<button name="branch" value="yes">Save to a branch, for review</button>` : ''}<a href="/experiments/${id}">Cancel</a></p>
          <p class="quiet saving" role="status"></p></div>
        <div class="form yaml">
          <fieldset><legend>YAML</legend>
          ${problems.length ? html`<ul class="line-problems" role="alert">${problems.map(problemLine)}</ul>` : ''}
          <label>The file ${source.path} ${area}</label><p class="hint code-status" role="status"></p></fieldset>
          <p class="row"><button formaction="/experiments/${id}/yaml">Save the YAML</button>${isInGit ? html`<button name="branch" value="yes" formaction="/experiments/${id}/yaml">Save it to a branch</button>` : ''}</p></div>
      </form>`;
}

function problemLine({ path, message, ...rest }: FaultProblem): Html {
  const { line } = rest as { readonly line?: number };
  return html`<li>${line === undefined ? '' : html`<span class="line">line ${line}</span> `}${path} ${message}</li>`;
}

/** What people change most. */
export const fieldsPart = (raw: Raw, typed: Fields = {}): Html => html`
          <fieldset id="idea"><legend>The idea</legend>
            <label>Name <input name="name" required maxlength="255" value="${typed.name ?? raw.name}"></label>
            <label>Hypothesis <textarea name="hypothesis" rows="3">
${typed.hypothesis ?? raw.hypothesis ?? ''}</textarea></label></fieldset>
          <fieldset><legend>Variants</legend>${variantFields(raw, typed)}</fieldset>
          <fieldset id="when"><legend>Where, when and how many</legend><div class="pair">
            <label>Share of visitors, % <input name="share" type="number" min="0" max="100" step="any" value="${typed.share ?? round(shareOfFile(raw) * 100)}"></label>
            ${whereField(raw, typed.where)}
            <label>From <span class="hint">UTC; left out: at once</span> <input name="startAt" type="datetime-local" value="${typed.startAt ?? minuteOf(raw.startAt)}"></label>
            <label>Until <span class="hint">UTC; left out: until it is stopped</span> <input name="endAt" type="datetime-local" value="${typed.endAt ?? minuteOf(raw.endAt)}"></label></div>
            <label class="check"><input type="checkbox" name="guard" value="yes"${(typed.name === undefined ? raw.guard : typed.guard === 'yes') ? CHECKED : ''}> Stop it by itself where it does harm</label></fieldset>
          <fieldset><legend>Who may take part</legend>${audienceFields(raw, typed)}</fieldset>
          <fieldset id="counted"><legend>What is counted</legend>${metricFields(raw, typed)}</fieldset>`;

/** What a form can say: a part of the address, or every page. */
function whereField({ trigger }: Raw, typed: string | undefined): Html {
  const where = plainPattern(trigger);
  return where === null
    ? html`<p class="quiet">Where it starts says more than a form can: change it in the YAML.</p>`
    : html`<label>Pages whose address has <span class="hint">/ is the home page; left out: every page</span> <input name="where" value="${typed ?? where}" placeholder="/product"></label>`;
}

const round = (number: number): number => Number(number.toFixed(4));

function variantFields(raw: Raw, typed: Fields): readonly Html[] {
  const weights = weightsOf(raw.variants);
  return raw.variants.map(
    ({ key, name, domOps = [] }, at) => html`<div class="pair">
            <label>Name of <code>${key}</code> <input name="variant-${at}-name" required value="${typed[`variant-${at}-name`] ?? name}"></label>
            <label>Share of <code>${key}</code>, % <input name="variant-${at}-percent" type="number" min="0" max="100" step="any" value="${typed[`variant-${at}-percent`] ?? (weights[at] ?? 0) / 100}"></label></div>
            ${domOps.map((op, place) => ('value' in op && op.op === 'replaceText' ? html`<label>Text of <code>${op.selector}</code> in <code>${key}</code> <input name="variant-${at}-op-${place}" value="${typed[`variant-${at}-op-${place}`] ?? op.value}"></label>` : ''))}`,
  );
}

const METRIC_KINDS = [
  ['conversion', 'visitors who converted'],
  ['count', 'how often it was done'],
  ['sum', 'its values, added up'],
] as const;

const METRIC_ROLES = [
  ['', 'decides if it is the first'],
  ['guardrail', 'must not get worse'],
] as const;

const SPARE_ROWS = 2;

function audienceFields(raw: Raw, typed: Fields): Html {
  const rows = conditionsOf(raw.audience?.rule);
  if (!rows) {
    return html`<p class="quiet">The rule says more than a form can: change it in the YAML.</p>
            <input type="hidden" name="rule" value="keep"><pre class="inline" tabindex="0">${JSON.stringify(raw.audience?.rule, null, 1)}</pre>`;
  }
  const spare = Array.from({ length: SPARE_ROWS }, (): Condition => ({ fact: '', operator: '==', value: '' }));
  return html`<p class="hint">All of these have to hold. An empty row counts for nothing.</p>
            ${[...rows, ...spare].map((row, at) => conditionRow(typedCondition(typed, at) ?? row, at))}`;
}

const typedCondition = (typed: Fields, at: number): Condition | undefined => {
  const [fact, operator = '==', value = ''] = ['fact', 'operator', 'value'].map((name) => typed[`${name}-${at}`]);
  return fact === undefined ? undefined : { fact, operator, value };
};

/** Facts that the tag finds out by itself, with what they say. */
export const FACT_WORDS: Readonly<Record<string, string>> = {
  'device.type': 'mobile, tablet or desktop',
  'device.language': 'language of the browser',
  'device.width': 'width of the screen',
  'page.path': 'address of the page',
  'visitor.isNew': 'true for new visitors, false for returning ones',
  'visit.query.utm_source': 'campaign in the first address of the visit',
  'visit.referrer': 'site that the visit came from',
};

const conditionRow = (
  { fact, operator, value }: Condition,
  at: number,
): Html => html`<div class="condition" role="group" aria-label="Condition ${at + 1}">
            <input name="fact-${at}" list="facts" value="${fact}" aria-label="Fact" placeholder="device.language">
            <select name="operator-${at}" aria-label="Comparison">${optionsOf(OPERATORS, operator)}</select>
            <input name="value-${at}" value="${value}" aria-label="Value" placeholder="en"></div>${at === 0 ? html`<datalist id="facts">${Object.entries(FACT_WORDS).map(([fact, words]) => html`<option value="${fact}">${words}</option>`)}</datalist>` : ''}`;

function metricFields({ metrics = [] }: Raw, typed: Fields): Html {
  return html`${metrics.map(
    (
      { key, name, eventName },
      at,
    ) => html`<div class="pair"><label>Name of <code>${key}</code> <input name="metric-${at}-name" value="${typed[`metric-${at}-name`] ?? name}"></label>
            <label>Event of <code>${key}</code> <input name="metric-${at}-event" value="${typed[`metric-${at}-event`] ?? eventName}"></label></div>`,
  )}<div class="pair"><label>Another metric <span class="hint">its name</span> <input name="metric-new-name" value="${typed['metric-new-name'] ?? ''}"></label><label>Event <span class="hint">as your pages send it</span> <input name="metric-new-event" value="${typed['metric-new-event'] ?? ''}"></label>
            <label>It counts <select name="metric-new-kind">${optionsOf(METRIC_KINDS, typed['metric-new-kind'])}</select></label>
            <label>What it is for <select name="metric-new-role">${optionsOf(METRIC_ROLES, typed['metric-new-role'])}</select></label></div>`;
}

const CHECKED: Html = { html: ' checked' };
const SELECTED: Html = { html: ' selected' };

const optionsOf = (all: readonly (readonly [value: string, words: string])[], chosen: string | undefined): Html =>
  html`${all.map(([value, words]) => html`<option value="${value}"${value === chosen ? SELECTED : ''}>${words}</option>`)}`;
