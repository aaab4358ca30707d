/** Routes Studio's pages by address. */

import { Hono } from 'hono';
import { type Html, html } from '../../pages/index.js';
import type { Doorkeeper } from '../access/doorkeeper.js';
import { mayAs, type StudioRole } from '../access/roles.js';
import type { Refused } from '../fault.js';
import type { House } from '../house.js';
import type { AppEnv } from '../http.js';
import { eventStream } from '../stream.js';
import { signInPath } from './access.js';
import { againPage } from './again.js';
import { createDesk, type Desk, navEntryOf } from './desk.js';
import { editPages } from './editroutes.js';
import { experimentPages } from './experimentroutes.js';
import { fieldsOfForm } from './forms.js';
import { historyBody } from './history.js';
import { publishPages } from './publishroutes.js';
import { repairPages } from './repair.js';
import { resultPages } from './resultsroutes.js';
import { settingsPages } from './settingsroutes.js';
import { meetingOf } from './standing.js';
import { todayBody } from './today.js';
import { type WaitingTimes, waitingFor } from './waiting.js';
import { whyPages } from './whyroutes.js';

/** What the routes are made of. */
export interface StudioParts extends WaitingTimes {
  readonly house: House;
  readonly door: Doorkeeper;
  /** Hears in one sentence of what nobody was told. */
  readonly say: (sentence: string) => void;
}

/** Routes of all pages. */
export function studioRoutes({ house, door, ...waiting }: StudioParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const desk = createDesk(house);
  const pages = pageRoutes(desk, door);
  app.use(async (c, next) => {
    const caller = c.get('caller');
    if (!caller || caller.by === 'token')
      return c.req.method === 'GET'
        ? c.redirect(signInPath(c.req.url), 303)
        : c.html(againPage(c.req.path, await fieldsOfForm(c)), 401);
    return next();
  });
  app.get('/studio/events', (c) =>
    eventStream(house.live, { again: c.get('caller')?.again, signal: c.req.raw.signal, hangUp: c.env.hangUp }),
  );
  const wait = waitingFor({
    ...waiting,
    desk,
    ask: (c, request, errand) => pages.fetch(request, { ...c.env, caller: desk.caller(c), errand }),
  });
  app.all('*', (c, next) => (c.req.path.startsWith('/api/') ? next() : wait(c, next)));
  return app;
}

/** Of whoever is signed in. What fails is thrown: whoever asked answers it. */
function pageRoutes(desk: Desk, door: Doorkeeper): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { house } = desk;
  app.onError((error) => {
    throw error;
  });
  app.notFound((c) => c.text('There is no such page.\n', 404));
  app.use((c, next) => {
    const { caller = null } = c.env;
    c.set('caller', caller);
    const needed = roleFor(c.req.method, c.req.path);
    return caller && mayAs(caller.role, needed) ? next() : desk.refuse(c, forbidden(needed), navEntryOf(c.req.path));
  });
  app.use((c, next) => {
    if (house.isRead() || c.req.method !== 'GET') return next();
    const page = { title: 'One moment', at: 'today', body: readingBody(), refresh: '2' } as const;
    return desk.show(c, page, 503);
  });
  app.get('/', async (c) => {
    const catalogue = await house.workspace.read();
    const [planned, deeds] = [await house.publications.plan(), await house.record.read({ limit: 8 })];
    const facts = {
      catalogue,
      readout: house.readouts.last(),
      planned: planned.ok ? planned.value : null,
      meeting: await meetingOf(house),
      deeds,
      targets: await house.publications.targets(),
      mayEdit: mayAs(desk.caller(c).role, 'editor'),
      guardTrouble: house.guardTrouble(),
      site: house.site.address,
      now: house.now(),
    };
    return desk.show(c, { title: 'Today', at: 'today', body: todayBody(facts) });
  });
  resultPages(app, desk);
  app.get('/history', async (c) => {
    const body = await historyBody(house, c.req.query('before'));
    return desk.show(c, { title: 'History', at: 'history', body });
  });
  experimentPages(app, desk);
  whyPages(app, desk);
  editPages(app, desk);
  repairPages(app, desk);
  publishPages(app, desk);
  settingsPages(app, desk, door);
  app.get('*', (c) =>
    desk.refuse(c, { code: 'NOT_FOUND', message: 'There is no such page', problems: [] }, navEntryOf(c.req.path)),
  );
  return app;
}

/** While the server starts. */
const readingBody = (): Html => html`
      <h1>One moment</h1>
      <p role="status">The experiments are being read. This page shows them as soon as that is done. Events of visitors are taken meanwhile.</p>`;

/** What a page needs of whoever asks for it. */
const roleFor = (method: string, path: string): StudioRole => {
  // Whoever cannot save must not fill in a form first.
  if (method === 'GET' || method === 'HEAD')
    return /^\/(new|experiments\/[^/]+\/(edit|page))$/.test(path) ? 'editor' : 'viewer';
  if (path === '/settings/password') return 'viewer';
  if (/^\/(publish|rollback|off|on)$/.test(path)) return 'publisher';
  return path.startsWith('/settings') ? 'admin' : 'editor';
};

const forbidden = (role: StudioRole): Refused => ({
  code: 'FORBIDDEN',
  message: `This is for the role ${role}: ask an admin for it`,
  problems: [],
});
