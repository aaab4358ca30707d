/** Shows the settings: people, tokens, targets, the lines for the site, and how the collector is. */

import { sizeText, withoutSecrets } from '../../files/index.js';
import { type Html, html, plural } from '../../pages/index.js';
import type { ApiToken, Person } from '../access/people.js';
import { ROLES, type StudioRole } from '../access/roles.js';
import type { SinkHealth } from '../sinks/index.js';
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
}

const MEANINGS: { readonly [Name in StudioRole]: string } = {
  viewer: 'looks',
  editor: 'changes experiments',
  publisher: 'brings them to visitors',
  admin: 'decides who may do that',
};

/** The page's body. */
export const settingsBody = (facts: SettingsFacts): Html => html`
      <h1>Settings</h1>
      ${facts.isAdmin ? html`${peoplePart(facts)}${tokensPart(facts)}` : html`<p class="quiet">People and tokens are settled by an admin.</p>`}
      <section id="collector" aria-labelledby="lines"><h2 id="lines">Your site</h2>
        ${siteForm(facts)}
        <p>First into the head of every page:</p>
        <pre class="inline" tabindex="0">&lt;script&gt;window.fx = window.fx || []&lt;/script&gt;
&lt;script src="/fx/container.js" data-collect="${facts.collectUrl}"&gt;&lt;/script&gt;</pre>
        <dl class="facts">
          <div><dt>Events are sent to</dt><dd><code>${facts.collectUrl}</code></dd></div>
          <div><dt>and stored in</dt><dd><code>${facts.eventsFile}</code>, ${sizeText(facts.eventsBytes)}</dd></div>
          <div><dt>Last event</dt><dd>${facts.lastEventMs === null ? 'none yet' : timeOf(facts.lastEventMs)}</dd></div>
          <div><dt>Changes</dt><dd>${facts.git}</dd></div>
          <div><dt>Counted by</dt><dd>${facts.counts}</dd></div>
          ${facts.sinks.map(sinkRow)}
          ${Object.entries(facts.targets).map(([name, path]) => html`<div><dt>Target ${name}</dt><dd><code>${withoutSecrets(path)}</code></dd></div>`)}
        </dl></section>
      <section aria-labelledby="sessions"><h2 id="sessions">You</h2>${facts.hasPassword ? passwordForm() : ''}
        <form method="post" action="/sign-out"><input type="hidden" name="everywhere" value="yes"><button>Sign out everywhere</button></form></section>`;

const sinkRow = ({ name, shipped, deadLetters, problem }: SinkHealth): Html =>
  html`<div><dt>Shipped to ${name}</dt><dd>${plural(shipped, 'event')} since the start${deadLetters ? `, ${plural(deadLetters, 'event')} refused for good and set aside in .fx/sinks` : ''}${problem === null ? '' : html`. <strong>None now:</strong> ${problem} They wait in their files`}</dd></div>`;

const options = (chosen: StudioRole): readonly Html[] =>
  ROLES.map(
    (role) =>
      html`<option value="${role}"${role === chosen ? { html: ' selected' } : ''}>${role}: ${MEANINGS[role]}</option>`,
  );

/** The address of the site, which only an admin can change. */
const siteForm = ({ site, isAdmin }: SettingsFacts): Html =>
  isAdmin
    ? html`<form class="form" method="post" action="/settings/site"><label>Address of your site <span class="hint">previews, pictures and the editor open there</span> <input name="site" required maxlength="500" inputmode="url" autocomplete="url" placeholder="https://www.example.com" value="${site ?? ''}"></label>
          <button${site === null ? { html: ' class="primary"' } : ''}>Save the address</button></form>`
    : html`<p>${site === null ? 'Nobody has set its address yet: an admin does that here.' : html`Previews open on <code>${site}</code>.`}</p>`;

const passwordForm = (): Html => html`
        <details class="drop"><summary>Change your password</summary><form method="post" action="/settings/password">
          <label>Password of now <input name="old" type="password" required autocomplete="current-password"></label>
          <label>New password <span class="hint">ten characters at least</span> <input name="password" type="password" required minlength="10" maxlength="200" autocomplete="new-password"></label>
          <p>You stay signed in here, and nowhere else.</p>
          <button class="primary">Change it</button></form></details>`;

const REQUIRED: Html = { html: ' required' };

const peoplePart = ({
  people,
  isVouched,
}: SettingsFacts): Html => html`<section aria-labelledby="people"><h2 id="people">People</h2>
        ${
          people.length
            ? html`<div class="scroll" tabindex="0" role="region" aria-label="List of people"><table class="list"><thead><tr><th scope="col">Name</th><th scope="col">E-mail address</th><th scope="col">Role</th><td></td></tr></thead>
          <tbody>${people.map(({ name, email, role }) => html`<tr><th scope="row">${name}</th><td class="text">${email}</td><td>${role}</td><td class="number"><form method="post" action="/settings/people/remove"><input type="hidden" name="email" value="${email}"><button class="plain">Remove <span class="unseen">${name}</span></button></form></td></tr>`)}</tbody></table></div>`
            : html`<p>Only whoever has the link of the terminal gets in. Add yourself as an admin first: then Studio asks for your password.</p>`
        }
        <details class="drop"><summary>Add somebody</summary><form method="post" action="/settings/people">
          <label>Name <input name="name" required maxlength="100" autocomplete="off"></label>
          <label>E-mail address <input name="email" type="email" required autocomplete="off"></label>
          <label>Role <select name="role">${options(people.length ? 'editor' : 'admin')}</select></label>
          <label>Password <span class="hint">ten characters at least; who has it can change it</span> <input name="password" type="password"${people.length || isVouched ? '' : REQUIRED} minlength="10" maxlength="200" autocomplete="new-password"></label>
          <button class="primary">Add</button></form></details></section>`;

const tokensPart = ({
  tokens,
  newToken,
}: SettingsFacts): Html => html`<section aria-labelledby="tokens"><h2 id="tokens">Tokens for programs</h2>
        ${newToken === null ? '' : html`<div class="message" role="status"><p>Copy it now: it is not shown again.</p><p><code class="token">${newToken}</code></p></div>`}
        ${
          tokens.length
            ? html`<div class="scroll" tabindex="0" role="region" aria-label="List of tokens"><table class="list"><thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">Made</th><td></td></tr></thead>
          <tbody>${tokens.map(({ id, name, role, createdAt }) => html`<tr><th scope="row">${name}</th><td>${role}</td><td>${timeOf(createdAt)}</td><td class="number"><form method="post" action="/settings/tokens/remove"><input type="hidden" name="id" value="${id}"><button class="plain">End <span class="unseen">${name}</span></button></form></td></tr>`)}</tbody></table></div>`
            : html`<p class="quiet">A program, such as a pipeline, sends a token with each request: <code>Authorization: Bearer fx_…</code></p>`
        }
        <details class="drop"><summary>Make a token</summary><form method="post" action="/settings/tokens">
          <label>What for <input name="name" required maxlength="100"></label>
          <label>Role <select name="role">${options('viewer')}</select></label>
          <button class="primary">Make it</button></form></details></section>`;
