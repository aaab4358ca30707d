/** Serves the pages that say why somebody gets what they get: of one experiment, and of all. */

import type { Hono } from 'hono';
import type { AppEnv } from '../http.js';
import type { Desk, StudioContext } from './desk.js';
import { meetingOf } from './standing.js';
import { answerWithoutFile } from './unfiled.js';
import { type WhyFacts, whyAllBody, whyBody } from './why.js';
import { whyQueryIn } from './whyfacts.js';

/** Adds them. */
export function whyPages(app: Hono<AppEnv>, desk: Desk): void {
  const { house } = desk;
  const factsFor = async (c: StudioContext): Promise<WhyFacts> => ({
    catalogue: await house.workspace.read(),
    meeting: await meetingOf(house),
    query: whyQueryIn(new URL(c.req.url).searchParams),
    now: house.now(),
  });
  app.get('/why', async (c) => desk.show(c, { title: 'Why', at: 'why', body: whyAllBody(await factsFor(c)) }));
  app.get('/experiments/:id/why', async (c) => {
    const id = c.req.param('id');
    const shown = whyBody(id, await factsFor(c));
    if (!shown) return answerWithoutFile(desk, c, id);
    return desk.show(c, { title: `Why: ${shown.name}`, at: 'why', body: shown.body });
  });
}
