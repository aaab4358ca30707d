/** Shows the form of an experiment: the fields that people change, and its YAML beside them. Both say the same file. */

import { type Html, html } from '../../pages/index.js';
import { shareOfFile, weightsOf } from '../api/model.js';
import type { FaultProblem } from '../fault.js';
import type { FiledExperiment } from '../workspace.js';
import { errorPart, type FieldErrors, type FormState, FRESH, marked, type Posted } from './atfield.js';
import { audienceRows } from './audiencefields.js';
import { listText, minuteOf, plainPattern } from './fields.js';
import { metricRows } from './metricfields.js';

type Raw = FiledExperiment['source']['raw'];

/** What the page is made of. */
export interface EditFacts {
  readonly filed: FiledExperiment;
  /** The experiment to which the fields are edits. */
  readonly raw: Raw;
  /** The form as somebody filled it in, where it was refused; null where it shows the file. */
  readonly typed: Posted | null;
  /** At fields. */
  readonly errors: FieldErrors;
  /** At lines of the YAML. */
  readonly problems: readonly FaultProblem[];
  /** Lets the code editor's own styles in. */
  readonly nonce: string;
  /** Whether there is a git that has branches. */
  readonly isInGit: boolean;
}

/** The page's body. */
export function editBody({ filed, raw, typed, errors, problems, nonce, isInGit }: EditFacts): Html {
  const { id, source, revision } = filed;
  const saved = filed.text.replaceAll('\r\n', '\n');
  const text = typed?.yaml ?? saved;
  // A browser that put an old text back would let it write over what others changed since.
  const area = html`<textarea name="yaml" rows="30" spellcheck="false" wrap="off" class="code" autocomplete="off" data-experiment="${id}" data-nonce="${nonce}"${text === saved ? '' : html` data-saved="${saved}"`}>
${text}</textarea>`;
  // Fields that came disabled say nothing of their own.
  const filled = typed?.name === undefined ? '' : html` data-filled="${typed.told === 'yes' ? 'told' : 'yes'}"`;
  return html`
      <p class="crumbs"><a href="/experiments/${id}">${source.raw.name}</a></p>
      <h1>Change</h1>
      <form class="columns-2 edit" method="post" action="/experiments/${id}/fields"${filled}>
        <input type="hidden" name="revision" value="${revision}">
        <input type="hidden" name="told" autocomplete="off">
        <textarea name="shown" autocomplete="off" hidden>
${typed?.shown ?? ''}</textarea>
        <textarea name="base" autocomplete="off" hidden>
${saved}</textarea>
        <div class="form fields">${fieldsPart(raw, { typed: typed ?? {}, errors })}</div>
        <div class="form yaml">
          <fieldset><legend>YAML</legend>
          ${problems.length ? html`<ul class="line-problems" role="alert">${problems.map(problemLine)}</ul>` : ''}
          <label>The file ${source.path} ${area}</label><p class="hint code-status" role="status"></p></fieldset></div>
        <div class="save"><p class="beside-status" role="status"></p>
          <p class="row"><button class="primary">Save</button>${isInGit ? html`<button name="branch" value="yes">Save to a branch, for review</button>` : ''}<a href="/experiments/${id}">Cancel</a></p>
          <p class="quiet saving" role="status"></p></div>
      </form>`;
}

function problemLine({ path, message, ...rest }: FaultProblem): Html {
  const { line } = rest as { readonly line?: number };
  return html`<li>${line === undefined ? '' : html`<span class="line">line ${line}</span> `}${path} ${message}</li>`;
}

/** What people change most. */
export function fieldsPart(raw: Raw, state: FormState = FRESH): Html {
  const { typed, errors } = state;
  const wrong = (name: string): Html => errorPart(errors, name);
  const at = (name: string): Html => html`name="${name}"${marked(errors, name)}`;
  return html`
          <fieldset id="idea"><legend>The idea</legend>
            <label>Name ${wrong('name')}<input ${at('name')} required maxlength="255" value="${typed.name ?? raw.name}"></label>
            <label>Hypothesis ${wrong('hypothesis')}<textarea ${at('hypothesis')} rows="3">
${typed.hypothesis ?? raw.hypothesis ?? ''}</textarea></label>
            <label>What is tested ${wrong('description')}<textarea ${at('description')} rows="2">
${typed.description ?? raw.description ?? ''}</textarea></label>
            <div class="pair">${listField('owners', 'Owners', raw, state)}${listField('tags', 'Tags', raw, state)}</div></fieldset>
          <fieldset><legend>Variants</legend>${variantFields(raw, state)}</fieldset>
          <fieldset id="when"><legend>Where, when and how many</legend><div class="pair">
            <label>Share of visitors, % ${wrong('share')}<input ${at('share')} type="number" min="0" max="100" step="any" value="${typed.share ?? round(shareOfFile(raw) * 100)}"></label>
            ${whereField(raw, state)}
            <label>From <span class="hint">UTC; left out: at once</span> ${wrong('startAt')}<input ${at('startAt')} type="datetime-local" value="${typed.startAt ?? minuteOf(raw.startAt)}"></label>
            <label>Until <span class="hint">UTC; left out: until it is stopped</span> ${wrong('endAt')}<input ${at('endAt')} type="datetime-local" value="${typed.endAt ?? minuteOf(raw.endAt)}"></label></div>
            <label class="check"><input type="checkbox" name="guard" value="yes"${(typed.name === undefined ? raw.guard : typed.guard === 'yes') ? CHECKED : ''}> Stop it automatically if it does harm</label></fieldset>
          <fieldset><legend>Who may take part</legend>${audienceRows(raw.audience?.rule, state)}</fieldset>
          <fieldset id="counted"><legend>What is counted</legend>${metricRows(raw.metrics ?? [], state)}</fieldset>`;
}

const CHECKED: Html = { html: ' checked' };

function listField(name: 'owners' | 'tags', label: string, raw: Raw, { typed, errors }: FormState): Html {
  const before = listText(raw[name]);
  if (before === null) return html``;
  return html`<label>${label} <span class="hint">joined by commas</span> ${errorPart(errors, name)}<input name="${name}"${marked(errors, name)} value="${typed[name] ?? before}"></label>`;
}

/** What a form can say: a part of the address, or every page. */
function whereField({ trigger }: Raw, { typed, errors }: FormState): Html {
  const where = plainPattern(trigger);
  return where === null
    ? html`<p class="quiet">Where it starts says more than a form can: change it in the YAML.</p>`
    : html`<label>Pages whose address has <span class="hint">/ is the home page; left out: every page</span> ${errorPart(errors, 'where')}<input name="where"${marked(errors, 'where')} placeholder="/product" value="${typed.where ?? where}"></label>`;
}

const round = (number: number): number => Number(number.toFixed(4));

function variantFields(raw: Raw, { typed, errors }: FormState): Html {
  const weights = weightsOf(raw.variants);
  const field = (name: string, before: string, more = ''): Html =>
    html`${errorPart(errors, name)}<input name="${name}"${marked(errors, name)}${more} value="${typed[name] ?? before}">`;
  const shares = errors.shares === undefined ? '' : html` aria-invalid="true" aria-describedby="wrong-shares"`;
  return html`<p class="field-error shares-status" id="wrong-shares" role="status">${errors.shares ?? ''}</p>${raw.variants.map(
    ({ key, name, domOps = [] }, at) => html`<div class="pair">
            <label>Name of <code>${key}</code> ${field(`variant-${at}-name`, name, ' required')}</label>
            <label>Share of <code>${key}</code>, % <input name="variant-${at}-percent"${shares} type="number" min="0" max="100" step="any" value="${typed[`variant-${at}-percent`] ?? (weights[at] ?? 0) / 100}"></label></div>
            ${domOps.map((op, place) => ('value' in op && op.op === 'replaceText' ? html`<label>Text of <code>${op.selector}</code> in <code>${key}</code> ${field(`variant-${at}-op-${place}`, op.value)}</label>` : ''))}`,
  )}`;
}
