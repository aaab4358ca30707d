/** Shows the form for a new experiment, and reads it: nothing that was typed is left out without a word. */

import { triggerAt } from '../../authoring/index.js';
import { type Html, html } from '../../pages/index.js';
import type { CreateRequest } from '../api/creation.js';
import { type Done, type Refused, succeeded } from '../fault.js';
import { errorPart, type FormState, marked, type Posted, refusedAt } from './atfield.js';
import { filledIn } from './forms.js';
import { idFault, idOf } from './naming.js';

/** The page's body: the few things that an experiment cannot do without. */
export function newBody({ typed, errors }: FormState): Html {
  const at = (name: string): Html => html`name="${name}"${marked(errors, name)}`;
  const wrong = (name: string): Html => errorPart(errors, name);
  return html`
      <p class="crumbs"><a href="/experiments">Experiments</a></p>
      <h1>New experiment</h1>
      <form class="form" method="post" action="/experiments">
        <fieldset><legend>The idea</legend>
          <label>Name of the experiment ${wrong('name')}<input ${at('name')} required maxlength="255" value="${typed.name ?? ''}" placeholder="Headline of the home page"></label>
          <label>Hypothesis <textarea name="hypothesis" rows="3" placeholder="If we say what is new, more people look at a product, because …">
${typed.hypothesis ?? ''}</textarea></label>
          <label>Id <span class="hint">lower-case words joined by hyphens, such as pricing-headline; left out, it is made of the name</span> ${wrong('key')}<input ${at('key')} maxlength="64" autocapitalize="none" spellcheck="false" value="${typed.key ?? ''}"></label>
        </fieldset>
        <fieldset><legend>The other version</legend><p class="hint">Leave element and text empty to change the page by clicks afterwards.</p>
          <label>Name of this version ${wrong('variant')}<input ${at('variant')} required value="${typed.variant ?? 'Variant'}"></label>
          <div class="pair"><label>Element <span class="hint">a CSS selector</span> ${wrong('selector')}<input ${at('selector')} value="${typed.selector ?? ''}" placeholder="h1"></label>
          <label>New text ${wrong('value')}<input ${at('value')} value="${typed.value ?? ''}"></label></div>
        </fieldset>
        <fieldset><legend>Where and for whom</legend>
          <div class="pair"><label>Pages whose address has <span class="hint">/ is the home page; left out: every page</span> ${wrong('where')}<input ${at('where')} value="${typed.where ?? ''}" placeholder="/product"></label>
          <label>Share of visitors, % ${wrong('share')}<input ${at('share')} type="number" min="0" max="100" step="1" value="${typed.share ?? '100'}"></label></div>
        </fieldset>
        <fieldset><legend>What decides</legend>
          <div class="pair"><label>Name of the metric ${wrong('metric')}<input ${at('metric')} value="${typed.metric ?? ''}" placeholder="Orders"></label>
          <label>Event <span class="hint">as your pages send it</span> ${wrong('event')}<input ${at('event')} value="${typed.event ?? ''}" placeholder="purchase"></label></div>
        </fieldset>
        <p class="row"><button class="primary">Make a draft</button><a href="/experiments">Cancel</a></p>
        <p class="quiet">A draft is seen in previews only.</p>
      </form>`;
}

/** What the form asks for; refused at the fields that would be left out, or say nothing. */
export function requestFrom(fields: Posted): Done<CreateRequest> {
  const text = (name: string): string | undefined => filledIn(fields[name]);
  const wrong = wrongIn(fields);
  if (Object.keys(wrong).length) return refusedAt(wrong);
  const [name = '', variant = 'Variant', where, event] = ['name', 'variant', 'where', 'event'].map(text);
  const selector = text('selector');
  const change = selector === undefined ? [] : [{ op: 'replaceText', selector, value: fields.value ?? '' }];
  return succeeded({
    key: text('key') ?? idOf(name),
    name,
    hypothesis: text('hypothesis'),
    variants: [
      { key: 'control', name: 'As it is' },
      { key: idOf(variant) || 'variant', name: variant, ...(change.length && { domOps: change }) },
    ],
    audiencePercentage: Number(text('share') ?? 100),
    metrics:
      event === undefined
        ? undefined
        : [{ key: idOf(event), name: text('metric') ?? event, kind: 'conversion', eventName: event, isPrimary: true }],
    trigger: where === undefined ? undefined : triggerAt(where),
  });
}

function wrongIn(fields: Posted): Record<string, string> {
  const has = (name: string): boolean => filledIn(fields[name]) !== undefined;
  const share = filledIn(fields.share) ?? '100';
  const id = idFault(fields.key);
  return {
    ...(!has('name') && { name: 'Give it a name.' }),
    ...(has('name') && !has('key') && idOf(fields.name ?? '') === '' && { key: NO_ID }),
    ...(id !== undefined && { key: id }),
    ...(has('value') && !has('selector') && { selector: 'Say which element gets the new text.' }),
    ...(has('selector') && !has('value') && { value: 'Write the text that the element gets.' }),
    ...(has('metric') && !has('event') && { event: 'Say which event the metric counts.' }),
    ...(!/^(?:\d{1,2}|100)$/.test(share) && { share: 'It is a whole number from 0 to 100.' }),
  };
}

const NO_ID = 'The name has no letter from a to z that an id could be made of: write one here.';

/** The field that shows a place of the new file. */
export function newFieldOf(path: string): string | undefined {
  return OWN.test(path) ? path : PLACES.find(([place]) => place.test(path))?.[1];
}

const OWN = /^(?:name|key|selector|value|variant|event|metric|share|where)$/;

const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^id\b/, 'key'],
  [/^variants.*\.selector$/, 'selector'],
  [/^variants.*\.domOps/, 'value'],
  [/^variants/, 'variant'],
  [/^trigger/, 'where'],
  [/^sampleRate/, 'share'],
  [/^metrics.*\.name$/, 'metric'],
  [/^metrics/, 'event'],
];

/** An id that is taken is said at its field, which the name filled in where nobody did. */
export const newFault = (fault: Refused): Refused => {
  const isTaken = fault.code === 'EXPERIMENT_KEY_EXISTS';
  const message = 'There is an experiment of this id already: write another one.';
  return isTaken ? { ...fault, problems: [{ path: 'key', code: 'unique', message }] } : fault;
};
