/** Opens the editor of a Studio on an experiment, for tests, and asks what the editor asks. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Asker, makeFolder, type Studio, startStudio } from './studio.js';

/** The experiment. */
export const FILE = `# What the headline says.
id: cta
name: Call to action
status: draft
variants:
  - key: control
    name: As it is
  - key: green
    name: Green # for now
    domOps:
      # Legal has approved this one.
      - op: replaceText
        selector: h1
        value: 'Hello' # short
      - op: addClass
        selector: .cta
        value: big
`;
/** Its site. */
export const SITE = 'https://www.example.com';
const CONFIG = `previewToken: '0123456789abcdef'\nsite: ${SITE}/shop\nserve:\n  origins: ['https://m.example.com']\n`;

/** What is saved of it. */
export const GREEN = { variant: 'green', domOps: [{ op: 'replaceText', selector: 'h1', value: 'Hi' }] };

/** What Studio answers. */
export type Answer = Record<string, unknown>;

/** It, its owner, and the ways of the editor. */
export interface Edited {
  readonly studio: Studio;
  owner(): Asker;
  /** Somebody with a role; the owner signs in anew. */
  addPerson(role: string): Promise<Asker>;
  /** The experiment as it is now. */
  file(): string;
  write(text: string): void;
  /** The token of an address that opens the editor. */
  open(asker?: Asker): Promise<string>;
  /** A session for a token. */
  enter(token?: string): Promise<string>;
  ask: Ask;
}

/** Asks from a page of the site, as the editor does. */
export type Ask = (
  what: string,
  body: unknown,
  session?: string,
  headers?: Readonly<Record<string, string>>,
) => Promise<Response>;

/** Starts it, with a clock. */
export async function startEdited(now?: () => number): Promise<Edited> {
  const root = makeFolder({ 'experiments/cta.yaml': FILE, 'fx.config.yaml': CONFIG });
  const studio = await startStudio(root, now && { now });
  const path = join(root, 'experiments/cta.yaml');
  let owner = await studio.enter();
  const ask = askAt(studio);
  const open = async (asker = owner): Promise<string> => {
    const answer = await json(asker.post('/api/editor.open', { experimentId: 'cta', page: '/pricing' }));
    if (!answer.url) throw new Error(JSON.stringify(answer));
    return new URL(String(answer.url)).searchParams.get('fx-edit') ?? '';
  };
  return {
    studio,
    owner: () => owner,
    async addPerson(role) {
      const password = 'correct horse battery';
      await owner.submit('/settings/people', { name: 'Boss', email: 'boss@example.com', role: 'admin', password });
      // The first person ends the session of the start's link.
      owner = await studio.enter();
      await owner.submit('/settings/people', { name: 'Ada', email: 'ada@example.com', role, password });
      const response = await studio.stranger.submit('/sign-in', { email: 'ada@example.com', password });
      const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
      return { ...owner, headers: { cookie }, post: (to, body) => owner.post(to, body, { cookie }) };
    },
    file: () => readFileSync(path, 'utf8'),
    write: (text) => writeFileSync(path, text),
    open,
    enter: async (token) => String((await json(ask('begin', { token: token ?? (await open()) }))).session),
    ask,
  };
}

const askAt =
  ({ url }: Studio): Ask =>
  (what, body, session = '', headers = {}) =>
    fetch(`${url}/api/editor.${what}`, {
      method: 'POST',
      headers: {
        origin: SITE,
        'content-type': 'application/json',
        ...(session && { authorization: `Bearer ${session}` }),
        ...headers,
      },
      body: JSON.stringify(body),
    });

export const json = async (response: Promise<Response>): Promise<Answer> => (await (await response).json()) as Answer;
