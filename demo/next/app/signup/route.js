/** Counts a sign-up at the edge: what was counted is sent once the answer is out. */

import { visitOf } from 'fx-tag/next';
import { after } from 'next/server';
import { fx } from '../../fx.mjs';

export const runtime = 'edge';

export async function POST() {
  const visit = await visitOf(fx);
  visit.track('signup', 1, { key: visit.subject });
  after(() => fx.flush());
  return Response.json({ hero: visit.variant('hero') ?? null });
}
