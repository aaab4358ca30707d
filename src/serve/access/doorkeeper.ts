/** Finds out who asks: by a session's cookie, by a token, by the header of a proxy; and lets people in and out. */

import { createLimit, createSteadyClock } from '../../collector/index.js';
import type { Author } from '../gitcommits.js';
import type { Caller } from '../house.js';
import { createCookie } from './cookies.js';
import { createPasswords, LONGEST_PASSWORD, SHORTEST_PASSWORD } from './passwords.js';
import { asKept, type People } from './people.js';
import { isSameSecret, newSecret } from './secrets.js';
import { SESSION_MS, type Sessions } from './sessions.js';

/** What of a request says who asks. */
export interface Credentials {
  readonly cookie: string | undefined;
  readonly authorization: string | undefined;
  /** Of the header that the configuration names, from a proxy that is trusted. */
  readonly proxied: string | undefined;
}

/** Somebody who was recognised. */
export interface Recognised extends Caller {
  /** How: only a cookie is sent by browsers on their own. */
  readonly by: 'session' | 'token' | 'proxy';
  /** Null for a token. */
  readonly email: string | null;
}

/** What came of a try to sign in. */
export type SignIn =
  | { readonly ok: true; readonly cookie: string }
  | { readonly ok: false; readonly reason: 'wrong' | 'too-many' };

/** Who stands at the door. */
export interface Doorkeeper {
  recognise(credentials: Credentials): Promise<Recognised | null>;
  /** A secret for the address of the first start; each works once. */
  newLink(): string;
  useLink(secret: string): Promise<SignIn>;
  signIn(email: string, password: string, address: string): Promise<SignIn>;
  /** For whoever another system vouches for. */
  signInAs(email: string): Promise<string>;
  signOut(cookie: string | undefined, isEverywhere: boolean): Promise<string>;
  /** Ends the sessions of somebody who may no longer come in. */
  endSessions(email: string): Promise<void>;
  /** Null where it may be one, else why not. */
  checkPassword(password: string): string | null;
  /** Null where it was set, else why not. */
  setPassword(email: string, password: string): Promise<string | null>;
  /** Of somebody who knows the old one; signs them in anew, as all their sessions end. */
  changePassword(
    email: string,
    old: string,
    password: string,
    /** Called once the old one is known to be right, before anything is changed; what it throws keeps all as it is. */
    onRight?: () => void,
  ): Promise<SignIn | { readonly problem: string }>;
  /** Whether anybody can sign in by a password. */
  hasPassword(): Promise<boolean>;
}

/** What it works with. */
export interface DoorkeeperParts {
  readonly people: People;
  readonly sessions: Sessions;
  /** Where people reach Studio. */
  readonly address: string;
  readonly now: () => number;
}

/** Who comes by the link of the first start. */
export const OWNER = { email: 'owner@localhost', name: 'Owner' } as const;

const NOBODY = 'There is nobody of that address.';

const LINK_MS = 60 * 60_000;

/** Passwords are tried ten times, then once a minute; an address fifty times. */
export function createDoorkeeper({ people, sessions, address: own, now }: DoorkeeperParts): Doorkeeper {
  const cookieOf = createCookie(own, 'session');
  const passwords = createPasswords();
  const links = new Map<string, number>();
  const steady = createSteadyClock(now);
  const perPerson = createLimit(10, 60_000, now);
  const perAddress = createLimit(50, 10_000, now);
  const begin = async (email: string): Promise<string> =>
    cookieOf.set(await sessions.begin(asKept(email)), SESSION_MS / 1000);
  const personOf = async (email: string, by: Recognised['by']): Promise<Recognised | null> => {
    const person = await people.find(email);
    if (person) return { author: authorOf(person), role: person.role, by, email: person.email };
    // Whoever reads the terminal owns the machine: their link works also where everybody forgot their password.
    return email === OWNER.email && by === 'session' ? { author: OWNER, role: 'admin', by, email } : null;
  };
  const know = async ({ cookie, authorization, proxied }: Credentials): Promise<Recognised | null> => {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (token !== undefined) {
      const known = await people.findToken(token);
      return known && { author: { name: known.name, email: '' }, role: known.role, by: 'token', email: null };
    }
    if (proxied !== undefined) return personOf(proxied, 'proxy');
    const secret = cookieOf.secretIn(cookie);
    const session = secret === null ? null : await sessions.find(secret);
    return session && personOf(session.email, 'session');
  };
  const recognise: Doorkeeper['recognise'] = async (credentials) => {
    const known = await know(credentials);
    return known && { ...known, again: () => know(credentials) };
  };
  const setPassword: Doorkeeper['setPassword'] = async (email, password) => {
    const person = await people.find(email);
    const problem = person ? passwordProblem(password) : NOBODY;
    if (!person || problem !== null) return problem;
    // Who was removed meanwhile stays so, and keeps the role that they were given.
    if (!(await people.setPassword(person.email, await passwords.store(password)))) return NOBODY;
    // Whoever had the old one is out.
    await sessions.endAll(person.email);
    return null;
  };
  return {
    recognise,
    newLink() {
      const secret = newSecret();
      links.set(secret, steady());
      return secret;
    },
    async useLink(secret) {
      const found = [...links].find(([one, since]) => isSameSecret(one, secret) && steady() - since < LINK_MS);
      if (!found) return { ok: false, reason: 'wrong' };
      links.delete(found[0]);
      return { ok: true, cookie: await begin(OWNER.email) };
    },
    async signIn(email, password, address) {
      const who = asKept(email);
      if (!perAddress.take(address) || !perPerson.take(who)) return { ok: false, reason: 'too-many' };
      const person = await people.find(who);
      if (!(await passwords.matches(password, person?.password ?? null))) return { ok: false, reason: 'wrong' };
      perPerson.clear(who);
      return { ok: true, cookie: await begin(who) };
    },
    signInAs: begin,
    endSessions: (email) => sessions.endAll(asKept(email)),
    checkPassword: passwordProblem,
    async signOut(cookie, isEverywhere) {
      const secret = cookieOf.secretIn(cookie);
      const session = secret === null ? null : await sessions.find(secret);
      if (session && isEverywhere) await sessions.endAll(session.email);
      else if (secret !== null) await sessions.end(secret);
      return cookieOf.set('', 0);
    },
    setPassword,
    async changePassword(email, old, password, onRight) {
      const wrong = passwordProblem(password);
      if (wrong !== null) return { problem: wrong };
      if (!perPerson.take(email)) return { ok: false, reason: 'too-many' };
      const person = await people.find(email);
      if (!(await passwords.matches(old, person?.password ?? null))) return { ok: false, reason: 'wrong' };
      perPerson.clear(email);
      onRight?.();
      const problem = await setPassword(email, password);
      if (problem !== null) return { problem };
      return { ok: true, cookie: await begin(email) };
    },
    hasPassword: async () => (await people.list()).some(({ password }) => password !== null),
  };
}

function passwordProblem({ length }: string): string | null {
  if (length < SHORTEST_PASSWORD) return `A password has at least ${SHORTEST_PASSWORD} characters.`;
  return length > LONGEST_PASSWORD ? `A password has at most ${LONGEST_PASSWORD} characters.` : null;
}

const authorOf = ({ name, email }: { readonly name: string; readonly email: string }): Author => ({ name, email });
