/** Shows the settings: people, tokens, targets, the lines for the site, and how the collector is. */

import { sizeText, withoutSecrets } from '../../files/index.js';
import { type Html, html, plural } from '../../pages/index.js';
import type { ApiToken, Person } from '../access/people.js';
import { ROLES, type StudioRole } from '../access/roles.js';
import type { SinkHealth } from '../sinks/index.js';
import { errorPart, type FormState, FRESH, marked } from './atfield.js';
import { timeOf } from './page.js';

/** What the page is made of. */
export interface SettingsFacts {
  readonly people: readonly Person[];
  readonly tokens: readonly ApiToken[];
  /** By name, with their folders. */
  readonly targets: Readonly<Record<string, string>>;
  readonly collectUrl: string;
  /** Where previews open; null where nobody has named it. */
  readonly site: string | null;
  readonly eventsFile: string;
  readonly eventsBytes: number;
  /** When the last event came; null where none did. */
  readonly lastEventMs: number | null;
  /** A token that was just made: it is shown once. */
  readonly newToken: string | null;
  readonly git: string;
  /** People and tokens are an admin's. */
  readonly isAdmin: boolean;
  /** Whether whoever looks signs in by a password. */
  readonly hasPassword: boolean;
  /** Whether others sign people in besides. */
  readonly isVouched: boolean;
  readonly sinks: readonly SinkHealth[];
  /** Who counts events, in words. */
  readonly counts: string;
  /** A form that was refused: which one, and how it was filled in. */
  readonly refused: RefusedSetting | null;
}

/** A form of this page that was refused. */
export interface RefusedSetting {
  /** Whose the form is, where each has one. */
  readonly email?: string | undefined;
  readonly form: 'site' | 'password' | 'person' | 'change' | 'token';
  readonly state: FormState;
}

/** As a form was filled in, if it is the one that was refused. */
function stateOf({ refused }: SettingsFacts, form: RefusedSetting['form'], email?: string): FormState | null {
  return refused?.form === form && refused.email === email ? refused.state : null;
}

const openWhere = (state: FormState | null): Html => (state ? { html: ' open' } : html``);

const MEANINGS: { readonly [Name in StudioRole]: string } = {
  viewer: 'looks',
  editor: 'changes experiments',
  publisher: 'brings them to visitors',
  admin: 'manages people and settings',
};

/** The page's body. */
export const settingsBody = (facts: SettingsFacts): Html => html`
      <h1>Settings</h1>
      ${facts.isAdmin ? html`${peoplePart(facts)}${tokensPart(facts)}` : html`<p class="quiet">People and tokens are settled by an admin.</p>`}
      <section id="collector" aria-labelledby="lines"><h2 id="lines">Your site</h2>
        ${siteForm(facts)}
        <p>Put these two lines first into the head of every page, or send them to whoever builds your site. One click selects both.</p>
        <pre class="inline token" id="tag-lines" tabindex="0">&lt;script&gt;window.fx = window.fx || []&lt;/script&gt;
&lt;script src="/fx/container.js" data-collect="${facts.collectUrl}"&gt;&lt;/script&gt;</pre>
        ${copyPart('tag-lines', 'Copy both lines')}
        <dl class="facts">
          <div><dt>Events are sent to</dt><dd><code>${facts.collectUrl}</code></dd></div>
          <div><dt>and stored in</dt><dd><code>${facts.eventsFile}</code>, ${sizeText(facts.eventsBytes)}</dd></div>
          <div><dt>Last event</dt><dd>${facts.lastEventMs === null ? 'none yet' : timeOf(facts.lastEventMs)}</dd></div>
          <div><dt>Changes are</dt><dd>${facts.git}</dd></div>
          <div><dt>Counted by</dt><dd>${facts.counts}</dd></div>
          ${facts.sinks.map(sinkRow)}
          ${Object.entries(facts.targets).map(([name, path]) => html`<div><dt>Target ${name}</dt><dd><code>${withoutSecrets(path)}</code></dd></div>`)}
        </dl></section>
      <section aria-labelledby="sessions"><h2 id="sessions">You</h2>${facts.hasPassword ? passwordForm(stateOf(facts, 'password')) : ''}
        <form method="post" action="/sign-out"><input type="hidden" name="everywhere" value="yes"><button>Sign out everywhere</button></form></section>`;

const sinkRow = ({ name, shipped, deadLetters, problem }: SinkHealth): Html =>
  html`<div><dt>Shipped to ${name}</dt><dd>${plural(shipped, 'event')} since the start${deadLetters ? `, ${plural(deadLetters, 'event')} refused for good and set aside in .fx/sinks` : ''}${problem === null ? '' : html`. <strong>None now:</strong> ${problem} They wait in their files`}</dd></div>`;

const options = (chosen: string): readonly Html[] =>
  ROLES.map(
    (role) =>
      html`<option value="${role}"${role === chosen ? { html: ' selected' } : ''}>${role}: ${MEANINGS[role]}</option>`,
  );

/** The address of the site, which only an admin can change. */
function siteForm(facts: SettingsFacts): Html {
  const { site, isAdmin } = facts;
  const { typed, errors } = stateOf(facts, 'site') ?? FRESH;
  return isAdmin
    ? html`<form class="form" method="post" action="/settings/site"><label>Address of your site <span class="hint">previews, pictures and the editor open there</span> ${errorPart(errors, 'site')}<input name="site"${marked(errors, 'site')} required maxlength="500" inputmode="url" autocomplete="url" placeholder="https://www.example.com" value="${typed.site ?? site ?? ''}"></label>
          <button${site === null ? { html: ' class="primary"' } : ''}>Save the address</button></form>`
    : html`<p>${site === null ? 'Nobody has set its address yet: an admin does that here.' : html`Previews open on <code>${site}</code>.`}</p>`;
}

/** What was typed into it is in no page. */
function passwordForm(state: FormState | null): Html {
  const { errors } = state ?? FRESH;
  return html`
        <details class="drop" name="popover"${openWhere(state)}><summary>Change your password</summary><form method="post" action="/settings/password">
          <label>Current password ${errorPart(errors, 'old')}<input name="old"${marked(errors, 'old')} type="password" required autocomplete="current-password"></label>
          <label>New password <span class="hint">ten characters at least</span> ${errorPart(errors, 'password')}<input name="password"${marked(errors, 'password')} type="password" required minlength="10" maxlength="200" autocomplete="new-password"></label>
          <p>You stay signed in here, and nowhere else.</p>
          <button class="primary">Change it</button></form></details>`;
}

const REQUIRED: Html = { html: ' required' };

function peoplePart(facts: SettingsFacts): Html {
  const { people, isVouched } = facts;
  const state = stateOf(facts, 'person');
  const { typed, errors } = state ?? FRESH;
  return html`<section aria-labelledby="people"><h2 id="people">People</h2>
        ${
          people.length
            ? html`<div class="scroll" tabindex="0" role="region" aria-label="List of people"><table class="list"><thead><tr><th scope="col">Name</th><th scope="col">E-mail address</th><th scope="col">Role</th><td></td></tr></thead>
          <tbody>${people.map((person) => personRow(person, stateOf(facts, 'change', person.email)))}</tbody></table></div>`
            : html`<p>So far only the link that <code>fx serve</code> printed lets anybody in. Add yourself as an admin first: then Studio asks for your password.</p>`
        }
        <details class="drop" name="popover"${openWhere(state)}><summary>Add somebody</summary><form method="post" action="/settings/people">
          <label>Name ${errorPart(errors, 'name')}<input name="name"${marked(errors, 'name')} required maxlength="100" autocomplete="off" value="${typed.name ?? ''}"></label>
          <label>E-mail address ${errorPart(errors, 'email')}<input name="email"${marked(errors, 'email')} type="email" required autocomplete="off" value="${typed.email ?? ''}"></label>
          <label>Role ${errorPart(errors, 'role')}<select name="role"${marked(errors, 'role')}>${options(typed.role ?? (people.length ? 'editor' : 'admin'))}</select></label>
          <label>Password <span class="hint">ten characters at least; they can change it later</span> ${errorPart(errors, 'password')}<input name="password"${marked(errors, 'password')} type="password"${people.length || isVouched ? '' : REQUIRED} minlength="10" maxlength="200" autocomplete="new-password"></label>
          <button class="primary">Add</button></form></details></section>`;
}

/** Both take two clicks: the first opens what the second does. */
function personRow({ name, email, role }: Person, state: FormState | null): Html {
  const { typed, errors } = state ?? FRESH;
  const whose = html`<input type="hidden" name="email" value="${email}">`;
  return html`<tr><th scope="row">${name}</th><td class="text">${email}</td><td>${role}</td><td class="text"><details class="row-form"${openWhere(state)}><summary>Change <span class="unseen">${name}</span></summary><form class="form" method="post" action="/settings/people/change">${whose}
            <label>Name of ${email} ${errorPart(errors, 'name')}<input name="name"${marked(errors, 'name')} required maxlength="100" autocomplete="off" value="${typed.name ?? name}"></label>
            <label>Role of ${email} ${errorPart(errors, 'role')}<select name="role"${marked(errors, 'role')}>${options(typed.role ?? role)}</select></label>
            <label>New password of ${email} <span class="hint">left out: it stays as it is; a new one signs them out everywhere</span> ${errorPart(errors, 'password')}<input name="password"${marked(errors, 'password')} type="password" minlength="10" maxlength="200" autocomplete="new-password"></label>
            <button class="primary">Save ${name}</button></form></details>
            <details class="row-form"><summary>Remove <span class="unseen">${name}</span></summary><form method="post" action="/settings/people/remove">${whose}<p>${name} is signed out at once, and comes in no more.</p><button class="danger">Yes, remove ${name}</button></form></details></td></tr>`;
}

/** Shown by a script: without one a click selects the text. */
const copyPart = (id: string, label: string): Html =>
  html`<p class="row copy"><button type="button" data-copies="${id}" hidden>${label}</button> <span class="quiet" role="status"></span></p>`;

function tokensPart(facts: SettingsFacts): Html {
  const { tokens, newToken } = facts;
  const state = stateOf(facts, 'token');
  const { typed, errors } = state ?? FRESH;
  return html`<section aria-labelledby="tokens"><h2 id="tokens">Tokens for programs</h2>
        ${newToken === null ? '' : html`<div class="message"><p role="alert">Copy it now: it is not shown again.</p><p><code class="token" id="new-token">${newToken}</code></p>${copyPart('new-token', 'Copy the token')}</div>`}
        ${
          tokens.length
            ? html`<div class="scroll" tabindex="0" role="region" aria-label="List of tokens"><table class="list"><thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">Made</th><td></td></tr></thead>
          <tbody>${tokens.map(tokenRow)}</tbody></table></div>`
            : html`<p class="quiet">A program, such as a pipeline, sends a token with each request: <code>Authorization: Bearer fx_…</code></p>`
        }
        <details class="drop" name="popover"${openWhere(state)}><summary>Make a token</summary><form method="post" action="/settings/tokens">
          <label>What for ${errorPart(errors, 'name')}<input name="name"${marked(errors, 'name')} required maxlength="100" value="${typed.name ?? ''}"></label>
          <label>Role ${errorPart(errors, 'role')}<select name="role"${marked(errors, 'role')}>${options(typed.role ?? 'viewer')}</select></label>
          <button class="primary">Make it</button></form></details></section>`;
}

const tokenRow = ({ id, name, role, createdAt }: ApiToken): Html =>
  html`<tr><th scope="row">${name}</th><td>${role}</td><td>${timeOf(createdAt)}</td><td class="text"><details class="row-form"><summary>End <span class="unseen">${name}</span></summary><form method="post" action="/settings/tokens/remove"><input type="hidden" name="id" value="${id}"><p>Whatever uses it is refused at once.</p><button class="danger">Yes, end ${name}</button></form></details></td></tr>`;
