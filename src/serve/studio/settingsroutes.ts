/** Serves the page of settings, and does what its buttons say. */

import { stat } from 'node:fs/promises';
import type { Hono } from 'hono';
import { listSegments } from '../../collector/index.js';
import { type Doorkeeper, OWNER } from '../access/doorkeeper.js';
import type { MayBe, Person } from '../access/people.js';
import { isRole } from '../access/roles.js';
import { type Done, FAULTS, type Refused, refused, succeeded } from '../fault.js';
import type { AppEnv } from '../http.js';
import { whoIs } from '../writing.js';
import type { Desk, StudioContext } from './desk.js';
import { fieldsOfForm, filledIn } from './forms.js';
import { settingsBody } from './settings.js';

/** Adds them. */
export function settingsPages(app: Hono<AppEnv>, desk: Desk, door: Doorkeeper): void {
  const { people, record } = desk.house;
  const done = async (c: StudioContext, what: string, answer: Done<unknown>): Promise<Response> => {
    if (!answer.ok) return desk.refuse(c, answer.fault, 'settings');
    record.end(record.begin({ who: whoIs(desk.caller(c).author), what }), 'done');
    return c.redirect('/settings?done=saved', 303);
  };
  app.get('/settings', (c) => showSettings(desk, c, null));
  app.post('/settings/people', async (c) => {
    const { name = '', email = '', role, password } = await fieldsOfForm(c);
    const isFirst = (await people.list()).length === 0;
    const isKnown = (await people.find(email)) !== null;
    const by = desk.caller(c).email;
    const added = await addPerson(desk, door, { name, email, role, password, by });
    const answer = await done(c, `${isKnown ? 'changed' : 'added'} ${email}`, added);
    // From now on people sign in as themselves: the session of the link is over.
    return added.ok && isFirst ? c.redirect('/sign-in?done=added', 303) : answer;
  });
  app.post('/settings/people/remove', async (c) => {
    const { email = '' } = await fieldsOfForm(c);
    if (!(await people.remove(email, keptBy(desk.caller(c).email)))) return done(c, '', nobodyLeft());
    await door.endSessions(email);
    return done(c, `removed ${email}`, succeeded(null));
  });
  app.post('/settings/password', async (c) => {
    const { old = '', password = '' } = await fieldsOfForm(c);
    const { email } = desk.caller(c);
    const changed = await door.changePassword(email ?? '', old, password);
    if ('problem' in changed)
      return desk.refuse(c, { code: 'INVALID_INPUT', message: changed.problem, problems: [] }, 'settings');
    if (!changed.ok) return desk.refuse(c, passwordFault(changed.reason), 'settings');
    record.end(record.begin({ who: whoIs(desk.caller(c).author), what: 'changed their password' }), 'done');
    c.header('Set-Cookie', changed.cookie);
    return c.redirect('/settings?done=password', 303);
  });
  app.post('/settings/site', async (c) => {
    const { site = '' } = await fieldsOfForm(c);
    return done(c, `set the site's address to ${site.trim()}`, await desk.house.site.set(site));
  });
  app.post('/settings/tokens', async (c) => {
    const { name = '', role } = await fieldsOfForm(c);
    const called = filledIn(name);
    if (!isRole(role) || called === undefined) return done(c, '', refused('INVALID_INPUT'));
    const token = await people.addToken(called, role, desk.house.now());
    record.end(record.begin({ who: whoIs(desk.caller(c).author), what: `made the token ${called}` }), 'done');
    return showSettings(desk, c, token);
  });
  app.post('/settings/tokens/remove', async (c) => {
    const { id = '' } = await fieldsOfForm(c);
    await people.removeToken(id);
    return done(c, 'ended a token', succeeded(null));
  });
}

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
  const person: Person = { name: name.trim(), email, role, password: known?.password ?? null };
  if (!(await house.people.put(person, keptBy(by)))) return nobodyLeft();
  if (password) await door.setPassword(email, password);
  // The session of the link is over with the first person.
  if (!all.length) await door.endSessions(OWNER.email);
  return succeeded(null);
}

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
    lastEventMs: events.findLast((one) => one?.size)?.mtimeMs ?? null,
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
