/**
 * Checks that a comparison is made once for the same files and the same target, and anew with every change of either.
 */

import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { carryOut, type Planned, planFor, rememberComparing } from '../../src/publishing/index.js';
import { openWorkspace, silent, type Workspace } from '../../src/serve/workspace.js';
import { experiment } from '../cli/fx.js';

let root: string;
let workspace: Workspace;
let now: number;
let compared: number;
let look: () => Promise<Planned>;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fx-remember-'));
  write('endAt: 2027-02-01T00:00:00Z\n');
  workspace = openWorkspace(root);
  now = Date.parse('2027-01-15T12:00:00Z');
  compared = 0;
  const comparing = rememberComparing(() => now);
  look = async () => {
    const planned = await planFor(
      silent,
      root,
      { directory: join(root, 'published'), isNamed: true },
      {
        open: workspace.project,
        comparing: (target, project, valid, work) =>
          comparing(target, project, valid, () => {
            compared++;
            return work();
          }),
      },
    );
    if (!planned.ok) throw new Error(planned.obstacle.code);
    return planned.value;
  };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (more: string): void => writeFileSync(join(root, 'cta.yaml'), experiment('cta', more));

test('who looks again at what did not change waits for no comparison', async () => {
  const [first, second] = [await look(), await look()];
  expect(second.plan).toEqual(first.plan);
  expect(compared).toBe(1);
});

test('a changed file, a publication and a date that passes are seen at once', async () => {
  await look();
  write('endAt: 2027-03-01T00:00:00Z\n');
  const planned = await look();
  expect(compared).toBe(2);
  await carryOut(planned, { waitMs: 1000, say: () => undefined });
  expect((await look()).isNoop).toBe(true);
  expect(compared).toBe(3);
  now = Date.parse('2027-03-01T00:00:00Z');
  await look();
  expect(compared).toBe(4);
  // The clock goes back.
  now -= 1;
  await look();
  expect(compared).toBe(5);
  await look();
  expect(compared).toBe(5);
});

test('what was done to the files of the target is seen, though the comparison is known', async () => {
  await carryOut(await look(), { waitMs: 1000, say: () => undefined });
  await look();
  appendFileSync(join(root, 'published/manifest.json'), ' ');
  expect((await look()).target.drift).toEqual(['manifest.json']);
});
