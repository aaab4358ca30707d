/**
 * Shows why somebody gets what they get: a visitor and a page in, every gate of the decision out, in sentences. What
 * is published is asked, as visitors meet that; where the file says something else, it is asked besides.
 */

import { buildExperiment } from '../../authoring/index.js';
import { type Experiment, holdoutsFor, matchesAddress, type Question, readAddress } from '../../core/index.js';
import { type Html, html, plural } from '../../pages/index.js';
import type { Catalogue, FiledExperiment } from '../workspace.js';
import { FACT_VALUES } from './audiencefields.js';
import { askGates, type GateAnswer } from './gates.js';
import { factLabel } from './rulewords.js';
import { type ExperimentStanding, type Meeting, standingChips, standingsOf, unknownNote } from './standing.js';
import { contextFor, factNamesIn, fieldOfFact, type WhyQuery, whySearch } from './whyfacts.js';

/** What the pages are made of. */
export interface WhyFacts {
  readonly catalogue: Catalogue;
  readonly meeting: Meeting;
  readonly query: WhyQuery;
  readonly now: number;
}

/** One experiment: as visitors have it, and as its file says. Null where there is none. */
interface WhySides {
  readonly name: string;
  readonly standing: ExperimentStanding;
  readonly published: Experiment | null;
  readonly filed: Experiment | null;
}

/** The page of one experiment; null where neither a file nor a target has it. */
export function whyBody(id: string, facts: WhyFacts): { readonly name: string; readonly body: Html } | null {
  const sides = sidesOf(facts).get(id);
  if (!sides) return null;
  const { name, standing, published, filed } = sides;
  const body = html`
      <p class="crumbs"><a href="/experiments/${id}">${name}</a></p>
      <div class="title"><h1>Why does somebody see this?</h1>${standingChips(standing)}</div>
      ${unknownNote(facts.meeting)}
      ${whyForm(`/experiments/${id}/why`, facts.query, [published, filed])}
      ${facts.query.subject ? answerPart(sides, facts) : ''}
      <p><a href="/why${facts.query.subject ? `?${whySearch(facts.query)}` : ''}">Ask of all experiments</a></p>`;
  return { name, body };
}

/** The page of all of them: support knows a visitor, and no experiment. */
export function whyAllBody(facts: WhyFacts): Html {
  const { query, meeting } = facts;
  const all = [...sidesOf(facts)].filter(([, { published, filed, standing }]) =>
    'why' in meeting ? filed && !['draft', 'archived'].includes(standing.filed ?? '') : published,
  );
  return html`
      <h1>Why does somebody see this?</h1>
      <p class="quiet">Name a visitor, and see what each experiment gives them, and why.</p>
      ${unknownNote(meeting)}
      ${
        all.length
          ? html`${whyForm(
              '/why',
              query,
              all.map(([, { published, filed }]) => published ?? filed),
            )}${query.subject ? allPart(all, facts) : ''}`
          : html`<div class="empty-card"><h2>No visitor is in an experiment</h2><p>Nothing is published yet. Once something is, this page says of one visitor what each experiment gives them.</p><p><a class="button" href="/experiments">Experiments</a></p></div>`
      }`;
}

function whyForm(action: string, query: WhyQuery, experiments: readonly (Experiment | null)[]): Html {
  const names = factNamesIn(experiments.flatMap((one) => one ?? []));
  return html`<form class="form" method="get" action="${action}">
        <fieldset><div class="pair">
          <label>Visitor <span class="hint">the id in their cookie _fx, or of your own user</span> <input name="subject" required value="${query.subject}"></label>
          <label>Page <span class="hint">its whole address; may be left out</span> <input name="address" type="url" value="${query.address}" placeholder="https://www.example.com/product"></label></div></fieldset>
        ${names.length ? html`<fieldset><legend>What is known of them</legend><p class="hint">Rules ask for this. What is left out counts as not known.</p><div class="pair">${names.map((name) => factField(name, query))}</div></fieldset>` : ''}
        <p><button class="primary">Explain</button></p></form>`;
}

/** Of one of few values it says which ones. */
function factField(name: string, { facts }: WhyQuery): Html {
  const values = Object.hasOwn(FACT_VALUES, name) ? (FACT_VALUES[name] ?? []) : [];
  const hint = values.map(([value, word]) => (word ? `${value} (${word})` : value)).join(', ');
  return html`<label>${factLabel(name)} ${hint ? html`<span class="hint">${hint}</span> ` : ''}<input name="${fieldOfFact(name)}" value="${facts.get(name) ?? ''}"></label>`;
}

/** Both sides of every experiment. */
function sidesOf({ catalogue, meeting, now }: WhyFacts): ReadonlyMap<string, WhySides> {
  const published = 'why' in meeting ? null : meeting.experiments;
  return new Map(
    [...standingsOf(catalogue, meeting, now)].flatMap(([id, standing]) => {
      const filed = catalogue.experiments.get(id);
      const met = published?.get(id)?.experiment;
      const own = met && met.status !== 'draft' ? met : null;
      const sides = { name: nameFor(filed, met, id), standing, published: own, filed: filed ? builtFrom(filed) : null };
      return sides.published || sides.filed ? [[id, sides] as const] : [];
    }),
  );
}

const nameFor = (filed: FiledExperiment | undefined, met: Experiment | undefined, id: string): string =>
  filed?.source.raw.name ?? met?.name ?? id;

const builtFrom = ({ experiment, source }: FiledExperiment): Experiment => experiment ?? buildExperiment(source.raw);

/** As visitors meet it, where that is known. */
function answerPart(sides: WhySides, facts: WhyFacts): Html {
  const { published, filed, standing } = sides;
  const isKnown = !('why' in facts.meeting);
  if (published)
    return html`${gatesPart('answer', askOf(published, facts, true), published, facts)}
        <p class="quiet">Asked of what is published. A variant that their browser remembers from before is kept.</p>
        ${filed && standing.waits !== null ? laterPart(filed, facts, standing) : ''}
        ${!filed && standing.errorAt === null ? html`<p>Its file is gone: the next publication takes it out.</p>` : ''}`;
  if (!filed) return html``;
  if (isKnown)
    return html`<section aria-labelledby="answer"><h2 id="answer">They do not get it: it is ${NOBODY_HAS[standing.filed ?? ''] ?? 'not published'}</h2></section>
        ${laterPart(filed, facts, standing)}`;
  return html`${gatesPart('answer', askOf(filed, facts, false), filed, facts)}
        <p class="quiet">Asked of its file, as it is not known what is published.</p>`;
}

const NOBODY_HAS: Readonly<Record<string, string>> = { draft: 'a draft', archived: 'archived' };

/** What the file says that no visitor meets yet. */
function laterPart(filed: Experiment, facts: WhyFacts, { filed: status }: ExperimentStanding): Html {
  if (status === 'draft') return html`<p class="quiet">Its file says that it is a draft: only previews show it.</p>`;
  if (status === 'archived')
    return html`<p>After the next publication nobody gets it: its file says that it is archived. <a href="/publish">Look at the plan</a></p>`;
  const later = askOf(filed, facts, false);
  return html`<section aria-labelledby="later"><h2 id="later">After the next publication</h2><p><strong>${later.heading}.</strong> Its file says something else than what is published. <a href="/publish">Look at the plan</a></p></section>`;
}

function askOf(experiment: Experiment, { meeting, catalogue, query, now }: WhyFacts, isPublished: boolean): GateAnswer {
  const ofFiles = catalogue.compiled.preview?.holdouts ?? [];
  const holdouts = isPublished && !('why' in meeting) ? meeting.holdouts : ofFiles;
  const question: Question = {
    subject: query.subject,
    context: contextFor(query),
    now,
    sticky: null,
    forced: null,
    enabled: 'why' in meeting || meeting.enabled,
    holdouts: holdoutsFor({ holdouts }, experiment, now),
  };
  return askGates(
    experiment,
    question,
    factNamesIn([experiment]).filter((name) => !query.facts.has(name)),
  );
}

function gatesPart(id: string, answer: GateAnswer, { trigger }: Experiment, { query }: WhyFacts): Html {
  const isElsewhere = answer.seen !== null && isOtherPage(trigger, query.address);
  const hasAddress = answer.seen !== null && URL.canParse(query.address) && looksAtAddress(trigger);
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${isElsewhere ? `They would get “${answer.seen}”, not on that page` : answer.heading}</h2>
        <ul class="gates">${answer.gates.map(({ pass, text }) => line(pass, text))}${
          hasAddress
            ? line(!isElsewhere, isElsewhere ? 'It does not start at that address.' : 'It may start at that address.')
            : ''
        }</ul></section>`;
}

const line = (pass: boolean, text: string | Html): Html =>
  html`<li class="${pass ? 'pass' : 'stop'}"><span class="unseen">${pass ? 'passes: ' : 'stops: '}</span>${text}</li>`;

const MOST_SHOWN = 12;

/** What they get first; of the rest a list that opens where it is long. */
function allPart(all: readonly (readonly [string, WhySides])[], facts: WhyFacts): Html {
  const { query, meeting } = facts;
  const told = all.flatMap(([id, { name, published, filed }]) => {
    const experiment = published ?? filed;
    if (!experiment) return [];
    const answer = askOf(experiment, facts, published !== null);
    const isElsewhere = answer.seen !== null && isOtherPage(experiment.trigger, query.address);
    const words = isElsewhere ? `They would get “${answer.seen}”, not on that page` : answer.heading;
    const isIn = answer.seen !== null && !isElsewhere;
    return [
      {
        isIn,
        item: line(
          isIn,
          html`<a href="/experiments/${id}/why?${whySearch(query)}">${name}</a>: ${words.slice(0, 1).toLowerCase()}${words.slice(1)}.`,
        ),
      },
    ];
  });
  const [inside, outside] = [true, false].map((isIn) =>
    told.filter((one) => one.isIn === isIn).map(({ item }) => item),
  );
  const isOff = !('why' in meeting) && !meeting.enabled;
  const count = inside?.length ?? 0;
  const rest = html`<ul class="gates">${outside ?? []}</ul>`;
  return html`<section aria-labelledby="answer"><h2 id="answer">${isOff ? 'They are in no experiment: everything is switched off' : count ? `They are in ${plural(count, 'experiment')}` : 'They are in no experiment'}</h2>
        ${count ? html`<ul class="gates">${inside ?? []}</ul>` : ''}
        ${(outside ?? []).length > MOST_SHOWN ? html`<details><summary>${plural((outside ?? []).length, 'experiment')} that they do not get</summary>${rest}</details>` : rest}
        <p class="quiet">A variant that their browser remembers from before is kept.</p></section>`;
}

/** Only the address is known here: whether an element is there, the page alone knows. */
function isOtherPage(trigger: Experiment['trigger'], address: string): boolean {
  if (!trigger || !URL.canParse(address)) return false;
  if (trigger.kind === 'urlMatch') return !matchesAddress(trigger, readAddress(new URL(address)));
  if (trigger.kind === 'all') return trigger.of.some((part) => isOtherPage(part, address));
  return trigger.kind === 'any' && trigger.of.every((part) => isOtherPage(part, address));
}

function looksAtAddress(trigger: Experiment['trigger']): boolean {
  if (trigger?.kind === 'all' || trigger?.kind === 'any') return trigger.of.some(looksAtAddress);
  return trigger?.kind === 'urlMatch';
}
