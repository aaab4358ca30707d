/** Serves the files that Studio's pages load: one style sheet, and the modules that were built for them. */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { jsonSchema } from '../../authoring/index.js';
import { styles } from '../../pages/index.js';
import { REPORT_STYLES } from '../../results/index.js';
import type { AppEnv } from '../http.js';
import { STUDIO_STYLES } from './styles.js';

/** Routes below `/studio`. */
export function assetRoutes(): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  let schema: Promise<string> | null = null;
  app.get('/studio/style.css', (c) =>
    c.body(`${styles}${REPORT_STYLES}${STUDIO_STYLES}`, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'no-cache',
    }),
  );
  app.get('/studio/schema.json', async (c) => {
    schema ??= jsonSchema().then((one) => JSON.stringify(one));
    return c.body(await schema, 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' });
  });
  // Bundled, as it is made of packages: without it the text is edited as it stands.
  app.get('/studio/code.js', async (c) => {
    const text = await readFile(fileURLToPath(new URL('../../../fx.code.js', import.meta.url))).catch(() => null);
    if (!text) return c.notFound();
    return c.body(text, 200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' });
  });
  app.get('/studio/:path{(?:[a-z]+/)?[a-z]+\\.js}', async (c) => {
    const file = fileURLToPath(new URL(`../page/${c.req.param('path')}`, import.meta.url));
    const text = await readFile(file).catch(() => null);
    if (!text) return c.notFound();
    return c.body(text, 200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' });
  });
  return app;
}
