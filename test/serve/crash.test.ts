/**
 * Checks that a server that is killed in the middle of anything loses nothing that it confirmed, and leaves nothing
 * half written.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { compile } from '../../src/authoring/index.js';
import { openPeople } from '../../src/serve/access/people.js';
import { type ServerProcess, startProcess } from './process.js';
import { DRAFT, makeFolder, startStudio } from './studio.js';

const TWO = [
  { key: 'a', percentage: 50 },
  { key: 'b', percentage: 50 },
];
const TIMES = process.env.FX_LONG ? 100 : 4;

let root: string;
afterEach(() => rmSync(root, { recursive: true, force: true }));
const file = (): string => readFileSync(join(root, 'experiments/cta.yaml'), 'utf8');

/** No file of what is published is torn. */
function isWhole(): void {
  const folder = join(root, 'public/fx');
  if (!existsSync(join(folder, 'state.json'))) return;
  JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'));
  const manifest = join(folder, 'manifest.json');
  if (existsSync(manifest)) expect(JSON.parse(readFileSync(manifest, 'utf8'))).toHaveProperty('experiments');
  const container = join(folder, 'container.js');
  if (existsSync(container)) expect(() => new Function(readFileSync(container, 'utf8'))).not.toThrow();
}

const rename = (server: ServerProcess, name: string): Promise<Response | null> =>
  server.ask('experiment.update', { experimentId: 'cta', fields: [{ path: ['name'], value: name }] });

/**
 * Changes and publishes until it is killed, and returns the names that were confirmed and the one that was asked for
 * last.
 */
async function workUntilKilled(
  child: ServerProcess,
  turn: number,
): Promise<{ confirmed: string | null; asked: string }> {
  const after = 300 + ((turn * 7919) % 700);
  const timer = setTimeout(() => child.process.kill('SIGKILL'), after);
  let [confirmed, asked]: [string | null, string] = [null, ''];
  for (let count = 0; ; count++) {
    asked = `Name ${turn} ${count}`;
    const response = await rename(child, asked);
    if (!response) break;
    expect(response.status).toBe(200);
    confirmed = asked;
    if (count % 2 && !(await child.ask('publish', {}))) break;
  }
  clearTimeout(timer);
  return { confirmed, asked };
}

test.each([
  ['in git', true],
  ['without git', false],
])(
  'killed %s, a change is there or it is not',
  async (_, isGit) => {
    root = makeFolder();
    const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
    if (isGit) {
      git('init', '-q', '-b', 'main');
      git('add', 'experiments');
      git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'first');
    }
    for (let turn = 0; turn < TIMES; turn++) {
      const child = await startProcess(root);
      const { confirmed, asked } = await workUntilKilled(child, turn);
      const text = file();
      const name = /^name: (.*)$/m.exec(text)?.[1];
      expect([confirmed ?? name, asked]).toContain(name);
      expect((await compile([{ path: 'cta.yaml', text }])).problems).toEqual([]);
      isWhole();
      if (!isGit) continue;
      git('fsck', '--strict');
      // What was confirmed is a commit; what was asked for last may be one.
      const committed = /^name: (.*)$/m.exec(git('show', 'HEAD:experiments/cta.yaml'))?.[1];
      expect([confirmed ?? committed, asked]).toContain(committed);
    }
    // The next start takes down what became of what was cut off.
    const last = await startProcess(root);
    const page = await (await fetch(`${last.url}/history`, { headers: { cookie: last.cookie } })).text();
    expect(page).not.toContain('under way');
    expect((await rename(last, 'At last'))?.status).toBe(200);
    // No lock of a git that was killed keeps what comes later out of the history.
    if (isGit) {
      expect(git('show', 'HEAD:experiments/cta.yaml')).toContain('name: At last\n');
      expect(git('diff', '--cached', '--name-only')).toBe('');
    }
    expect((await last.ask('publish', {}))?.status).toBe(200);
    expect(JSON.parse(readFileSync(join(root, 'public/fx/state.json'), 'utf8'))).not.toHaveProperty('next');
    await last.kill('SIGTERM');
  },
  TIMES * 120_000,
);

describe('two Studios on one folder', () => {
  test("see each other's changes, and the later writer gets both versions", async () => {
    root = makeFolder();
    const [one, two] = [await startStudio(root), await startStudio(root, { own: join(root, '.fx-two') })];
    const [first, second] = [await one.enter(), await two.enter()];
    const { revision } = (await (await second.get('/api/experiment.get?experimentId=cta')).json()) as {
      revision: string;
    };
    const body = (value: string) => ({ experimentId: 'cta', fields: [{ path: ['name'], value }] });
    expect((await first.post('/api/experiment.update', body('One'), { 'if-match': revision })).status).toBe(200);
    expect((await second.post('/api/experiment.update', body('Two'), { 'if-match': revision })).status).toBe(412);
    expect(await (await second.get('/experiments/cta')).text()).toContain('One');
    await Promise.all([one.close(), two.close()]);
  });

  test('that add people and tokens at the same moment keep all of them', async () => {
    root = makeFolder();
    const path = join(root, '.fx/studio/people.json');
    const [one, two] = [openPeople(path), openPeople(path)];
    const numbers = Array.from({ length: 12 }, (_, at) => at);
    const tokens = await Promise.all(numbers.map((at) => (at % 2 ? one : two).addToken(`t${at}`, 'viewer', 0)));
    const person = (at: number) =>
      ({ email: `p${at}@example.com`, name: 'P', role: 'viewer', password: null }) as const;
    await Promise.all(numbers.map((at) => (at % 2 ? one : two).put(person(at))));
    for (const token of tokens) expect(await one.findToken(token)).not.toBeNull();
    expect((await two.list()).map(({ email }) => email).sort()).toEqual(numbers.map((at) => person(at).email).sort());
    // Whoever is removed while another is added does not come back.
    await Promise.all([one.remove('p1@example.com'), two.put(person(99)), one.put(person(98))]);
    expect(await one.find('p1@example.com')).toBeNull();
    expect(await one.list()).toHaveLength(13);
  });

  test('that change one file at the same moment lose nothing that they confirmed', async () => {
    root = makeFolder();
    const [one, two] = [await startStudio(root), await startStudio(root, { own: join(root, '.fx-two') })];
    const [first, second] = [await one.enter(), await two.enter()];
    for (let round = 1; round <= 8; round++) {
      const change = (path: string, value: unknown) => ({ experimentId: 'cta', fields: [{ path: [path], value }] });
      const answers = await Promise.all([
        first.post('/api/experiment.update', change('name', `Round ${round}`)),
        second.post('/api/experiment.update', change('sampleRate', round / 10)),
        first.post('/api/experiment.create', { key: `new-${round}`, name: 'First', variants: TWO }),
        second.post('/api/experiment.create', { key: `new-${round}`, name: 'Second', variants: TWO }),
      ]);
      const [name, rate, ...created] = answers.map(({ status }) => status);
      expect([name, rate, ...created.sort()]).toEqual([200, 200, 200, 409]);
      expect(file()).toContain(`name: Round ${round}\n`);
      expect(file()).toContain(`sampleRate: ${round / 10}\n`);
      const [winner] = answers.slice(2).filter(({ status }) => status === 200);
      const kept = (await winner?.json()) as { readonly name: string } | undefined;
      expect(readFileSync(join(root, `experiments/new-${round}.yaml`), 'utf8')).toContain(`name: ${kept?.name}\n`);
    }
    await Promise.all([one.close(), two.close()]);
  }, 60_000);
});

test('on a full disk nothing is changed that cannot be written down, it says so, and off still works', async () => {
  root = makeFolder();
  const studio = await startStudio(root);
  const owner = await studio.enter();
  expect((await owner.post('/api/publish', {})).status).toBe(200);
  const record = join(root, '.fx/studio/record.ndjson');
  rmSync(record);
  // Whatever is written to it, the system answers that there is no space.
  symlinkSync('/dev/full', record);
  const response = await owner.post('/api/experiment.start', { experimentId: 'cta' });
  const { message } = (await response.json()) as { message: string };
  expect([response.status, message, file()]).toEqual([503, expect.stringContaining('the disk is full'), DRAFT]);
  expect((await owner.post('/api/publish', {})).status).toBe(503);
  expect(await (await owner.post('/api/off', {})).json()).toMatchObject({ enabled: false });
  await studio.close();
});
