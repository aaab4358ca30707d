/** Runs a server in a folder of experiments, for tests, and asks it things. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDirectory } from '../../src/files/index.js';
import { type ServeOptions, type Serving, startServe } from '../../src/serve/index.js';

/** An experiment that is valid, and a draft. */
export const DRAFT = `# What the button says.
id: cta
name: Call to action

status: draft
variants:
  - key: control
    name: As it is
  - key: green
    name: Green # for now
    css: '.cta { color: green }'
metrics:
  - key: signup
    name: Sign-ups
    kind: conversion
    eventName: signup
    isPrimary: true
`;

/** Another one, of a layer. */
export const RUNNING = `id: price
name: Price
layer:
  name: checkout
  from: 0
  to: 0.5
variants:
  - key: control
    name: As it is
  - key: low
    name: Low
`;

/** A running server and its folder. */
export interface Studio extends Serving {
  readonly root: string;
  /** Signs in by the link of the start. */
  enter(): Promise<Asker>;
  /** With a token, as programs do. */
  withToken(token: string): Asker;
  readonly stranger: Asker;
  readonly said: readonly string[];
  /** Ends it, and leaves its folder as it is. */
  stop(): Promise<void>;
}

/** Somebody who asks. */
export interface Asker {
  readonly headers: Readonly<Record<string, string>>;
  get(path: string): Promise<Response>;
  /** JSON, as the API takes it. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** A form, as a page sends it. */
  submit(
    path: string,
    fields?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
}

/** Makes a folder. */
export function makeFolder(files: Readonly<Record<string, string>> = { 'experiments/cta.yaml': DRAFT }): string {
  const root = mkdtempSync(join(tmpdir(), 'fx-serve-'));
  const all = { 'fx.config.yaml': "previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\n", ...files };
  for (const [name, text] of Object.entries(all)) {
    makeDirectory(join(root, name, '..'));
    writeFileSync(join(root, name), text);
  }
  return root;
}

/** Starts a server in a folder. */
export async function startStudio(root = makeFolder(), options: Partial<ServeOptions> = {}): Promise<Studio> {
  const said: string[] = [];
  const serving = await startServe({
    directory: join(root, 'experiments'),
    own: join(root, '.fx'),
    port: 0,
    readoutScript: fileURLToPath(new URL('../../dist/esm/serve/readout/main.js', import.meta.url)),
    host: '127.0.0.1',
    say: (sentence) => said.push(sentence),
    ...options,
  });
  const asker = (headers: Readonly<Record<string, string>>): Asker => ({
    headers,
    get: (path) => fetch(`${serving.url}${path}`, { headers, redirect: 'manual' }),
    post: (path, body, more = {}) =>
      fetch(`${serving.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: serving.url, ...headers, ...more },
        body: JSON.stringify(body),
        redirect: 'manual',
      }),
    submit: (path, fields = {}, more = {}) =>
      fetch(`${serving.url}${path}`, {
        method: 'POST',
        headers: { origin: serving.url, ...headers, ...more },
        body: new URLSearchParams(fields),
        redirect: 'manual',
      }),
  });
  return {
    ...serving,
    root,
    said,
    stranger: asker({}),
    async enter() {
      const response = await fetch(serving.newLink(), { redirect: 'manual' });
      const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
      return asker({ cookie });
    },
    withToken: (token) => asker({ authorization: `Bearer ${token}` }),
    stop: () => serving.close(),
    async close() {
      await serving.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
