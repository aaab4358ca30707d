/** Talks to Studio, at the address that the tag's configuration names and at no other. */

import type { Op } from '../core/index.js';
import { readTab, writeTab } from './tab.js';

/** A variant as its file says it. */
export interface FiledVariant {
  readonly key: string;
  readonly name: string;
  readonly isControl: boolean;
  readonly css: string;
  readonly domOps: readonly Op[];
  /** It has code of its own, which does not run here. */
  readonly hasCode: boolean;
}

/** The experiment that is edited. */
export interface FiledTest {
  readonly experimentId: string;
  readonly name: string;
  readonly status: string;
  readonly revision: string;
  readonly variants: readonly FiledVariant[];
  readonly trigger: Readonly<Record<string, unknown>> | null;
  readonly rule: unknown;
}

/** What is saved of one variant. */
export interface SavedWork {
  readonly variant: string;
  readonly css: string;
  readonly domOps: readonly Op[];
  /** Left out where they were not changed here. */
  readonly trigger?: unknown;
  readonly rule?: unknown;
}

/** What the validator says of a line. */
export interface StudioRemark {
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly path: string;
  readonly message: string;
}

/** An answer of Studio, or why there is none. */
export type StudioAnswer<Value> = { readonly ok: true; readonly value: Value } | Unanswered;

/** `offline`: it cannot be reached, or the policy of the page forbids it. */
export interface Unanswered {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** Studio, with a session of one experiment. */
export interface Studio {
  readonly address: string;
  read(): Promise<StudioAnswer<FiledTest>>;
  check(work: SavedWork): Promise<StudioAnswer<{ readonly problems: readonly StudioRemark[]; readonly yaml: string }>>;
  save(work: SavedWork, revision: string): Promise<StudioAnswer<FiledTest>>;
}

const SESSION = 'fx-editor-session';

/**
 * Enters Studio with the token of the address, or with the session that this tab has: where storage is blocked, a
 * reload needs a new link.
 *
 * @param token null where the address has none
 */
export async function enterStudio(address: string, token: string | null): Promise<StudioAnswer<Studio>> {
  const known = token === null ? readTab(SESSION) : null;
  if (known !== null) return { ok: true, value: studioAt(address, known) };
  const begun = await ask<{ readonly session: string }>(address, 'begin', { token });
  if (!begun.ok) return begun;
  writeTab(SESSION, begun.value.session);
  return { ok: true, value: studioAt(address, begun.value.session) };
}

/** The session ends in this tab. */
export function forgetSession(): void {
  writeTab(SESSION, '');
}

const studioAt = (address: string, session: string): Studio => ({
  address,
  read: () => ask(address, 'read', {}, session),
  check: (work) => ask(address, 'check', work, session),
  save: (work, revision) => ask(address, 'save', work, session, revision),
});

async function ask<Value>(
  address: string,
  what: string,
  body: object,
  session?: string,
  revision?: string,
): Promise<StudioAnswer<Value>> {
  try {
    const response = await fetch(new URL(`/api/editor.${what}`, address), {
      method: 'POST',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      headers: {
        'Content-Type': 'application/json',
        ...(session && { Authorization: `Bearer ${session}` }),
        ...(revision && { 'If-Match': `"${revision}"` }),
      },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { ok: true, value: answer as Value };
    const { code = 'UNEXPECTED', message = '', problems = [] } = answer as Partial<Unanswered>;
    return { ok: false, code, message, problems };
  } catch {
    // Why is told to the console alone: a server that is off looks the same as a policy that forbids it.
    return {
      ok: false,
      code: 'offline',
      message: `Studio at ${address} cannot be reached from this page`,
      problems: [],
    };
  }
}
