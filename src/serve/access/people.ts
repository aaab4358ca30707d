/**
 * Keeps the people and the tokens that may use this Studio, in one file that holds no password and no token in clear.
 */

import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { makeDirectory, Refusal, readText, shown, writeOver } from '../../files/index.js';
import { isRole, type StudioRole } from './roles.js';
import { digestOf, newSecret } from './secrets.js';

/** Somebody who may sign in. */
export interface Person {
  /** How they sign in, in lower case. */
  readonly email: string;
  readonly name: string;
  readonly role: StudioRole;
  /** As `passwords` stores it; null for those who sign in by another system. */
  readonly password: string | null;
}

/** What a program signs in with. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly role: StudioRole;
  /** SHA-256 of the token. */
  readonly digest: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/**
 * Whether a change may be, asked of the people as they are by then and as they would be: of two admins who remove each
 * other at the same moment nobody would be left.
 */
export type MayBe = (now: readonly Person[], next: readonly Person[]) => boolean;

/** Who may use this Studio. */
export interface People {
  list(): Promise<readonly Person[]>;
  find(email: string): Promise<Person | null>;
  /** Adds somebody, or replaces who has the same address; false where that may not be. */
  put(person: Person, mayBe?: MayBe): Promise<boolean>;
  /** Leaves all else as it is by then; false where there is nobody of that address any more. */
  setPassword(email: string, stored: string): Promise<boolean>;
  /** False where that may not be. */
  remove(email: string, mayBe?: MayBe): Promise<boolean>;
  tokens(): Promise<readonly ApiToken[]>;
  /** @returns the token, which is not kept and cannot be shown again */
  addToken(name: string, role: StudioRole, now: number): Promise<string>;
  removeToken(id: string): Promise<void>;
  findToken(token: string): Promise<ApiToken | null>;
}

interface PeopleFile {
  readonly people: readonly Person[];
  readonly tokens: readonly ApiToken[];
}

/** What tokens begin with, so that a scanner for secrets finds one that got into a repository. */
export const TOKEN_PREFIX = 'fx_';

/** Kept in a file; read at each question, so that an edit by hand holds at once. */
export function openPeople(file: string): People {
  const read = async (): Promise<PeopleFile> => peopleIn(await readText(file), file);
  // Two changes at once, or one of another Studio: who was removed would come back, and a token be worth nothing.
  const change = async (edit: (now: PeopleFile) => PeopleFile): Promise<void> => {
    makeDirectory(dirname(file));
    for (let isWritten = false; !isWritten; ) {
      const before = await readText(file);
      isWritten = writeOver(file, before, `${JSON.stringify(edit(peopleIn(before, file)), null, 2)}\n`, 0o600);
    }
  };
  const changePeople = async (
    edit: (now: readonly Person[]) => readonly Person[],
    mayBe: MayBe = () => true,
  ): Promise<boolean> => {
    let isDone = false;
    await change((all) => {
      const next = edit(all.people);
      isDone = mayBe(all.people, next);
      return isDone ? { ...all, people: next } : all;
    });
    return isDone;
  };
  return {
    list: async () => (await read()).people,
    find: async (email) => (await read()).people.find((one) => one.email === asKept(email)) ?? null,
    put(person, mayBe) {
      const own = { ...person, email: asKept(person.email) };
      return changePeople((people) => [...people.filter((one) => one.email !== own.email), own], mayBe);
    },
    async setPassword(email, stored) {
      const own = asKept(email);
      let isFound = false;
      await change(({ people, tokens }) => {
        isFound = people.some((one) => one.email === own);
        return { people: people.map((one) => (one.email === own ? { ...one, password: stored } : one)), tokens };
      });
      return isFound;
    },
    remove(email, mayBe) {
      const own = asKept(email);
      return changePeople((people) => people.filter((one) => one.email !== own), mayBe);
    },
    tokens: async () => (await read()).tokens,
    async addToken(name, role, now) {
      const token = `${TOKEN_PREFIX}${newSecret()}`;
      const id = randomBytes(6).toString('hex');
      const added: ApiToken = { id, name, role, digest: digestOf(token), createdAt: new Date(now).toISOString() };
      await change((all) => ({ ...all, tokens: [...all.tokens, added] }));
      return token;
    },
    removeToken: (id) => change((all) => ({ ...all, tokens: all.tokens.filter((one) => one.id !== id) })),
    async findToken(token) {
      const digest = digestOf(token);
      return (await read()).tokens.find((one) => one.digest === digest) ?? null;
    },
  };
}

/** However somebody types it. */
export const asKept = (email: string): string => email.trim().toLowerCase();

function peopleIn(text: string | null, file: string): PeopleFile {
  if (text === null) return { people: [], tokens: [] };
  try {
    const value = JSON.parse(text) as Partial<PeopleFile> | null;
    const { people, tokens } = value ?? {};
    if (people?.every((one) => typeof one.email === 'string' && isRole(one.role)) && tokens?.every(isToken))
      return { people, tokens };
  } catch {
    // The sentence below says it.
  }
  // Taken for empty, it would let the next visitor of the start link be the admin.
  throw new Refusal(`${shown(file)} is not a file of people that fx wrote: put it back from a backup.`, 'people');
}

const isToken = (one: ApiToken): boolean => typeof one.digest === 'string' && isRole(one.role);
