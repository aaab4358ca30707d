/** Shows why somebody gets what they get: a subject and an address in, every gate of the decision out, in sentences. */

import { decide, explain, type Gate, holdoutsFor, matchesAddress, readAddress } from '../../core/index.js';
import { type Html, html } from '../../pages/index.js';
import type { Catalogue, FiledExperiment } from '../workspace.js';

/** What was asked. */
export interface WhyQuery {
  readonly subject: string;
  readonly address: string;
  /** JSON, as it was typed. */
  readonly facts: string;
}

/** The page's body. */
export function whyBody(filed: FiledExperiment, catalogue: Catalogue, query: WhyQuery, now: number): Html {
  const { id, source } = filed;
  return html`
      <p class="crumbs"><a href="/experiments/${id}">${source.raw.name}</a></p>
      <h1>Why does somebody see this?</h1>
      <form class="form" method="get" action="/experiments/${id}/why">
        <fieldset><div class="pair">
          <label>Visitor <span class="hint">the id in their cookie _fx, or of your own user</span> <input name="subject" required value="${query.subject}"></label>
          <label>Page <span class="hint">its whole address; may be left out</span> <input name="address" type="url" value="${query.address}" placeholder="https://www.example.com/product"></label></div>
          <label>What is known of them <span class="hint">JSON, such as {"user": {"plan": "pro"}}; may be left out</span> <input name="facts" value="${query.facts}"></label></fieldset>
        <p><button class="primary">Explain</button></p></form>
      ${query.subject ? answerPart(filed, catalogue, query, now) : ''}`;
}

function answerPart({ id, experiment }: FiledExperiment, { compiled }: Catalogue, query: WhyQuery, now: number): Html {
  if (!experiment) return html`<p>It is archived, or a file has an error: nobody is in it.</p>`;
  const context = readFacts(query.facts);
  if (!context)
    return html`<p class="message message-bad" role="alert">What is known of them must be JSON in braces.</p>`;
  const question = {
    subject: query.subject,
    context,
    now,
    sticky: null,
    forced: null,
    holdouts: holdoutsFor({ holdouts: compiled.preview?.holdouts ?? [] }, experiment, now),
  };
  const { variant } = decide(experiment, question);
  const isElsewhere = query.address !== '' && isOtherPage(experiment.trigger, query.address);
  const seen = variant === null ? null : (experiment.variants.find(({ key }) => key === variant)?.name ?? variant);
  return html`<section aria-labelledby="answer"><h2 id="answer">${seen === null ? 'They are not in it' : isElsewhere ? `They would get “${seen}”, not on that page` : `They get “${seen}”`}</h2>
        <ul class="gates">${explain(experiment, question).map(gateLine)}${
          query.address === ''
            ? ''
            : line(!isElsewhere, isElsewhere ? 'It does not start at that address.' : 'It may start at that address.')
        }</ul>
        <p class="quiet">Asked of <code>${id}</code> as its file is now. A variant that their browser remembers from before is kept.</p></section>`;
}

const line = (pass: boolean, text: string): Html =>
  html`<li class="${pass ? 'pass' : 'stop'}"><span class="unseen">${pass ? 'passes: ' : 'stops: '}</span>${text}</li>`;

const gateLine = (gate: Gate): Html => line(gate.pass, gateText(gate));

const percentOf = (value: unknown): string => `${Number((Number(value) * 100).toFixed(2))}%`;

function gateText({ gate, pass, saw }: Gate): string {
  const texts: { readonly [Name in Gate['gate']]: () => string } = {
    preview: () => 'No preview is forced.',
    enabled: () => (pass ? 'Experiments are switched on.' : 'Everything is switched off.'),
    status: () => `It is ${String(saw.status)}.`,
    schedule: () => (pass ? 'It is within its dates.' : 'It has not begun, or is over.'),
    holdout: () => (pass ? 'No holdout keeps them out.' : 'A holdout keeps them out.'),
    exclude: () =>
      pass ? 'They are not among those who are left out for good.' : 'They are among those who are left out for good.',
    divert: () => (saw.divertTo === undefined ? 'Nobody is diverted.' : `Everyone gets ${String(saw.divertTo)}.`),
    page: () => (pass ? 'The rule lets this page in.' : 'The rule does not let this page in.'),
    sticky: () => 'No variant is remembered.',
    layer: () =>
      pass ? 'Their part of the layer belongs to it.' : 'Their part of the layer belongs to another experiment.',
    rule: () => (pass ? 'The rule lets them in.' : 'The rule does not let them in.'),
    sample: () => `${percentOf(saw.sampleRate)} of visitors take part, and they ${pass ? 'do' : 'do not'}.`,
    variant: () =>
      saw.variant === null || saw.variant === undefined
        ? 'No variant is drawn.'
        : `The draw gives them ${String(saw.variant)}.`,
    recipe: () => (pass ? 'Its changes are shown to them.' : 'They count for the variant, and do not see its changes.'),
  };
  return texts[gate]();
}

/** Null where it is no object. */
function readFacts(text: string): Readonly<Record<string, unknown>> | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null; // said on the page
  }
}

type Trigger = NonNullable<FiledExperiment['experiment']>['trigger'];

/** Only the address is known here: whether an element is there, the page alone knows. */
function isOtherPage(trigger: Trigger, address: string): boolean {
  if (!trigger || !URL.canParse(address)) return false;
  if (trigger.kind === 'urlMatch') return !matchesAddress(trigger, readAddress(new URL(address)));
  if (trigger.kind === 'all') return trigger.of.some((part) => isOtherPage(part, address));
  return trigger.kind === 'any' && trigger.of.every((part) => isOtherPage(part, address));
}
