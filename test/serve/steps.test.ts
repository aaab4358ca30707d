/**
 * Checks that a server that is killed before any one of the writes of a change or a publication has done it or has not,
 * and that the next one goes on.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { compile } from '../../src/authoring/index.js';
import type { Deed } from '../../src/serve/record.js';
import { type ServerProcess, startProcess } from './process.js';
import { DRAFT, makeFolder } from './studio.js';

const KILLER = fileURLToPath(new URL('steps.mjs', import.meta.url));
/** The long run dies before every write, the short one before every so many. */
const EVERY = process.env.FX_LONG ? 1 : 17;

interface Place {
  readonly root: string;
  git(...args: string[]): string;
  read(path: string): string;
  readonly isGit: boolean;
}

function makePlace(isGit: boolean): Place {
  const root = makeFolder({ 'experiments/cta.yaml': DRAFT.replace('status: draft\n', '') });
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
  if (isGit) {
    git('init', '-q', '-b', 'main');
    git('add', 'experiments');
    git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'first');
  }
  return { root, isGit, git, read: (path) => readFileSync(join(root, path), 'utf8') };
}

const colourIn = (text: string): string | undefined => /color: #(\w+)/.exec(text)?.[1];
const colourAt = (turn: number): string => (0x100000 + turn).toString(16);
const paint = (server: ServerProcess, colour: string) =>
  server.ask('experiment.update', {
    experimentId: 'cta',
    fields: [{ path: ['variants', 1, 'css'], value: `.cta { color: #${colour} }` }],
  });

/** Who has the variant already sees another one. */
const REPAINTED = { allowBreaking: true, reason: 'Another colour' };

/** What was written is there whole, whoever reads it. */
async function isWhole({ root, isGit, git, read }: Place): Promise<void> {
  const text = read('experiments/cta.yaml');
  expect((await compile([{ path: 'cta.yaml', text }])).problems).toEqual([]);
  if (isGit) git('fsck', '--strict');
  const folder = join(root, 'public/fx');
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = `public/fx/${name}`;
    if (name.endsWith('.json')) JSON.parse(read(path));
    if (name.endsWith('.js')) expect(() => new Function(read(path))).not.toThrow();
  }
}

/** What the record says of the last publication is what its target holds. */
function isTold({ root, read }: Place): void {
  if (!existsSync(join(root, '.fx/studio/record.ndjson'))) return;
  const deeds = new Map<string, Deed>();
  for (const line of read('.fx/studio/record.ndjson').split('\n').filter(Boolean)) {
    const deed = JSON.parse(line) as Deed;
    deeds.set(deed.id, deed);
  }
  const last = [...deeds.values()].findLast(({ what }) => what === 'publish');
  if (!last) return;
  const file = 'public/fx/state.json';
  const state = existsSync(join(root, file)) ? (JSON.parse(read(file)) as StateFile) : null;
  const held = (state?.next ?? state)?.current.revision ?? null;
  expect(last).toMatchObject(last.state === 'done' ? { after: held } : { state: 'failed', before: held });
}

interface StateFile {
  readonly current: { readonly revision: string };
  readonly next?: StateFile;
}

test.each([
  ['a change in git', 'experiment.update', true],
  ['a publication in git', 'publish', true],
  ['a change without git', 'experiment.update', false],
  ['a publication without git', 'publish', false],
])(
  'killed before each write of %s it is done or it is not, and the next start goes on',
  async (_, what, isGit) => {
    const place = makePlace(isGit);
    const { root, git, read } = place;
    let isDone = false;
    for (let step = 1, turn = 1; !isDone; step += EVERY, turn++) {
      const before = colourIn(read('experiments/cta.yaml'));
      const server = await startProcess(root, ['--import', KILLER], { FX_STEP: `${step}`, FX_OF: what });
      const page = await fetch(`${server.url}/history`, { headers: { cookie: server.cookie } });
      expect(await page.text()).not.toContain('under way');
      isTold(place);
      const changed = await paint(server, colourAt(turn));
      const published = changed && (await server.ask('publish', REPAINTED));
      isDone = published !== null;
      for (const answer of [changed, published]) if (answer) expect([step, answer.status]).toEqual([step, 200]);
      await server.kill();
      await isWhole(place);
      const now = colourIn(read('experiments/cta.yaml'));
      const possible = changed ? [colourAt(turn)] : [before, colourAt(turn)];
      expect([step, possible]).toEqual([step, expect.arrayContaining([now])]);
      if (changed && isGit) expect([step, colourIn(git('show', 'HEAD:experiments/cta.yaml'))]).toEqual([step, now]);
    }
    // Nothing that was cut off keeps what comes later from being committed and published.
    const last = await startProcess(root);
    expect((await paint(last, 'abcdef'))?.status).toBe(200);
    expect((await last.ask('publish', REPAINTED))?.status).toBe(200);
    await last.kill('SIGTERM');
    expect(colourIn(read('experiments/cta.yaml'))).toBe('abcdef');
    if (isGit) {
      expect(colourIn(git('show', 'HEAD:experiments/cta.yaml'))).toBe('abcdef');
      expect(git('diff', '--cached', '--name-only')).toBe('');
    }
    expect(read('public/fx/manifest.json')).toContain('#abcdef');
    expect(JSON.parse(read('public/fx/state.json'))).not.toHaveProperty('next');
  },
  3_600_000,
);

test.each(['.git/index.lock', '.git/index'])(
  'killed before it writes %s, it leaves no lock of git behind, and what is staged follows',
  async (onto) => {
    const { root, git, read } = makePlace(true);
    const server = await startProcess(root, ['--import', KILLER], { FX_ONTO: onto, FX_OF: 'experiment.update' });
    expect(await paint(server, '111111')).toBeNull();
    await server.kill();
    expect(colourIn(git('show', 'HEAD:experiments/cta.yaml'))).toBe('111111');
    const next = await startProcess(root);
    expect(git('status', '--porcelain', 'experiments')).toBe('');
    expect(readdirSync(join(root, '.git')).filter((name) => /\.lock$|-fx-/.test(name))).toEqual([]);
    expect((await paint(next, '222222'))?.status).toBe(200);
    await next.kill('SIGTERM');
    expect(git('status', '--porcelain', 'experiments')).toBe('');
    expect(colourIn(read('experiments/cta.yaml'))).toBe('222222');
  },
);
