/**
 * Checks that one visitor has one answer: the server's and the tag's are the same, whoever is asked first, and count
 * once.
 */

import type { IncomingMessage } from 'node:http';
import type { Page } from '@playwright/test';
import { createServer, type FxServer } from '../../src/sdk/server/index.js';
import { client, expect, install, isLong, pageOf, type Site, test } from '../harness/index.js';
import { type MadeVisit, makeVisit } from './visits.js';

/** Whether the server has its cookies set on the page. */
type Order = 'server first' | 'tag first' | 'apart';

type Answers = Readonly<Record<string, { readonly variant: string | null; readonly reason: string | undefined }>>;

const feature = 'served';
const ORDERS: readonly Order[] = ['server first', 'tag first', 'apart'];
const VISITS = isLong ? 600 : 120;
const STEP = 20;

const serverFor = ({ isConsentRequired, manifest }: MadeVisit): FxServer =>
  createServer({ manifest, ...(isConsentRequired && { consent: 'required' }), onProblem: () => undefined });

/** What the server says about a request, and the cookies that it sets. */
function askServer(
  fx: FxServer,
  made: MadeVisit,
  request: Pick<IncomingMessage, 'headers' | 'url'>,
): { answers: Answers; cookies: readonly string[] } {
  const visit = fx.visit(request, { subject: made.subject, context: made.context });
  const ids = made.manifest.experiments.map(({ id }) => id);
  const answers = Object.fromEntries(
    ids.map((id) => [id, { variant: visit.explain(id)?.variant ?? null, reason: visit.explain(id)?.reason }]),
  );
  return { answers, cookies: visit.setCookies };
}

/** What the tag says on the page, and what it counts. */
async function askTag(page: Page, ids: readonly string[]): Promise<{ answers: Answers; exposures: string[] }> {
  return (await client(page)).evaluate((fx, names) => {
    const exposures: string[] = [];
    fx.on('exposure', ({ experiment, variant }) => exposures.push(`${experiment} ${variant}`));
    const answers = Object.fromEntries(
      names.map((id) => {
        const { reason, variant = null } = fx.explain(id) ?? {};
        return [id, { variant, reason }];
      }),
    );
    return { answers, exposures };
  }, ids);
}

async function play(
  { page, site }: { page: Page; site: Site },
  seed: number,
  order: Order,
): Promise<{ server: Answers; tag: Answers; exposures: string[]; made: MadeVisit }> {
  const made = makeVisit(seed, Date.now());
  const fx = serverFor(made);
  const ids = made.manifest.experiments.map(({ id }) => id);
  const path = `/e2e/${feature}/`;
  const facts = JSON.stringify(made.context);
  const agent = made.userAgent
    ? `Object.defineProperty(navigator, 'userAgent', { get: () => ${JSON.stringify(made.userAgent)} });`
    : '';
  const { html } = install(pageOf(feature), {
    mode: 'inline',
    manifest: made.manifest,
    attributes: {
      ...(made.subject && { 'data-subject': made.subject }),
      ...(made.isConsentRequired && { 'data-consent': 'required' }),
    },
    before: `<script>${agent}localStorage.clear();sessionStorage.clear();fx = [['setContext', ${facts}]]</script>`,
  });
  let server: Answers = {};
  let headers: IncomingMessage['headers'] = {};
  site.answer(path, (request, response) => {
    headers = request.headers;
    if (made.isPrefetched) {
      const prefetched = askServer(fx, made, {
        headers: { ...headers, 'sec-purpose': 'prefetch' },
        url: request.url ?? '',
      });
      expect(prefetched.cookies).toEqual([]);
    }
    const asked = order === 'tag first' ? undefined : askServer(fx, made, request);
    if (asked) server = asked.answers;
    if (order === 'server first')
      for (const cookie of asked?.cookies ?? []) response.appendHeader('set-cookie', cookie);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
  await page.goto('about:blank');
  await page.context().clearCookies();
  const entries = Object.entries(made.cookies);
  if (entries[0]) await page.context().addCookies(entries.map(([name, value]) => ({ name, value, url: site.origin })));
  await page.setExtraHTTPHeaders(made.userAgent ? { 'user-agent': made.userAgent } : {});
  await page.goto(`${site.origin}${path}${made.query}`, made.referrer ? { referer: made.referrer } : {});
  const { answers: tag, exposures } = await askTag(page, ids);
  if (order === 'tag first') {
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    // As the next request for the same page would have them, but for the visit, which has then one page more.
    const before = made.cookies._fx_v ? `; _fx_v=${made.cookies._fx_v}` : '';
    const kept = cookie.replace(/(; )?_fx_v=[^;]*/, '') + before;
    server = askServer(fx, made, { headers: { ...headers, cookie: kept }, url: `${path}${made.query}` }).answers;
  }
  return { server, tag, exposures, made };
}

/** Where the other was asked first, what it has assigned is known by now. */
function afterwards(answers: Answers, { manifest }: MadeVisit, isSilent: boolean): Answers {
  const isKept = (id: string): boolean =>
    manifest.experiments.find((one) => one.id === id)?.sticky !== false && !isSilent;
  return Object.fromEntries(
    Object.entries(answers).map(([id, one]) => [
      id,
      one.reason === 'assigned' && isKept(id) ? { ...one, reason: 'sticky' } : one,
    ]),
  );
}

for (const [index, order] of ORDERS.entries()) {
  for (let from = 0; from < VISITS / 3; from += STEP) {
    const until = Math.min(VISITS / 3, from + STEP);
    test(`visits ${from + 1} to ${until}, ${order}, have the same variants for the same reasons, and count once`, async ({
      page,
      site,
    }) => {
      for (let n = from; n < until; n++) {
        const seed = 1000 * (index + 1) + n;
        const { exposures, made, server, tag } = await play({ page, site }, seed, order);
        const isPreview = made.query.startsWith('?fx=');
        const hint = `seed ${seed}: ${JSON.stringify(made)}`;
        // Of a new visitor who is not stored there is no id that both could know.
        const isKnown = made.subject || made.cookies._fx || (order !== 'apart' && !isPreview);
        const [first, second] = order === 'tag first' ? [tag, server] : [server, tag];
        if (isKnown) expect(second, hint).toEqual(order === 'apart' ? first : afterwards(first, made, isPreview));
        expect(new Set(exposures).size, hint).toBe(exposures.length);
        if (isPreview) expect(exposures, hint).toEqual([]);
      }
    });
  }
}
