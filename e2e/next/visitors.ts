/** Visits the sites on Next: by requests with cookies, and by a browser that listens to what a page complains of. */

import type { Browser } from 'playwright';
import { manifest } from '../../demo/next/manifest.mjs';
import { createServer } from '../../src/sdk/server/index.js';

/** A headless browser is nobody to a server. */
export const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const fx = createServer({ manifest });

/** What a site has answered. */
export interface Answer {
  readonly text: string;
  readonly cookie: string;
  readonly headers: Headers;
}

/** Asks as a browser does, and keeps the cookies that were set. */
export async function get(url: string, cookie = '', headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(url, { headers: { 'user-agent': AGENT, ...(cookie && { cookie }), ...headers } });
  const set = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  return { text: await answer.text(), cookie: set.join('; ') || cookie, headers: answer.headers };
}

/** A page of a new visitor, with what it complains of: errors, and what React tells the console. */
export async function openPage(browser: Browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${error}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { complaints, context, page };
}

/** What this visitor has, by the cookies that they hold. */
export const variantOf = (id: string, cookie: string): string | undefined =>
  fx.visit({ headers: { host: 'x', 'user-agent': AGENT, cookie } }).variant(id);
