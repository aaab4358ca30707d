/** Opens pages of a server as a browser does that goes where they lead by themselves. */

import type { Asker, Studio } from './studio.js';

/** What a browser shows of an address: where it is led to by itself, or null. */
export interface Seen {
  readonly status: number;
  readonly text: string;
  readonly next: string | null;
  readonly location: string | null;
}

export async function seen(response: Response): Promise<Seen> {
  const text = await response.text();
  const [, next = null] = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(text) ?? [];
  const location = response.headers.get('location');
  return { status: response.status, text, next: next?.replaceAll('&#38;', '&') ?? null, location };
}

/** As a browser opens a page. */
export async function open(studio: Studio, asker: Asker, path: string): Promise<Seen> {
  const headers = { ...asker.headers, accept: 'text/html,*/*' };
  return seen(await fetch(`${studio.url}${path}`, { headers, redirect: 'manual' }));
}

/** Goes on as a browser does until something else is there. */
export async function follow(studio: Studio, asker: Asker, first: Seen): Promise<Seen> {
  let now = first;
  while (now.next !== null) now = await open(studio, asker, now.next);
  return now;
}
