/**
 * Holds what the tests of signed manifests share: a page with a key, the files that lie beside it, and what it asked
 * for and said.
 */

import { afterEach, beforeEach, vi } from 'vitest';
import type { Client } from '../../src/tag/api.js';
import { type Boot, load } from '../../src/tag/load.js';
import type { Options } from '../../src/tag/options.js';
import { site } from '../sdk/attacks.js';
import { createStage, type Stage } from './stage.js';

export const HOME = 'https://shop.example.co.nz';
export const FROM = `${HOME}/fx/manifest.json`;
export const TOKEN = '0123456789abcdef';
export const DRAFT = `${HOME}/fx/preview.${TOKEN}.json`;

export let stage: Stage;
export let warnings: string[];
/** The addresses that were fetched. */
export let asked: string[];
/** What lies under an address. */
export let files: Record<string, string | undefined>;
let clients: Client[];

const open = (url?: string): void => {
  stage = createStage(url);
  // Scripts are not loaded in a test: the badge of a preview says nothing about that.
  const { happyDOM } = window as unknown as { happyDOM: { settings: Record<string, unknown> } };
  happyDOM.settings.handleDisabledFileLoadingAsSuccess = true;
  [warnings, asked, clients, files] = [[], [], [], {}];
  vi.spyOn(console, 'warn').mockImplementation((text) => warnings.push(text));
  vi.stubGlobal('fetch', async (url: string, { cache = 'default' }: RequestInit = {}) => {
    asked.push(cache === 'default' ? url : `${url} ${cache}`);
    const file = files[url];
    return { ok: file !== undefined, text: async () => file ?? '' };
  });
};

/** Gives each test of a file a page of its own. */
export const setUp = (): void => {
  beforeEach(() => open());
  afterEach(() => {
    for (const client of clients) client.dispose();
    stage.leave();
  });
};

/** Comes to another address, before anything has begun. */
export const visit = (url: string): void => {
  stage.leave();
  open(url);
};

/** Starts with the key of the site, and waits for nothing. */
export const start = (options: Options = {}, boot: Boot = {}): Client => {
  const client = load({ manifestUrl: FROM, key: site.key, ...options }, boot);
  clients.push(client);
  return client;
};

/** Starts, and waits until it is decided and stored. */
export const begin = async (options?: Options, boot?: Boot): Promise<Client> => {
  const client = start(options, boot);
  await client.ready;
  await stage.wait(2000);
  return client;
};

/** Leaves the page for the next one of the site, which finds what is stored. */
export const turnPage = (): void => {
  for (const client of clients.splice(0)) client.dispose();
};

export const publish = (manifest: string, signature?: string, url = FROM): void => {
  files[url] = manifest;
  files[`${url}.sig`] = signature;
};

/** Takes all files away. */
export const unpublish = (): void => {
  files = {};
};
