/** Decides whether somebody whom a provider vouches for comes in, and as what. */

import type { People } from '../people.js';
import { ROLES, type StudioRole } from '../roles.js';
import type { OidcSettings } from './configured.js';
import type { OidcPerson } from './person.js';

/** Whether they come in. The sentence says what to do. */
export type Admission =
  | { readonly ok: true; readonly email: string }
  | { readonly ok: false; readonly sentence: string };

/** Where a claim gives roles it is the truth at each sign-in; else only those come in who stand in Settings. */
export async function admit(
  person: OidcPerson,
  { claim, trustsEmail, name }: OidcSettings,
  people: People,
): Promise<Admission> {
  const { email, isVerified } = person;
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(email))
    return refuse(
      `${name} does not tell your e-mail address: whoever runs it has to add the scope and the claim “email”.`,
    );
  // Else whoever can type an address of somebody else there is that person here.
  if (!isVerified && !trustsEmail)
    return refuse(`${name} does not say that ${email} was verified: verify it there, then sign in again.`);
  const known = await people.find(email);
  if (claim === null)
    return known ? { ok: true, email } : refuse(`${email} is not known here: ask an admin to add it below Settings.`);
  const role = highest(
    person.values.flatMap((value) => (Object.hasOwn(claim.roles, value) ? [claim.roles[value]] : [])),
  );
  if (role === null)
    return refuse(
      `${name} gives ${email} no role here: ask for one of ${Object.keys(claim.roles).join(', ')} in ${claim.name}.`,
    );
  const called = person.name.trim().slice(0, 100) || known?.name || email;
  if (known?.role !== role || known.name !== called)
    await people.put({ email, name: called, role, password: known?.password ?? null });
  return { ok: true, email };
}

const refuse = (sentence: string): Admission => ({ ok: false, sentence });

const highest = (roles: readonly (StudioRole | undefined)[]): StudioRole | null =>
  ROLES.findLast((role) => roles.includes(role)) ?? null;
