/** Tests `fx collect` on a disk that is full, and on one that is read-only for a while: mounts of their own. */

import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { batch, exposure, post } from '../collector/events.js';
import { type Mounts, startMounted } from '../serve/mounted.js';
import { folder } from './fx.js';

async function start(mounts: Mounts) {
  const root = folder({});
  mkdirSync(join(root, '.fx'));
  const server = await startMounted(root, mounts, 'collect');
  onTestFinished(() => server.stop());
  const confirmed: string[] = [];
  return {
    ...server,
    root,
    confirmed,
    /** Twenty events. @returns the status */
    async send(at: number): Promise<number> {
      const ids = Array.from({ length: 20 }, (_, index) => `${at}-${index}`);
      const { status } = await post(server.url, batch(ids.map((id) => exposure({ id }))));
      if (status === 204) confirmed.push(...ids);
      return status;
    },
    /** What was said of events that are refused, or stored again. */
    sentences: () => server.said().match(/! Events are .*/g) ?? [],
  };
}

test('a full disk is told once, and once that there is room again, with how many events were refused meanwhile', async () => {
  const fx = await start({ small: ['.fx'] });
  expect(await fx.send(0)).toBe(204);
  await fx.tell('fill', '.fx');
  const statuses: number[] = [];
  for (let at = 1; at < 40; at++) statuses.push(await fx.send(at));
  const refused = statuses.filter((status) => status === 503).length;
  // What was begun of a page of the disk may still be filled.
  expect([statuses.length - refused <= 2, statuses.at(-1)]).toEqual([true, 503]);
  await fx.tell('free', '.fx');
  expect(await fx.send(40)).toBe(204);
  await expect.poll(fx.sentences).toHaveLength(2);
  expect(fx.sentences()).toEqual([
    expect.stringMatching(
      /^! Events are refused: the disk of \.fx is full \(\d+ kB free\): free some space there\. Browsers keep what is refused for a while and send it again\.$/,
    ),
    expect.stringMatching(
      new RegExp(`^! Events are stored in \\.fx/events\\.ndjson again\\. ${refused * 20} were refused in \\d+ s\\.$`),
    ),
  ]);
  expect(await fx.send(41)).toBe(204);
  expect(fx.sentences()).toHaveLength(2);
}, 60_000);

test('a disk that becomes read-only is told with the way out', async () => {
  const fx = await start({ mounts: ['.fx'] });
  expect(await fx.send(0)).toBe(204);
  // A file that is open stays writable: this one is rotated away.
  renameSync(join(fx.root, '.fx/events.ndjson'), join(fx.root, '.fx/events.1.ndjson'));
  await fx.tell('ro', '.fx');
  expect([await fx.send(1), await fx.send(2)]).toEqual([503, 503]);
  await expect
    .poll(fx.sentences)
    .toEqual([
      expect.stringMatching(
        /^! Events are refused: (the disk of \.fx is read-only: mount it for writing|this user may not write \.fx\/events\.ndjson: permit it)\./,
      ),
    ]);
  await fx.tell('rw', '.fx');
  expect(await fx.send(3)).toBe(204);
  await expect.poll(fx.sentences).toHaveLength(2);
  const kept = ['events.1.ndjson', 'events.ndjson'].map((name) => readFileSync(join(fx.root, '.fx', name), 'utf8'));
  const ids = kept
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);
  expect(ids).toEqual(fx.confirmed);
  expect(fx.sentences().at(-1)).toContain('Events are stored in .fx/events.ndjson again. 40 were refused in ');
}, 60_000);
