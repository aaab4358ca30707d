/** Tests commits in repositories that are not plain: other ends of lines, links, modes, heads, owners, names. */

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Asker, DRAFT, makeFolder, type Studio, startStudio } from './studio.js';

type Git = (...args: readonly string[]) => string;

const gitIn =
  (cwd: string): Git =>
  (...args) =>
    execFileSync('git', ['-c', 'user.name=S', '-c', 'user.email=s@e.c', '-c', 'protocol.file.allow=always', ...args], {
      cwd,
      encoding: 'utf8',
      stdio: 'pipe',
    });

/** A folder in git with one commit. */
function repository(files: Readonly<Record<string, string>> = { 'experiments/cta.yaml': DRAFT }): string {
  const root = makeFolder(files);
  const git = gitIn(root);
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'First');
  return root;
}

async function open(root: string, directory?: string): Promise<{ studio: Studio; owner: Asker }> {
  const studio = await startStudio(root, directory === undefined ? {} : { directory });
  onTestFinished(() => studio.close());
  return { studio, owner: await studio.enter() };
}

/** What is said of it. */
const rename = async (owner: Asker, name: string): Promise<readonly string[]> => {
  const fields = [{ path: ['name'], value: name }];
  const answer = await owner.post('/api/experiment.update', { experimentId: 'cta', fields });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { notes?: string[] }).notes ?? [];
};

const status = (git: Git): string => git('status', '--porcelain', '--untracked-files=no');
const changedLines = (git: Git): string => git('show', '--numstat', '--format=', 'HEAD').trim();

test.each([
  ['core.autocrlf', (git: Git) => void git('config', 'core.autocrlf', 'true')],
  ['.gitattributes', (_: Git, root: string) => writeFileSync(join(root, '.gitattributes'), '*.yaml text eol=crlf\n')],
  [
    'core.safecrlf besides',
    (git: Git) => {
      git('config', 'core.autocrlf', 'true');
      git('config', 'core.safecrlf', 'true');
    },
  ],
])('where files have CRLF and git has LF (%s), a commit is of the changed lines alone', async (_, set) => {
  const root = repository();
  const git = gitIn(root);
  set(git, root);
  rmSync(join(root, 'experiments/cta.yaml'));
  git('checkout', '--', 'experiments/cta.yaml');
  const cta = (): string => readFileSync(join(root, 'experiments/cta.yaml'), 'utf8');
  expect(cta()).toContain('\r\n');
  const { owner } = await open(root);
  expect(await rename(owner, 'Fields')).toEqual([]);
  expect(changedLines(git)).toBe('1\t1\texperiments/cta.yaml');
  const yaml = cta().replace('name: Fields', 'name: Whole');
  const answer = await owner.post('/api/experiment.update', { experimentId: 'cta', yaml });
  expect(answer.status).toBe(200);
  expect(changedLines(git)).toBe('1\t1\texperiments/cta.yaml');
  expect(git('show', 'HEAD:experiments/cta.yaml')).not.toContain('\r');
  expect(cta()).toBe(yaml);
  const made = { key: 'fresh', name: 'Fresh', variants: [{ key: 'a' }, { key: 'b' }] };
  expect((await owner.post('/api/experiment.create', made)).status).toBe(200);
  expect(git('log', '-1', '--format=%s').trim()).toBe('Create fresh');
  expect(status(git)).toBe('');
});

test('a file that may be run stays one', async () => {
  const root = repository();
  const git = gitIn(root);
  chmodSync(join(root, 'experiments/cta.yaml'), 0o755);
  git('commit', '-qam', 'Mode');
  const { owner } = await open(root);
  await rename(owner, 'Changed');
  expect(git('ls-tree', 'HEAD', 'experiments/cta.yaml')).toMatch(/^100755 /);
  expect(status(git)).toBe('');
});

test('a folder that is reached by a link is committed where it is', async () => {
  const root = repository();
  const links = mkdtempSync(join(tmpdir(), 'fx-links-'));
  onTestFinished(() => rmSync(links, { recursive: true, force: true }));
  symlinkSync(root, join(links, 'site'));
  const { owner } = await open(root, join(links, 'site/experiments'));
  expect(await rename(owner, 'Changed')).toEqual([]);
  expect(gitIn(root)('show', 'HEAD:experiments/cta.yaml')).toContain('name: Changed');
});

test('names in other scripts, with blanks and quotes, are committed as they are', async () => {
  const root = repository({ 'experiments/größe «日本» "x".yaml': DRAFT });
  const git = gitIn(root);
  const { owner } = await open(root);
  expect(await rename(owner, 'Größe 日本')).toEqual([]);
  expect(status(git)).toBe('');
  expect(git('show', 'HEAD:experiments/größe «日本» "x".yaml')).toContain('name: Größe 日本');
});

test('where no branch is checked out the file is changed, and why there is no commit is said', async () => {
  const root = repository();
  const git = gitIn(root);
  git('checkout', '-q', '--detach');
  const { owner } = await open(root);
  expect(await rename(owner, 'Changed')).toEqual([
    'The file is written, and git has no commit of it: No branch is checked out.',
  ]);
  expect(git('log', '-1', '--format=%s').trim()).toBe('First');
  expect(readFileSync(join(root, 'experiments/cta.yaml'), 'utf8')).toContain('name: Changed');
});

test('a repository that git does not trust, as another user owns it, is said at the start and with each change', async () => {
  const root = repository();
  vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { studio, owner } = await open(root);
  expect(studio.said.join('\n')).toMatch(/Changes are written and not committed: git says .*dubious ownership/s);
  expect((await rename(owner, 'Changed'))[0]).toMatch(
    /^The file is written, and git has no commit of it: .*dubious ownership/s,
  );
});

test('a shallow clone, a second work tree and a submodule are committed to and sent as any other', async () => {
  const source = repository();
  onTestFinished(() => rmSync(source, { recursive: true, force: true }));
  const place = mkdtempSync(join(tmpdir(), 'fx-places-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const git = gitIn(place);
  gitIn(source)('commit', '-q', '--allow-empty', '-m', 'Second');
  git('clone', '-q', '--depth', '1', `file://${source}`, 'shallow');
  gitIn(source)('worktree', 'add', '-q', '-b', 'other', join(place, 'tree'));
  git('init', '-q', '-b', 'main', 'outer');
  gitIn(join(place, 'outer'))('submodule', 'add', '-q', source, 'site');
  for (const name of ['shallow', 'tree', 'outer/site']) {
    const root = join(place, name);
    const own = gitIn(root);
    const before = own('rev-parse', 'HEAD').trim();
    const studio = await startStudio(root);
    expect([name, await rename(await studio.enter(), `In ${name}`)]).toEqual([name, []]);
    expect(own('rev-parse', 'HEAD^').trim()).toBe(before);
    expect(own('show', 'HEAD:experiments/cta.yaml')).toContain(`name: In ${name}\n`);
    expect(status(own)).toBe('');
    await studio.close();
  }
});
