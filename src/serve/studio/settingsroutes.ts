/** Serves the page of settings, and does what its buttons say. */

import { stat } from 'node:fs/promises';
import type { Hono } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';
import { listSegments } from '../../collector/index.js';
import type { Doorkeeper } from '../access/doorkeeper.js';
import { isRole } from '../access/roles.js';
import { FAULTS, type Refused, succeeded } from '../fault.js';
import type { AppEnv } from '../http.js';
import type { Deed } from '../record.js';
import { whoIs } from '../writing.js';
import { allAt, faultAt, sortedFault } from './atfield.js';
import type { Desk, StudioContext } from './desk.js';
import { fieldsOfForm, filledIn } from './forms.js';
import type { PageNotice } from './page.js';
import { peopleForms, type RefusedPost, recordedBy } from './peopleroutes.js';
import { type RefusedSetting, settingsBody } from './settings.js';

/** Adds them. */
export function settingsPages(app: Hono<AppEnv>, desk: Desk, door: Doorkeeper): void {
  const { record, site } = desk.house;
  const saved = (c: StudioContext): Response => c.redirect('/settings?done=saved', 303);
  app.get('/settings', async (c) => showSettings(desk, c, { notice: await lastDeed(desk, c) }));
  peopleForms(app, desk, door, { saved, refuse: (c, post) => showRefused(desk, c, post) });
  tokenForms(app, desk, saved);
  app.post('/settings/password', async (c) => {
    const { old = '', password = '' } = await fieldsOfForm(c);
    const { email, author } = desk.caller(c);
    const begun: Deed[] = [];
    const changed = await door.changePassword(email ?? '', old, password, () => {
      begun.push(record.begin({ who: whoIs(author), what: 'changed their password' }));
    });
    for (const deed of begun) record.end(deed, 'ok' in changed && changed.ok ? 'done' : 'failed');
    const fault =
      'problem' in changed
        ? faultAt({ password: changed.problem })
        : changed.ok
          ? undefined
          : passwordFault(changed.reason);
    if (fault || 'problem' in changed || !changed.ok)
      return showRefused(desk, c, { form: 'password', fields: {}, fault: fault ?? passwordFault('wrong') });
    c.header('Set-Cookie', changed.cookie);
    return c.redirect('/settings?done=password', 303);
  });
  app.post('/settings/site', async (c) => {
    const fields = await fieldsOfForm(c);
    const before = site.address;
    const set = await site.set(fields.site ?? '', (after, write) =>
      after === before
        ? Promise.resolve(succeeded(after))
        : recordedBy(desk, c)({ what: `set the site's address to ${after}`, before, after }, write),
    );
    if (!set.ok) return showRefused(desk, c, { form: 'site', fields, fault: allAt('site', set.fault) });
    return set.value === before ? c.redirect('/settings?done=nothing', 303) : saved(c);
  });
}

function tokenForms(app: Hono<AppEnv>, desk: Desk, saved: (c: StudioContext) => Response): void {
  const { people, now } = desk.house;
  app.post('/settings/tokens', async (c) => {
    const fields = await fieldsOfForm(c);
    const { role } = fields;
    const called = filledIn(fields.name);
    if (!isRole(role) || called === undefined) {
      const fault = faultAt({
        ...(called === undefined && { name: 'Say what it is for.' }),
        ...(!isRole(role) && { role: 'Choose a role.' }),
      });
      return showRefused(desk, c, { form: 'token', fields, fault });
    }
    const intent = { what: `made the token ${called}`, before: null, after: role };
    const made = await recordedBy(desk, c)(intent, async () => succeeded(await people.addToken(called, role, now())));
    if (!made.ok) return showRefused(desk, c, { form: 'token', fields, fault: made.fault });
    return showSettings(desk, c, { newToken: made.value });
  });
  app.post('/settings/tokens/remove', async (c) => {
    const { id = '' } = await fieldsOfForm(c);
    const known = (await people.tokens()).find((one) => one.id === id);
    if (!known) return desk.refuse(c, noToken, 'settings');
    const intent = { what: `ended the token ${known.name}`, before: known.role, after: null };
    const ended = await recordedBy(desk, c)(intent, async () => succeeded(await people.removeToken(id)));
    return ended.ok ? saved(c) : desk.refuse(c, ended.fault, 'settings');
  });
}

const noToken: Refused = {
  code: 'NOT_FOUND',
  message: 'There is no such token: somebody ended it already',
  problems: [],
};

/** What somebody has just done here, as the record has it: an address alone could say anything. */
async function lastDeed({ house, caller }: Desk, c: StudioContext): Promise<PageNotice | undefined> {
  if (c.req.query('done') !== 'saved') return undefined;
  const who = whoIs(caller(c).author);
  const last = (await house.record.read({ limit: RECENT })).find((deed) => deed.who === who && isSetting(deed));
  return last && { kind: 'good', text: `You ${last.what}.` };
}

const RECENT = 20;

const isSetting = ({ what, experiment, state }: Deed): boolean =>
  experiment === undefined && state === 'done' && /^(?:added|changed|removed|made|ended|set) /.test(what);

const passwordFault = (reason: 'wrong' | 'too-many'): Refused =>
  reason === 'wrong'
    ? faultAt({ old: 'That is not your current password.' })
    : { code: 'TOO_MANY_REQUESTS', message: FAULTS.TOO_MANY_REQUESTS[1], problems: [] };

/** The same page, with the form as it was filled in; passwords are in no page. */
function showRefused(desk: Desk, c: StudioContext, { form, email, fields, fault }: RefusedPost): Promise<Response> {
  const { password: _, old: __, ...typed } = fields;
  const sorted = sortedFault(fault);
  const { errors } = sorted;
  // Whoever has no password has no such form on the page.
  const [sentence] = form === 'password' ? Object.values(errors) : [];
  const notice = sentence === undefined ? sorted.notice : ({ kind: 'bad', text: sentence } as const);
  const status = FAULTS[fault.code][0];
  return showSettings(desk, c, { refused: { form, email, state: { typed, errors } }, notice, status });
}

interface Showing {
  readonly newToken?: string;
  readonly refused?: RefusedSetting;
  readonly notice?: PageNotice | undefined;
  readonly status?: StatusCode;
}

async function showSettings(desk: Desk, c: StudioContext, showing: Showing): Promise<Response> {
  const { newToken = null, refused = null, notice, status = 200 } = showing;
  const { house } = desk;
  const { role, email, by } = desk.caller(c);
  const own = by === 'session' && email !== null ? await house.people.find(email) : null;
  const { config } = await house.workspace.read();
  const segments = await listSegments(house.eventsFile, house.daysFolder);
  const events = await Promise.all(segments.map(({ path }) => stat(path).catch(() => null))); // packed meanwhile
  const facts = {
    people: await house.people.list(),
    tokens: await house.people.tokens(),
    targets: config.targets,
    collectUrl: house.collectUrl,
    site: house.site.address,
    eventsFile: house.eventsFile,
    eventsBytes: events.reduce((sum, one) => sum + (one?.size ?? 0), 0),
    lastEventMs: events.findLast((one) => one?.size)?.mtimeMs ?? null,
    newToken,
    refused,
    isAdmin: role === 'admin',
    hasPassword: (own?.password ?? null) !== null,
    isVouched: house.isVouched,
    sinks: house.sinks.health(),
    counts: house.counts,
    git: house.repository === null ? 'written to the files' : 'written to the files and committed',
  };
  const page = { title: 'Settings', at: 'settings', body: settingsBody(facts), notice } as const;
  // A refusal waits for no target.
  return refused ? desk.showAtOnce(c, page, status) : desk.show(c, page, status);
}
