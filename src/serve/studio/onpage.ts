/** Shows the page from which somebody opens the visual editor on a page of the site. */

import type { Hono } from 'hono';
import { type Html, html } from '../../pages/index.js';
import { STUDIO_POLICY } from '../access/policy.js';
import { mayAs } from '../access/roles.js';
import { openEditorFor } from '../editing/opening.js';
import { FAULTS, refused } from '../fault.js';
import type { AppEnv } from '../http.js';
import type { FiledExperiment } from '../workspace.js';
import type { Desk, StudioContext } from './desk.js';
import { fieldsOfForm } from './forms.js';

/** Adds it. */
export function editorPages(app: Hono<AppEnv>, desk: Desk): void {
  const { house } = desk;
  app.get('/experiments/:id/page', async (c) => {
    const filed = (await house.workspace.read()).experiments.get(c.req.param('id'));
    if (!filed) return refuse(desk, c, 'EXPERIMENT_NOT_FOUND');
    // From an editor whose session is over somebody comes back into the tab that holds their work.
    const isHere = c.req.query('here') !== undefined;
    const body = onPageBody(filed, house.site.address, house.origins.address, isHere);
    const response = await desk.show(c, { title: `Edit ${filed.source.raw.name}`, at: 'experiments', body });
    // The form is answered with the address of the site, which the policy of other pages would stop.
    const policy = STUDIO_POLICY.replace(
      "form-action 'self'",
      `form-action 'self' ${[...house.site.origins].join(' ')}`,
    );
    response.headers.set('Content-Security-Policy', policy);
    return response;
  });
  app.post('/experiments/:id/page', async (c) => {
    const caller = desk.caller(c);
    if (!mayAs(caller.role, 'editor')) return refuse(desk, c, 'FORBIDDEN');
    const { page } = await fieldsOfForm(c);
    const opened = await openEditorFor(house, { experimentId: c.req.param('id'), page: page?.trim() || '/' }, caller);
    return opened.ok ? c.redirect(opened.value.url, 303) : desk.refuse(c, opened.fault, 'experiments');
  });
}

const refuse = (desk: Desk, c: StudioContext, code: keyof typeof FAULTS): Promise<Response> => {
  const done = refused(code);
  return desk.refuse(c, done.ok ? { code, message: FAULTS[code][1], problems: [] } : done.fault, 'experiments');
};

function onPageBody({ id, source }: FiledExperiment, site: string | null, studio: string, isHere: boolean): Html {
  const { raw } = source;
  return html`
      <p class="crumbs"><a href="/experiments/${id}">${raw.name}</a></p>
      <h1>Edit on the page</h1>
      ${
        site === null
          ? html`<p>The editor opens on your site, which Studio has no address of: an admin sets it <a href="/settings#lines">in Settings</a>.</p>`
          : html`<form class="form" method="post" action="/experiments/${id}/page"${isHere ? '' : html` target="_blank" rel="noopener"`}>
        <label>Page of ${new URL(site).origin} <input name="page" value="${pathIn(raw.trigger)}" required></label>
        <p><button class="primary">Open the editor</button></p></form>
      <p class="quiet">The page opens in ${isHere ? 'this tab, with what you did there' : 'a new tab'}, as it is without experiments: nothing on it is counted, and nothing of a visitor is stored. You click on what you want to change, and save; the change is then in the file, and visitors see it once it is published.</p>
      <details><summary>The page opens, but without the editor?</summary>
        <p>Its tag has to name this Studio. Add this to fx.config.yaml, publish, and put the attribute into the script element of your pages:</p>
        <pre tabindex="0">tag:
  studio: ${studio}</pre>
        <pre tabindex="0">&lt;script src="/fx/container.js" data-studio="${studio}" …&gt;&lt;/script&gt;</pre>
        <p>A page with a policy has to allow <code>connect-src ${studio}</code>.</p></details>`
      }`;
}

/** The page that a trigger of one path names, else the home page. */
function pathIn(trigger: FiledExperiment['source']['raw']['trigger']): string {
  if (trigger?.kind !== 'urlMatch') return '/';
  const path = trigger.regex ? trigger.pattern.replace(/^\^|\$$/g, '').replace(/\\([/.?-])/g, '$1') : trigger.pattern;
  return /^\/[\w/.-]*$/.test(path) ? path : '/';
}
