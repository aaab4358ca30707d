/** Holds what the smoke tests are written with: an engine, and the harness's site and collector. */

import { test as base } from 'vitest';
import { type Collector, startCollector } from '../harness/collector.js';
import { type Site, startSite } from '../harness/serve.js';
import { type Install, install, type Mode } from '../harness/snippet.js';
import { type Engine, NOTING, type Person, type Tab } from './engine.js';
import { startFirefox } from './firefox.js';
import { type Paths, startWebKit } from './webkit.js';

/** A visit to a page of a visitor. */
export interface Visit extends Partial<Install> {
  readonly html: string;
  /** Default `/page`. */
  readonly path?: string;
  readonly mode?: Mode;
  /** Headers of the page. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A new visitor, with one tab. */
export interface Visitor {
  readonly person: Person;
  readonly page: Tab;
  /** Errors that nobody caught; a test that ends with any has failed. */
  readonly errors: string[];
  /** What fx said in the console. */
  readonly warnings: string[];
  /** Closes everything of this visitor. */
  leave(): Promise<void>;
}

interface Stage {
  readonly engine: Engine;
  readonly site: Site;
  readonly collector: Collector;
  /** Comes from nowhere, with nothing stored. */
  readonly arrive: () => Promise<Visitor>;
  /** Puts a page with the tag on the site, and returns its address. */
  readonly publish: (visit: Visit) => string;
}

/** Which engine this run is in: `vitest.config.ts` says so. */
export const isWebKit = process.env.FX_ENGINE === 'webkit';

/** Lets a Firefox do without what the oldest ones that run fx have not. */
export const OLD = {
  'dom.navigation.webidl.enabled': false,
  'dom.security.trusted_types.enabled': false,
};

/** The engines that a test runs in, by name, with the preferences of each. */
export const ENGINES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = isWebKit
  ? { WebKit: {} }
  : { Firefox: {}, 'an old Firefox': OLD };

/** @param preferences of a Firefox, as about:config names them */
export const smoke = (preferences: Readonly<Record<string, unknown>> = {}) =>
  base.extend<Stage>({
    engine: [
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of fixtures out of the pattern
      async ({}, use) => {
        const { FX_FIREFOX = '', FX_WEBKIT = '' } = process.env;
        const engine = await (isWebKit
          ? startWebKit(JSON.parse(FX_WEBKIT) as Paths)
          : startFirefox(FX_FIREFOX, preferences));
        await use(engine);
        await engine.close();
      },
      { scope: 'file' },
    ],
    site: [
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of fixtures out of the pattern
      async ({}, use) => {
        const site = await startSite();
        await use(site);
        await site.close();
      },
      { scope: 'file' },
    ],
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of fixtures out of the pattern
    collector: async ({}, use) => {
      const collector = await startCollector();
      await use(collector);
      await collector.leave();
    },
    arrive: async ({ engine, site }, use) => {
      const here = new Set<Visitor>();
      const errors: string[] = [];
      site.reset();
      await use(async () => {
        const warnings: string[] = [];
        const person = await engine.arrive(
          (text) => errors.push(text),
          (text) => warnings.push(text),
        );
        const visitor: Visitor = {
          person,
          page: person.tab,
          errors,
          warnings,
          async leave() {
            here.delete(visitor);
            await person.leave();
          },
        };
        here.add(visitor);
        return visitor;
      });
      for (const visitor of here) await visitor.leave();
      if (errors.length) throw new Error(`Errors reached the page: ${errors}`);
    },
    publish: async ({ site }, use) => {
      await use(({ html, path = '/page', mode = 'inline', headers = {}, before = '', ...rest }) => {
        // under a policy it would be one more script
        const noting = isWebKit && !headers['content-security-policy'] ? NOTING : '';
        const made = install(html, { mode, before: noting + before, ...rest });
        site.answer(path, { headers, body: made.html });
        site.answer('/fx/container.js', { headers: { 'content-type': 'text/javascript' }, body: made.container });
        return site.origin + path;
      });
    },
  });

/** Asks a page until it says so. */
export const until = async (page: Tab, holds: string): Promise<void> => {
  const endsAt = Date.now() + 60_000;
  let last: unknown;
  // A page that is left while it is asked has no answer: the one that comes is asked next.
  const ask = (what: Promise<unknown>): Promise<unknown> =>
    what.catch((error: unknown) => {
      last = error;
    });
  while (!(await ask(page.evaluate(holds)))) {
    if (Date.now() > endsAt) {
      const markup = await ask(page.evaluate('document.documentElement.outerHTML'));
      throw new Error(`Never came true: ${holds}\n${markup}`, { cause: last });
    }
    await ask(painted(page));
  }
};

/** Resolves when the browser has painted what is there now. */
export const painted = async (page: Tab): Promise<void> => {
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
};
