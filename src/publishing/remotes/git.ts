/**
 * Publishes to a target that is a folder of a branch in a git repository: each publication is one commit, there or
 * not.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inLines } from '../../pages/index.js';
import { Blocked } from '../attempt.js';
import { cannotReach, isOwnName, type Remote, type RemoteFile, refusedBy, type Shelf } from './remote.js';
import { type Ran, runProgram } from './run.js';

const TIMEOUT_MS = 120_000;

/** @param address `git+ssh://git@host/me/site.git#branch:folder`; without a folder the files lie at the top */
export function createGit(address: string): Remote {
  const at = new URL(address);
  const [branch = '', folder = ''] = decodeURIComponent(at.hash.slice(1)).split(':');
  const path = folder.replace(/^\/+|\/+$/g, '');
  at.hash = '';
  const url = at.href.replace(/^git\+/, '');
  const ref = `refs/heads/${branch}`;
  const inFolder = (name: string): string => (path ? `${path}/${name}` : name);
  return {
    address,
    kept: null,
    pull: (shelf) =>
      inRepository(address, async (git) => {
        const files = new Map<string, RemoteFile>();
        const tip = await findHead(git, url, ref, address);
        if (tip === null) return { files, isBehind: false };
        if (tip === shelf.mark && (await takeAll(shelf, files))) return { files, isBehind: false, mark: tip };
        const head = await fetchHead(git, url, ref);
        for (const [name, blob] of await blobsIn(git, head, path))
          files.set(name, { bytes: (await git(['cat-file', 'blob', blob])).out, version: blob });
        return { files, isBehind: false, mark: head };
      }),
    knock: ({ mark }) =>
      inRepository(address, async (git) => {
        // The commit that is there already: who may push it may push another, as far as a dry run tells.
        if (mark === undefined || mark === null) return 'unasked';
        await git(['fetch', '-q', '--depth=1', url, ref]);
        await git(['push', '--dry-run', '--porcelain', url, `FETCH_HEAD:${ref}`]);
        return 'open';
      }),
    push: (steps, { files }, _, reason) =>
      inRepository(address, async (git) => {
        const isThere = (await findHead(git, url, ref, address)) !== null;
        const head = isThere ? await fetchHead(git, url, ref) : null;
        // Others may commit to the branch: what counts is whether what lies in this folder is what was read.
        const now = head === null ? new Map<string, string>() : await blobsIn(git, head, path);
        if (now.size !== files.size || [...files].some(([name, { version }]) => now.get(name) !== version))
          throw new Blocked({ code: 'moved', directory: address });
        await git(head === null ? ['read-tree', '--empty'] : ['read-tree', head]);
        for (const { name, bytes } of steps) {
          // Git has a command to remove a file, but not without a work tree: a mode of 0 does the same.
          if (bytes === null) {
            const input = Buffer.from(`0 ${'0'.repeat(40)}\t${inFolder(name)}\0`);
            await git(['update-index', '-z', '--index-info'], { input });
          } else {
            const blob = (await git(['hash-object', '-w', '--stdin'], { input: bytes })).out.toString().trim();
            await git(['update-index', '--add', '--cacheinfo', `100644,${blob},${inFolder(name)}`]);
          }
        }
        const tree = (await git(['write-tree'])).out.toString().trim();
        const parents = head === null ? [] : ['-p', head];
        // Not as an argument: those hold no NUL and 128 KB at most, and a reason is whatever somebody wrote.
        const input = `Publish experiments\n${reason === undefined ? '' : `\n${inLines(reason)}\n`}`;
        const commit = (await git(['commit-tree', tree, ...parents, '-F', '-'], { input })).out.toString().trim();
        const lease = `--force-with-lease=${ref}:${head ?? ''}`;
        const pushed = await git(['push', '--porcelain', lease, url, `${commit}:${ref}`], { mayFail: true });
        if (pushed.code === 0) return;
        const said = pushed.out.toString() + pushed.why;
        // Git words it in many ways that somebody was faster: where the branch is says it.
        const after = await git(['ls-remote', url, ref], { mayFail: true });
        if (after.code === 0 && (after.out.toString().split('\t')[0] || null) !== head)
          throw new Blocked({ code: 'moved', directory: address });
        const [, word] = /^!\t[^\t]*\t(.*)$/m.exec(said) ?? [];
        const [, refusal] = /^\[remote rejected\] \((.*)\)$/.exec(word ?? '') ?? [];
        throw refusal === undefined ? cannotReach(address, word ?? pushed.why) : refusedBy(address, refusal);
      }),
  };
}

type AskGit = (
  args: readonly string[],
  options?: { readonly input?: Buffer | string; readonly mayFail?: boolean },
) => Promise<Ran>;

const PERSON = { NAME: 'fx', EMAIL: 'fx@localhost' };

/** A bare repository that is gone afterwards; git reads no configuration that would change bytes or ask somebody. */
async function inRepository<T>(address: string, work: (git: AskGit) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fx-git-'));
  const git: AskGit = async (args, { input, mayFail = false } = {}) => {
    const ran = await runProgram('git', ['-c', 'core.autocrlf=false', '-c', 'core.hooksPath=/dev/null', ...args], {
      cwd: folder,
      ...(input && { input }),
      env: {
        ...{ GIT_DIR: folder, GIT_INDEX_FILE: join(folder, 'index'), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
        ...{ GIT_ALLOW_PROTOCOL: 'file:ssh:https:http', GIT_WORK_TREE: undefined },
        ...{ GIT_AUTHOR_NAME: PERSON.NAME, GIT_AUTHOR_EMAIL: PERSON.EMAIL },
        ...{ GIT_COMMITTER_NAME: PERSON.NAME, GIT_COMMITTER_EMAIL: PERSON.EMAIL },
      },
      timeoutMs: TIMEOUT_MS,
    });
    if (ran.code !== 0 && !mayFail) throw cannotReach(address, ran.why);
    return ran;
  };
  try {
    await git(['init', '-q', '--bare', folder]);
    return await work(git);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same commit holds the same files: none of them is fetched again. */
async function takeAll(shelf: Shelf, files: Map<string, RemoteFile>): Promise<boolean> {
  for (const name of shelf.names()) {
    const kept = await shelf.take(name);
    if (!kept) return false;
    files.set(name, kept);
  }
  return true;
}

/** The newest commit of the branch; null where there is no such branch yet. */
async function findHead(git: AskGit, url: string, ref: string, address: string): Promise<string | null> {
  const listed = await git(['ls-remote', '--exit-code', url, ref], { mayFail: true });
  if (listed.code === 2) return null;
  if (listed.code !== 0) throw cannotReach(address, listed.why);
  return listed.out.toString().replace(/\t.*/s, '');
}

/** The same, fetched: somebody may have pushed since. */
async function fetchHead(git: AskGit, url: string, ref: string): Promise<string> {
  await git(['fetch', '-q', '--depth=1', url, ref]);
  return (await git(['rev-parse', 'FETCH_HEAD'])).out.toString().trim();
}

/** The hashes of the files of fx in the folder, by name; none where there is no such folder. */
async function blobsIn(git: AskGit, head: string, path: string): Promise<ReadonlyMap<string, string>> {
  const listed = await git(['ls-tree', '-z', path ? `${head}:${path}` : head], { mayFail: true });
  const blobs = new Map<string, string>();
  for (const line of listed.code === 0 ? listed.out.toString().split('\0') : []) {
    const [, blob = '', name = ''] = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    if (isOwnName(name)) blobs.set(name, blob);
  }
  return blobs;
}
