/** Checks what follows a saved file and a received event. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { banner } from '../../src/dev/banner.js';
import { batch, exposure, folder, post } from '../collector/events.js';
import { ask, experiment, serve } from './project.js';
import { read } from './streams.js';

const SITE = {
  'index.html': '<head></head>',
  'experiments/one.yaml': experiment('one'),
  'fx.config.yaml': 'previewToken: 00000000deadbeef',
};

interface DevState {
  readonly build: string;
  readonly problems: readonly string[];
}

const isState = (test: (state: DevState) => boolean) => (content: unknown) => test(content as DevState);

test('a saved experiment is compiled, served, and tells open pages to reload', async () => {
  const { url, dir } = await serve(SITE);
  const stream = await read(`${url}/fx/stream/dev`);
  const { build } = (await stream.next('state')) as DevState;
  expect((await ask(url, '/')).text).toContain(`/fx/dev.js?build=${build}`);
  writeFileSync(join(dir, 'experiments/two.yaml'), experiment('two'));
  await stream.next(
    'state',
    isState((state) => state.build !== build),
  );
  const manifest = JSON.parse((await ask(url, '/fx/manifest.json')).text);
  expect(manifest.experiments.map(({ id }: { id: string }) => id)).toEqual(['one', 'two']);
  expect((await ask(url, '/fx/container.js')).text).toContain('two');
});

test('an error is told to open pages and the last good experiments stay until it is mended', async () => {
  const log: string[] = [];
  const { url, dir } = await serve(SITE, { log: (line) => log.push(line) });
  const stream = await read(`${url}/fx/stream/dev`);
  const { build } = (await stream.next('state')) as DevState;
  const before = (await ask(url, '/fx/manifest.json')).text;

  writeFileSync(join(dir, 'experiments/one.yaml'), experiment('one', 'sampleRate: 2\n'));
  const broken = (await stream.next(
    'state',
    isState(({ problems }) => problems.length > 0),
  )) as DevState;
  expect(broken.problems).toEqual([
    expect.stringMatching(/^✗ .*one\.yaml: sampleRate must be <= 1: write 0.02 for 2%\n.*\n.*\n> 3 \| sampleRate: 2\n/),
  ]);
  expect(broken.build).toBe(build);
  expect((await ask(url, '/fx/manifest.json')).text).toBe(before);
  expect(log.join('\n')).toMatch(/sampleRate must be <= 1[\s\S]*still served/);
  expect((await ask(url, '/fx/')).text).toContain('sampleRate must be');

  writeFileSync(join(dir, 'experiments/one.yaml'), experiment('one', 'sampleRate: 0.5\n'));
  const mended = (await stream.next(
    'state',
    isState(({ problems }) => problems.length === 0),
  )) as DevState;
  expect(mended.build).not.toBe(build);
  expect((await ask(url, '/fx/manifest.json')).text).toContain('"sampleRate":0.5');
});

test('a saved page tells open pages to reload, received events and hidden files do not', async () => {
  const { url, dir, collectUrl } = await serve(SITE);
  const stream = await read(`${url}/fx/stream/dev`);
  const { build } = (await stream.next('state')) as DevState;
  await post(collectUrl, batch([exposure()]));
  writeFileSync(join(dir, '.index.html.swp'), 'x');
  writeFileSync(join(dir, 'style.css'), 'b{}');
  const next = (await stream.next('state')) as DevState;
  expect(next.build).not.toBe(build);
  expect(next.build.split('-')[1]).toBe('1');
});

test('an experiment whose file is deleted is served no more', async () => {
  const { url, dir } = await serve({ ...SITE, 'experiments/deep/two.yml': experiment('two') });
  const stream = await read(`${url}/fx/stream/dev`);
  const { build } = (await stream.next('state')) as DevState;
  rmSync(join(dir, 'experiments/one.yaml'));
  await stream.next(
    'state',
    isState((state) => state.build !== build),
  );
  expect((await ask(url, '/fx/manifest.json')).text).not.toContain('"one"');
});

test('a compiler that throws is a problem like any other', async () => {
  const { url, notices } = await serve(SITE, { compile: () => Promise.reject(new Error('out of luck')) });
  expect(notices).toEqual([expect.stringContaining('experiments: out of luck')]);
  expect((await ask(url, '/fx/manifest.json')).status).toBe(200);
});

test('a received event reaches open pages at once, and later ones from the start', async () => {
  const { url, collectUrl } = await serve(SITE);
  const stream = await read(`${url}/fx/stream/events`);
  const first = await stream.next('snapshot');
  expect(first).toEqual({
    events: [],
    designs: [
      {
        id: 'one',
        name: 'one',
        variants: [
          { key: 'control', expected: 0.5 },
          { key: 'treatment', expected: 0.5 },
        ],
      },
    ],
    collectUrl,
  });
  await post(collectUrl, batch([exposure({ id: 'a', subject: 'x\n\ndata: forged' })]));
  expect(await stream.next('events')).toEqual([expect.objectContaining({ id: 'a', subject: 'x\n\ndata: forged' })]);
  const late = await read(`${url}/fx/stream/events`);
  expect(await late.next('snapshot')).toMatchObject({ events: [{ id: 'a' }] });
});

test('the last 500 events are known after a restart', async () => {
  const file = join(folder(), 'events.ndjson');
  const stored = Array.from({ length: 2000 }, (_, i) => JSON.stringify({ ...exposure({ id: `${i}` }), received: i }));
  writeFileSync(file, `not JSON\n${stored.join('\n')}\n{"id":"torn`);
  const { url } = await serve(SITE, { eventsFile: file });
  const { events } = (await (await read(`${url}/fx/stream/events`)).next('snapshot')) as { events: { id: string }[] };
  expect(events.map(({ id }) => id)).toEqual(Array.from({ length: 500 }, (_, i) => `${1500 + i}`));
  expect(readFileSync(file, 'utf8')).not.toContain('torn');
});

test('where a port is taken the next two that are free are used, and it is said', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    other.close();
  });
  const taken = (other.address() as AddressInfo).port;
  const dev = await serve(SITE, { port: taken });
  expect(dev.takenPort).toBe(taken);
  const [site = 0, collector] = [dev.url, dev.collectUrl].map((url) => Number(new URL(url).port));
  expect(site).toBeGreaterThan(taken);
  expect(collector).toBe(site + 1);
});

test('closing ends open streams and lets the ports go', async () => {
  const { url, close } = await serve(SITE);
  const stream = await read(`${url}/fx/stream/dev`);
  await stream.next('state');
  const ended = expect(stream.next('state')).rejects.toThrow('The stream ended.');
  await close();
  await ended;
  await expect(fetch(url)).rejects.toThrow();
});

test('the banner names the addresses and links every variant, drafts with their token', async () => {
  const dev = await serve({ ...SITE, 'experiments/two.yaml': experiment('two', 'status: draft\n') });
  const plain = (text: string): string => text;
  const text = banner(dev, { bold: plain, dim: plain, cyan: plain, green: plain, yellow: plain });
  expect(text).toContain(`${dev.url}/fx/events`);
  expect(text).toContain(`    treatment  ${dev.url}/?fx=one:treatment\n`);
  expect(text).toContain(`${dev.url}/?fx=two:treatment&fxp=00000000deadbeef\n`);
});

test('an address that cannot be listened on is one sentence, and nothing is left open', async () => {
  await expect(serve(SITE, { host: '192.0.2.1' })).rejects.toThrow(
    /^Cannot listen on 192\.0\.2\.1, port 0 \(EADDRNOTAVAIL\): name another host or port\.$/,
  );
});

test.each([Number.NaN, -1, 65_535, 1.5])('the port %d is refused in one sentence', async (port) => {
  await expect(serve(SITE, { port })).rejects.toThrow('The port must be a whole number from 0 to 65534');
});

test('the overview lists errors, and is told when they are others', async () => {
  const { url, dir } = await serve(SITE);
  const stream = await read(`${url}/fx/stream/dev`);
  const { edition } = (await stream.next('state')) as { edition: number };
  expect((await ask(url, '/fx/')).text).toContain(`&amp;edition=${edition}"`);
  for (const rate of [2, 3]) {
    writeFileSync(join(dir, 'experiments/one.yaml'), experiment('one', `sampleRate: ${rate}\n`));
    const state = (await stream.next(
      'state',
      isState(({ problems }) => problems.some((problem) => problem.includes(`sampleRate: ${rate}`))),
    )) as { edition: number };
    expect(state.edition).toBe(edition + rate - 1);
  }
});
