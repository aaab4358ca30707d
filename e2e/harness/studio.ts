/** Starts a Studio over a folder of its own, and browsers that sign in to it. */

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { type ServeOptions, type Serving, startServe } from '../../dist/esm/serve/index.js';

/** A Studio that runs. */
export interface OpenStudio extends Serving {
  /** Where its folders lie. */
  readonly root: string;
  /** The file of an experiment, as it is on the disk. */
  saved(id: string): Promise<string>;
  /** In a browser window of its own, signed in as the owner; `said` is what its console says, and its errors. */
  enter(browser: Browser, options?: Parameters<Browser['newContext']>[0]): Promise<{ page: Page; said: string[] }>;
}

/** What is in the folder: files of experiments by name, or a folder to copy them from. */
export type StudioFiles = Readonly<Record<string, string>> | string;

/** An experiment of two variants, the last of which takes more fields. */
export const CTA = `id: cta
name: Call to action
variants:
  - key: control
    name: As it is
  - key: green
    name: Green
`;

/** On a loaded machine any page may be slow: what is looked at is the page, not that it is waited for. */
export const UNHURRIED = { waiting: { sayAfterMs: 60_000 } } satisfies Partial<ServeOptions>;

/** Starts one; what it publishes lies in `published`. @param config lines of its configuration */
export async function openStudio(
  files: StudioFiles,
  options: Partial<ServeOptions> = {},
  config = '',
): Promise<OpenStudio> {
  const root = await mkdtemp(join(tmpdir(), 'fx-studio-'));
  const directory = join(root, 'experiments');
  if (typeof files === 'string') await cp(files, directory, { recursive: true });
  else {
    await mkdir(directory);
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  }
  const own = "previewToken: '0123456789abcdef'\ntargets:\n  live: published\n";
  await writeFile(join(root, 'fx.config.yaml'), own + config);
  const serving = await startServe({
    directory,
    own: join(root, '.fx'),
    port: 0,
    host: '127.0.0.1',
    say: () => undefined,
    ...UNHURRIED,
    ...options,
  });
  return {
    ...serving,
    root,
    saved: (id) => readFile(join(directory, `${id}.yaml`), 'utf8'),
    async enter(browser, context = {}) {
      const page = await (await browser.newContext(context)).newPage();
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(error.message));
      await page.goto(serving.newLink());
      return { page, said };
    },
    async close() {
      await serving.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
