/** Serves the page of settings, and does what its buttons say. */

import { stat } from 'node:fs/promises';
import type { Hono } from 'hono';
import { listSegments } from '../../collector/index.js';
import { type Doorkeeper, OWNER } from '../access/doorkeeper.js';
import { asKept, type MayBe, type Person } from '../access/people.js';
import { isRole } from '../access/roles.js';
import { type Done, FAULTS, type Refused, refused, succeeded } from '../fault.js';
import type { AppEnv } from '../http.js';
import { type Deed, doRecorded, type Intent } from '../record.js';
import { whoIs } from '../writing.js';
import type { Desk, StudioContext } from './desk.js';
import { fieldsOfForm, filledIn } from './forms.js';
import { settingsBody } from './settings.js';

/** Adds them. */
export function settingsPages(app: Hono<AppEnv>, desk: Desk, door: Doorkeeper): void {
  const { record, site } = desk.house;
  app.get('/settings', (c) => showSettings(desk, c, null));
  peoplePages(app, desk, door);
  tokenPages(app, desk);
  app.post('/settings/password', async (c) => {
    const { old = '', password = '' } = await fieldsOfForm(c);
    const { email, author } = desk.caller(c);
    const begun: Deed[] = [];
    const changed = await door.changePassword(email ?? '', old, password, () => {
      begun.push(record.begin({ who: whoIs(author), what: 'changed their password' }));
    });
    for (const deed of begun) record.end(deed, 'ok' in changed && changed.ok ? 'done' : 'failed');
    if ('problem' in changed)
      return desk.refuse(c, { code: 'INVALID_INPUT', message: changed.problem, problems: [] }, 'settings');
    if (!changed.ok) return desk.refuse(c, passwordFault(changed.reason), 'settings');
    c.header('Set-Cookie', changed.cookie);
    return c.redirect('/settings?done=password', 303);
  });
  app.post('/settings/site', async (c) => {
    const { site: typed = '' } = await fieldsOfForm(c);
    const set = await site.set(typed, (after, write) =>
      recordedBy(desk, c)({ what: `set the site's address to ${after}`, before: site.address, after }, write),
    );
    return answer(desk, c, set);
  });
}

function peoplePages(app: Hono<AppEnv>, desk: Desk, door: Doorkeeper): void {
  const { people } = desk.house;
  app.post('/settings/people', async (c) => {
    const { name = '', email = '', role, password } = await fieldsOfForm(c);
    const isFirst = (await people.list()).length === 0;
    const typed = { name, email, role, password, by: desk.caller(c).email };
    const added = await addPerson(desk, door, typed, recordedBy(desk, c));
    // From now on people sign in as themselves: the session of the link is over.
    return added.ok && isFirst ? c.redirect('/sign-in?done=added', 303) : answer(desk, c, added);
  });
  app.post('/settings/people/remove', async (c) => {
    const { email = '' } = await fieldsOfForm(c);
    const mayBe = keptBy(desk.caller(c).email);
    const all = await people.list();
    const known = all.find((one) => one.email === asKept(email));
    if (!known) return answer(desk, c, nobodyOf(email));
    if (
      !mayBe(
        all,
        all.filter((one) => one !== known),
      )
    )
      return answer(desk, c, nobodyLeft());
    const intent = { what: `removed ${known.email}`, before: known.role, after: null };
    const removed = await recordedBy(desk, c)(intent, async () => {
      if (!(await people.remove(known.email, mayBe))) return nobodyLeft();
      await door.endSessions(known.email);
      return succeeded(null);
    });
    return answer(desk, c, removed);
  });
}

function tokenPages(app: Hono<AppEnv>, desk: Desk): void {
  const { people, now } = desk.house;
  app.post('/settings/tokens', async (c) => {
    const { name = '', role } = await fieldsOfForm(c);
    const called = filledIn(name);
    if (!isRole(role) || called === undefined) return answer(desk, c, refused('INVALID_INPUT'));
    const intent = { what: `made the token ${called}`, before: null, after: role };
    const made = await recordedBy(desk, c)(intent, async () => succeeded(await people.addToken(called, role, now())));
    return made.ok ? showSettings(desk, c, made.value) : answer(desk, c, made);
  });
  app.post('/settings/tokens/remove', async (c) => {
    const { id = '' } = await fieldsOfForm(c);
    const known = (await people.tokens()).find((one) => one.id === id);
    if (!known)
      return answer(desk, c, refused('NOT_FOUND', { message: 'There is no such token: somebody ended it already' }));
    const intent = { what: `ended the token ${known.name}`, before: known.role, after: null };
    return answer(desk, c, await recordedBy(desk, c)(intent, async () => succeeded(await people.removeToken(id))));
  });
}

/** Runs what changes something once it stands in the record. */
type Recorded = <Value>(intent: Omit<Intent, 'who'>, work: () => Promise<Done<Value>>) => Promise<Done<Value>>;

const recordedBy =
  (desk: Desk, c: StudioContext): Recorded =>
  (intent, work) =>
    doRecorded(desk.house.record, { who: whoIs(desk.caller(c).author), ...intent }, work);

const answer = (desk: Desk, c: StudioContext, done: Done<unknown>): Response | Promise<Response> =>
  done.ok ? c.redirect('/settings?done=saved', 303) : desk.refuse(c, done.fault, 'settings');

const passwordFault = (reason: 'wrong' | 'too-many'): Refused =>
  reason === 'wrong'
    ? { code: 'INVALID_INPUT', message: 'That is not your password of now', problems: [] }
    : { code: 'TOO_MANY_REQUESTS', message: FAULTS.TOO_MANY_REQUESTS[1], problems: [] };

interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly role: string | undefined;
  readonly password: string | undefined;
  /** Who adds them. */
  readonly by: string | null;
}

const nobodyLeft = (): Done<never> => refused('FORBIDDEN', { message: 'Somebody has to stay an admin' });

const nobodyOf = (email: string): Done<never> =>
  refused('NOT_FOUND', { message: `There is nobody of the address ${email.trim() || 'that was sent'} here` });

/**
 * Whoever was removed meanwhile, or is no admin any more, changes nothing; and where there is anybody, there is an
 * admin.
 */
function keptBy(email: string | null): MayBe {
  const isAdmin = ({ role }: Person): boolean => role === 'admin';
  return (now, next) =>
    (email === OWNER.email || now.some((one) => one.email === email && isAdmin(one))) &&
    (!next.length || next.some(isAdmin));
}

/** Without a password, for those whom a proxy signs in. */
async function addPerson(
  { house }: Desk,
  door: Doorkeeper,
  { name, email, role, password, by }: NewPerson,
  inRecord: Recorded,
): Promise<Done<unknown>> {
  if (!isRole(role) || !/^[^\s@<>]+@[^\s@<>]+$/.test(email) || !filledIn(name)) return refused('INVALID_INPUT');
  const all = await house.people.list();
  if (!all.length && role !== 'admin')
    return refused('FORBIDDEN', { message: 'The first person has to be an admin: nobody else could add others' });
  const known = await house.people.find(email);
  if (!all.length && !password && !house.isVouched)
    return refused('INVALID_INPUT', { message: 'Give the first person a password: nobody could sign in otherwise' });
  if (password) {
    const problem = door.checkPassword(password);
    if (problem !== null) return refused('INVALID_INPUT', { message: problem.replace(/\.$/, '') });
  }
  const person: Person = { name: name.trim(), email: asKept(email), role, password: known?.password ?? null };
  const mayBe = keptBy(by);
  if (!mayBe(all, [...all.filter((one) => one.email !== person.email), person])) return nobodyLeft();
  const what = `${known ? 'changed' : 'added'} ${person.email}`;
  return inRecord({ what, before: known?.role ?? null, after: role }, async () => {
    if (!(await house.people.put(person, mayBe))) return nobodyLeft();
    if (password) await door.setPassword(person.email, password);
    // The session of the link is over with the first person.
    if (!all.length) await door.endSessions(OWNER.email);
    return succeeded(null);
  });
}

/** Events may be counted that came some other way: of those the newest first visit is known. */
const countedUntil = ({ readouts }: Desk['house']): readonly (number | null)[] =>
  (readouts.last()?.results ?? []).map(({ untilMs }) => untilMs);

const newestOf = (times: readonly (number | null | undefined)[]): number | null =>
  times.reduce<number | null>((newest, time) => (time == null || (newest ?? 0) > time ? newest : time), null);

async function showSettings(desk: Desk, c: StudioContext, newToken: string | null): Promise<Response> {
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
    lastEventMs: newestOf([events.findLast((one) => one?.size)?.mtimeMs, ...countedUntil(house)]),
    newToken,
    isAdmin: role === 'admin',
    hasPassword: (own?.password ?? null) !== null,
    isVouched: house.isVouched,
    sinks: house.sinks.health(),
    counts: house.counts,
    git: house.repository === null ? 'are written to the files' : 'are written to the files and committed',
  };
  return desk.show(c, { title: 'Settings', at: 'settings', body: settingsBody(facts) });
}
