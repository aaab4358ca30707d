/** Adds, changes and removes people, as the forms of the settings ask for it. */

import type { Hono } from 'hono';
import { type Doorkeeper, OWNER } from '../access/doorkeeper.js';
import { asKept, type MayBe, type Person } from '../access/people.js';
import { isRole } from '../access/roles.js';
import { type Done, type Refused, succeeded } from '../fault.js';
import type { AppEnv } from '../http.js';
import { doRecorded, type Intent } from '../record.js';
import { whoIs } from '../writing.js';
import { allAt, type FieldErrors, type Posted, refusedAt } from './atfield.js';
import type { Desk, StudioContext } from './desk.js';
import { fieldsOfForm, filledIn } from './forms.js';
import type { RefusedSetting } from './settings.js';

/** How what was done, or refused, is answered. */
export interface SettingAnswers {
  saved(c: StudioContext): Response;
  refuse(c: StudioContext, post: RefusedPost): Promise<Response>;
}

/** Runs what changes something once it stands in the record. */
export type Recorded = <Value>(intent: Omit<Intent, 'who'>, work: () => Promise<Done<Value>>) => Promise<Done<Value>>;

/** In the name of whoever asks. */
export const recordedBy =
  (desk: Desk, c: StudioContext): Recorded =>
  (intent, work) =>
    doRecorded(desk.house.record, { who: whoIs(desk.caller(c).author), ...intent }, work);

/** A form that was refused. */
export interface RefusedPost {
  readonly form: RefusedSetting['form'];
  readonly email?: string;
  readonly fields: Posted;
  readonly fault: Refused;
}

/** Adds them. */
export function peopleForms(app: Hono<AppEnv>, desk: Desk, door: Doorkeeper, { saved, refuse }: SettingAnswers): void {
  const { people } = desk.house;
  app.post('/settings/people', async (c) => {
    const fields = await fieldsOfForm(c);
    const isFirst = (await people.list()).length === 0;
    const asked = { fields, known: null, by: desk.caller(c).email };
    const added = await addPerson(desk, door, asked, recordedBy(desk, c));
    if (!added.ok) return refuse(c, { form: 'person', fields, fault: added.fault });
    // From now on people sign in as themselves: the session of the link is over.
    return isFirst ? c.redirect('/sign-in?done=added', 303) : saved(c);
  });
  app.post('/settings/people/change', async (c) => {
    const fields = await fieldsOfForm(c);
    const known = await people.find(fields.email ?? '');
    if (!known) return desk.refuse(c, nobodyOf(fields.email), 'settings');
    if (fields.name?.trim() === known.name && fields.role === known.role && !fields.password)
      return c.redirect('/settings?done=nothing', 303);
    const asked = { fields: { ...fields, email: known.email }, known, by: desk.caller(c).email };
    const changed = await addPerson(desk, door, asked, recordedBy(desk, c));
    if (changed.ok) return saved(c);
    return refuse(c, { form: 'change', email: known.email, fields, fault: changed.fault });
  });
  app.post('/settings/people/remove', async (c) => {
    const { email = '' } = await fieldsOfForm(c);
    const mayBe = keptBy(desk.caller(c).email);
    const all = await people.list();
    const known = all.find((one) => one.email === asKept(email));
    if (!known) return desk.refuse(c, nobodyOf(email), 'settings');
    const stays = all.filter((one) => one !== known);
    if (!mayBe(all, stays)) return desk.refuse(c, nobodyLeft(), 'settings');
    const intent = { what: `removed ${known.email}`, before: known.role, after: null };
    const removed = await recordedBy(desk, c)(intent, async () => {
      if (!(await people.remove(known.email, mayBe))) return { ok: false, fault: nobodyLeft() };
      await door.endSessions(known.email);
      return succeeded(null);
    });
    return removed.ok ? saved(c) : desk.refuse(c, removed.fault, 'settings');
  });
}

const nobodyOf = (email = ''): Refused => ({
  code: 'NOT_FOUND',
  message: `There is nobody of the address ${email.trim() || 'that was sent'} here`,
  problems: [],
});

interface PersonAsked {
  readonly fields: Posted;
  /** Who is changed; null where somebody is added. */
  readonly known: Person | null;
  /** Who does it. */
  readonly by: string | null;
}

const nobodyLeft = (): Refused => ({ code: 'FORBIDDEN', message: 'Somebody has to stay an admin', problems: [] });

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
  { fields, known, by }: PersonAsked,
  inRecord: Recorded,
): Promise<Done<unknown>> {
  const { name = '', email = '', role, password } = fields;
  const all = await house.people.list();
  const wrong = await wrongPerson({ house, door, all }, fields, known !== null);
  if (Object.keys(wrong).length || !isRole(role)) return refusedAt(wrong);
  if (!all.length && role !== 'admin')
    return {
      ok: false,
      fault: allAt('role', {
        ...nobodyLeft(),
        message: 'The first person has to be an admin: nobody else could add others',
      }),
    };
  const person: Person = { name: name.trim(), email: asKept(email), role, password: known?.password ?? null };
  const mayBe = keptBy(by);
  const left: Done<never> = { ok: false, fault: allAt('role', nobodyLeft()) };
  if (!mayBe(all, [...all.filter((one) => one.email !== person.email), person])) return left;
  const what = `${known ? 'changed' : 'added'} ${person.email}`;
  return inRecord({ what, before: known?.role ?? null, after: role }, async () => {
    if (!(await house.people.put(person, mayBe))) return left;
    if (password) await door.setPassword(person.email, password);
    // The session of the link is over with the first person.
    if (!all.length) await door.endSessions(OWNER.email);
    return succeeded(null);
  });
}

/** What keeps somebody from being added or changed, by the fields of the form. */
async function wrongPerson(
  { house, door, all }: { readonly house: Desk['house']; readonly door: Doorkeeper; readonly all: readonly Person[] },
  { name, email = '', role, password }: Posted,
  isKnown: boolean,
): Promise<FieldErrors> {
  const other = isKnown ? null : await house.people.find(email);
  const weak = password ? door.checkPassword(password) : null;
  const isLocked = !all.length && !password && !house.isVouched;
  return {
    ...(!filledIn(name) && { name: 'Give a name.' }),
    ...(!/^[^\s@<>]+@[^\s@<>]+$/.test(email) && { email: 'It is no e-mail address.' }),
    ...(other && { email: `${other.name} has this address already: choose Change in the list of people.` }),
    ...(!isRole(role) && { role: 'Choose a role.' }),
    ...(weak !== null && { password: weak }),
    ...(isLocked && { password: 'Give the first person a password: nobody could sign in otherwise.' }),
  };
}
