/**
 * Measures what it costs to load the tag by a tag manager: for how long visitors see the page without their variant.
 */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { compile, container } from '../dist/esm/authoring/index.js';
import { ensureBrowser } from './browser.mjs';

const LOADS = 15;
/** What each answer takes on the way, milliseconds: a mobile network on a good day. */
const LATENCY_MS = 100;

const experiment = `id: headline
name: Headline
variants:
  - {key: control, name: Old, weight: 0}
  - {key: treatment, name: New, weight: 10000, domOps: [{op: replaceText, selector: h1, value: New}]}
`;
const { manifest } = await compile([{ path: 'headline.yaml', text: experiment }]);
const template = readFileSync(fileURLToPath(new URL('../dist/fx.container.js', import.meta.url)), 'utf8');

const TAG = '<script src="/fx/container.js"></script>';
/**
 * As managers do it: an asynchronous script of some 90 KB, which then adds the tag. Theirs have more to do than this
 * one.
 */
const MANAGER = `<script>(function(d){var s=d.createElement('script');s.async=true;s.src='/manager.js';d.head.appendChild(s)})(document)</script>`;
const WATCH = `<script>
  window.seen = {};
  new MutationObserver(() => {
    const h1 = document.querySelector('h1');
    if (h1 && h1.textContent === 'New') window.seen.changed ??= performance.now();
  }).observe(document, {childList: true, subtree: true, characterData: true});
</script>`;
const page = (head) =>
  `<!doctype html><html><head>${WATCH}${head}</head><body><h1>Old</h1><p>${'Text. '.repeat(200)}</p></body></html>`;

const answers = {
  '/head': ['text/html', page(TAG)],
  '/manager': ['text/html', page(MANAGER)],
  '/fx/container.js': ['text/javascript', container(template, manifest).text],
  '/manager.js': [
    'text/javascript',
    `/*${'x'.repeat(90_000)}*/var s=document.createElement('script');s.src='/fx/container.js';document.head.appendChild(s);`,
  ],
};
const server = createServer((request, response) => {
  const [type, text] = answers[request.url] ?? [];
  setTimeout(
    () => response.writeHead(type ? 200 : 404, { 'content-type': type ?? 'text/plain' }).end(text),
    LATENCY_MS,
  );
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox'] });

for (const way of ['head', 'manager']) {
  const times = [];
  for (let load = 0; load < LOADS; load++) {
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(`${origin}/${way}`);
    await tab.getByRole('heading', { name: 'New' }).waitFor();
    times.push(
      await tab.evaluate(async () => {
        const paint = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
        while (paint() === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
        return { paint: paint(), changed: window.seen.changed };
      }),
    );
    await context.close();
  }
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const flashes = times.map(({ paint, changed }) => Math.max(0, changed - paint));
  process.stdout.write(
    `${way}: painted first after ${median(times.map(({ paint }) => paint)).toFixed(0)} ms, changed after ${median(times.map(({ changed }) => changed)).toFixed(0)} ms, ` +
      `${flashes.filter((flash) => flash > 0).length} of ${LOADS} loads showed the old text, for ${median(flashes).toFixed(0)} ms\n`,
  );
}
await browser.close();
server.close();
