/** Tests what is said of events that are not stored: why, once, and that they are stored again. */

import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { createTroubleTeller } from '../../src/collector/telling.js';
import { folder } from './events.js';

const FILE = '/var/lib/fx/events.ndjson';

function listen(free: number | null = 12_000) {
  const said: string[] = [];
  const clock = { now: 0 };
  const teller = createTroubleTeller(FILE, {
    onProblem: (problem) => said.push(problem),
    freeBytes: async () => free,
    elapsed: () => clock.now,
  });
  return { teller, clock, told: () => teller.tellRest().then(() => said.splice(0)) };
}

test('a disk that is full is told once, and once that it takes events again, with how many it refused', async () => {
  const { teller, clock, told } = listen();
  teller.stored();
  expect(await told()).toEqual([]);
  for (let at = 0; at < 1200; at++) {
    teller.refused('ENOSPC', 2);
    clock.now += 250;
  }
  expect(await told()).toEqual([
    'Events are refused: the disk of /var/lib/fx is full (12 kB free): free some space there. Browsers keep what is refused for a while and send it again.',
  ]);
  teller.stored();
  teller.stored();
  expect(await told()).toEqual([
    'Events are stored in /var/lib/fx/events.ndjson again. 2,400 were refused in 5 minutes.',
  ]);
});

test('another reason is told as well, and what ends a collector is none', async () => {
  const { teller, told } = listen();
  teller.refused('ENOSPC', 1);
  teller.refused('EROFS', 1);
  teller.refused('EROFS', 1);
  teller.refused('closed', 5);
  expect((await told()).map((one) => /^Events are refused: (.*?): /.exec(one)?.[1])).toEqual([
    'the disk of /var/lib/fx is full (12 kB free)',
    'the disk of /var/lib/fx is read-only',
  ]);
  teller.stored();
  expect(await told()).toEqual(['Events are stored in /var/lib/fx/events.ndjson again. 3 were refused in 0 s.']);
});

test('a disk that takes every other batch is told of once a minute, and no event is left out of the count', async () => {
  const { teller, clock, told } = listen();
  const said: string[] = [];
  for (let at = 0; at < 180; at++) {
    if (at % 2) teller.stored();
    else teller.refused('ENOSPC', 1);
    clock.now += 1000;
    said.push(...(at < 179 ? [] : await told()));
  }
  expect(said.length).toBeLessThanOrEqual(8);
  const counts = said.flatMap((one) => /\. ([\d,]+) w(?:as|ere) refused/.exec(one)?.[1] ?? []);
  expect(counts.reduce((sum, one) => sum + Number(one), 0)).toBe(90);
});

test.each([
  [
    'ENOSPC',
    3_000_000_000,
    'the disk of /var/lib/fx takes nothing more, although 3.0 GB are free: it may be out of inodes (df -i), or a quota is used up',
  ],
  [
    'ENOSPC',
    20_000_000,
    'the disk of /var/lib/fx takes nothing more, although 20.0 MB are free: it may be out of inodes (df -i), or a quota is used up',
  ],
  ['ENOSPC', 1_500_000, 'the disk of /var/lib/fx is full (1.5 MB free): free some space there'],
  ['ENOSPC', 16_777_216, 'the disk of /var/lib/fx is full (16.8 MB free): free some space there'],
  ['ENOSPC', 1_000_000, 'the disk of /var/lib/fx is full (1.0 MB free): free some space there'],
  ['ENOSPC', null, 'the disk of /var/lib/fx is full: free some space there'],
  ['EDQUOT', 1, "this user's share of the disk of /var/lib/fx is used up: free some space there, or raise the quota"],
  [
    'EFBIG',
    1,
    '/var/lib/fx/events.ndjson may not grow any more: give it another name, so that a new one is begun, or raise the limit (ulimit -f)',
  ],
  ['EROFS', 1, 'the disk of /var/lib/fx is read-only: mount it for writing'],
  ['EACCES', 1, 'this user may not write /var/lib/fx/events.ndjson: permit it'],
  ['EPERM', 1, 'this user may not write /var/lib/fx/events.ndjson: permit it'],
  ['EIO', 1, 'the disk of /var/lib/fx fails (EIO): look into the log of the system, and exchange it'],
  ['EMFILE', 1, 'too many files are open (EMFILE): raise the limit (ulimit -n)'],
  ['ENFILE', 1, 'too many files are open (ENFILE): raise the limit (ulimit -n)'],
  ['full', 1, 'the disk of /var/lib/fx is too slow for what comes in'],
  ['deleted', 1, '/var/lib/fx/events.ndjson could not be written (deleted)'],
])('%s with %d bytes free', async (code, free, reason) => {
  const { teller, told } = listen(free);
  teller.refused(code, 1);
  expect(await told()).toEqual([
    `Events are refused: ${reason}. Browsers keep what is refused for a while and send it again.`,
  ]);
});

test.each([
  [119_000, '119 s'],
  [7_100_000, '118 minutes'],
  [90_000_000, '25 hours'],
])('after %d ms it says %s', async (passed, time) => {
  const { teller, clock, told } = listen();
  teller.refused('EIO', 1);
  clock.now = passed;
  teller.stored();
  expect((await told()).at(-1)).toBe(`Events are stored in ${FILE} again. 1 was refused in ${time}.`);
});

test('the system says how much is free; of a folder that is gone nobody does, and whoever fails to hear stops nothing', async () => {
  const said: string[] = [];
  for (const file of [`${folder()}/events.ndjson`, '/nowhere/at/all/events.ndjson']) {
    const teller = createTroubleTeller(file, {
      onProblem: (problem) => said.push(problem.replace(dirname(file), '…')),
    });
    teller.refused('ENOSPC', 1);
    await teller.tellRest();
  }
  expect(said).toEqual([
    expect.stringMatching(/[\d.]+ [kMG]B (are )?free/),
    expect.stringContaining('… is full: free'),
  ]);
  const deaf = createTroubleTeller(FILE, {
    onProblem: () => {
      throw new Error('no terminal');
    },
  });
  deaf.refused('EIO', 1);
  await expect(deaf.tellRest()).resolves.toBe(undefined);
});
