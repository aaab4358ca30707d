/** Tests `fx doctor --to` on a target of each kind: what it holds, what is wrong with it, whether it takes more. */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nameS3, type S3Server } from '../stores/s3server.js';
import { folder, type Outcome } from './fx.js';
import { type Project, project, TOKEN } from './target.js';

const HOLDS = /✓ \S+ holds revision [0-9a-f]{16} with 2 experiments/;
const WHOLE = '✓ Every file is as fx published it.';
const TAKES = '✓ It would take a publication.';

const published = async (one: Project, to: string): Promise<void> => {
  const { code, err } = await one.fx('apply', 'experiments', '--to', to, '--yes');
  expect([code, err]).toEqual([0, expect.anything()]);
};
const look = (one: Project, to: string): Promise<Outcome> => one.fx('doctor', '--to', to);

describe('a directory', () => {
  test('that is whole has nothing to correct, by its path and by its name', async () => {
    const one = project();
    await one.publish();
    const { code, out, err } = await look(one, 'public/fx');
    expect([code, err]).toEqual([0, 'Nothing to correct.\n']);
    expect(out).toMatch(HOLDS);
    expect(out).toContain(`${WHOLE}\n${TAKES}\n`);
    writeFileSync(join(one.root, 'fx.config.yaml'), `previewToken: '${TOKEN}'\ntargets: {live: public/fx}\n`);
    expect((await look(one, 'live')).out).toBe(out);
    const { code: json, out: text } = await one.fx('doctor', '--to', 'live', '--json');
    expect(json).toBe(0);
    expect(JSON.parse(text)).toMatchObject({
      target: 'public/fx',
      healthy: true,
      findings: [{ code: 'target' }, { code: 'files' }, { code: 'door' }],
    });
  });

  test('that is off, empty or has no state is worth a look', async () => {
    const one = project();
    const empty = await look(one, 'public/fx');
    expect(empty.out).toContain('! public/fx: nothing is published there yet.');
    expect(empty.out).toContain('! Whether it would take a publication shows once something is published there.');
    await one.publish();
    await one.fx('off', '--to', 'public/fx');
    expect((await look(one, 'public/fx')).out).toMatch(/! .*; all of them are switched off \(fx on\)\./);
    rmSync(join(one.target, 'state.json'));
    const { code, out } = await look(one, 'public/fx');
    expect(code).toBe(0);
    expect(out).toContain('! public/fx has no state.json, so metrics and earlier ids are not compared.');
  });

  test('whose files are not those of fx, or are half of two publications, is to be corrected', async () => {
    const one = project();
    await one.publish();
    writeFileSync(join(one.target, 'container.js'), 'alert(1)');
    const lasting = one.names().find((name) => /^manifest\.[0-9a-f]{16}\.json$/.test(name)) ?? '';
    writeFileSync(join(one.target, lasting), '{}');
    const { code, out } = await look(one, 'public/fx');
    expect(code).toBe(1);
    expect(out).toContain('✗ Changed by somebody else, and replaced by the next fx apply: container.js.');
    expect(out).toContain(`✗ Not what their names say, and repaired by the next fx apply: ${lasting}.`);
    await one.publish();
    writeFileSync(join(one.target, 'state.json'), JSON.stringify({ ...one.state(), next: one.state() }));
    const half = await look(one, 'public/fx');
    expect([half.code, half.err]).toEqual([1, '1 thing to correct.\n']);
    expect(half.out).toContain('✗ A publication to public/fx was interrupted: the next fx apply finishes it first.');
    writeFileSync(join(one.target, 'state.json'), '{}');
    const unread = await look(one, 'public/fx');
    expect([unread.code, unread.out]).toEqual([
      1,
      expect.stringContaining('✗ public/fx/state.json is not a state file'),
    ]);
  });
});

test('a directory on a disk that is read-only takes no publication', async () => {
  const one = project();
  await one.publish();
  const cli = fileURLToPath(new URL('../../dist/esm/cli/main.js', import.meta.url));
  const script = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';
  const command = ['sh', '-c', script, one.target, process.execPath, cli, 'doctor', '--to', 'public/fx'];
  const { stdout, status } = spawnSync('unshare', ['-rm', ...command], { cwd: one.root, encoding: 'utf8' });
  expect(stdout).toContain(WHOLE);
  expect(stdout).toContain('✗ It would take no publication: public/fx cannot be written: the disk is read-only');
  expect(status).toBe(1);
});

describe('an object store', () => {
  let store: S3Server;
  beforeEach(async () => {
    store = await nameS3();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await store.close();
  });

  test('that is whole has nothing to correct, and nothing is written', async () => {
    const one = project();
    await published(one, 's3://site/fx');
    const before = [...store.writes];
    const { code, out } = await look(one, 's3://site/fx');
    expect(code).toBe(0);
    expect(out).toMatch(HOLDS);
    expect(out).toContain(`${WHOLE}\n${TAKES}\n`);
    expect(store.writes).toEqual(before);
  });

  test('that lets a publication write over another is to be corrected, and its files stay as they were', async () => {
    const one = project();
    await published(one, 's3://site/fx');
    const before = new Map([...store.objects].map(([key, { bytes }]) => [key, bytes]));
    store.isUnconditional = true;
    const { code, out } = await look(one, 's3://site/fx');
    expect(code).toBe(1);
    expect(out).toContain('✗ s3://site/fx writes a file that must not be there yet although it is');
    expect(new Map([...store.objects].map(([key, { bytes }]) => [key, bytes]))).toEqual(before);
  });

  test('that may be read and not written, or cannot be reached, is to be corrected', async () => {
    const one = project();
    await published(one, 's3://site/fx');
    store.gate = ({ method }) => (method === 'PUT' ? 403 : null);
    const { code, out } = await look(one, 's3://site/fx');
    expect(code).toBe(1);
    expect(out).toContain(WHOLE);
    expect(out).toMatch(/✗ It would take no publication: s3:\/\/site\/fx could not be reached: it answered 403/);
    store.gate = () => 403;
    const away = await look(one, 's3://site/fx');
    expect([away.code, away.out]).toEqual([1, expect.stringContaining('✗ s3://site/fx could not be reached')]);
  });

  test('to which a publication did not arrive whole is to be corrected', async () => {
    const one = project();
    await published(one, 's3://site/fx');
    const { bytes = Buffer.from('') } = store.objects.get('fx/manifest.json') ?? {};
    store.objects.set('fx/manifest.json', { bytes: Buffer.concat([bytes, Buffer.from(' ')]), headers: {} });
    expect((await look(one, 's3://site/fx')).out).toContain('replaced by the next fx apply: manifest.json.');
  });
});

describe('a branch', () => {
  let origin: string;
  let one: Project;
  beforeEach(async () => {
    origin = join(folder({}), 'site.git');
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', origin]);
    one = project();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('that is whole has nothing to correct, and gets no commit', async () => {
    const address = `git+file://${origin}#pages:fx`;
    expect((await look(one, address)).out).toContain('nothing is published there yet');
    await published(one, address);
    const head = (): string => execFileSync('git', ['-C', origin, 'rev-parse', 'pages'], { encoding: 'utf8' });
    const before = head();
    const { code, out } = await look(one, address);
    expect(code).toBe(0);
    expect(out).toMatch(HOLDS);
    expect(out).toContain(`${WHOLE}\n${TAKES}\n`);
    expect(head()).toBe(before);
  });

  test('that may be read and not pushed to is to be corrected', async () => {
    await published(one, `git+file://${origin}#pages:fx`);
    // What a host does with a key that may read alone.
    const ssh = join(one.root, 'ssh.sh');
    const script = `#!/bin/sh\nfor last; do :; done\ncase "$last" in *receive-pack*) echo "ERROR: this key may read only" >&2; exit 1;; esac\neval "$last"\n`;
    writeFileSync(ssh, script, { mode: 0o755 });
    vi.stubEnv('GIT_SSH', ssh);
    vi.stubEnv('GIT_SSH_VARIANT', 'simple');
    const { code, out } = await look(one, `git+ssh://host${origin}#pages:fx`);
    expect(out).toContain(WHOLE);
    expect(out).toContain('✗ It would take no publication: git+ssh://host');
    expect(code).toBe(1);
  });
});

describe('a command', () => {
  const COMMAND = 'exec:test ! -e "$THERE/full" && cp "$FX_FILE" "$THERE/$FX_NAME"';
  beforeEach(() => {
    vi.stubEnv('THERE', folder({}));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('is not run, and what was sent is held to what was to be sent', async () => {
    const one = project();
    await published(one, COMMAND);
    const { code, out } = await look(one, COMMAND);
    expect(code).toBe(0);
    expect(out).toMatch(/✓ .* holds revision [0-9a-f]{16} with 2 experiments/);
    expect(out).toContain(WHOLE);
    expect(out).toContain('cannot be asked whether it would take a publication, nor what lies there');
    one.write('cta.yaml', null);
    mkdirSync(join(process.env.THERE ?? '', 'full'));
    expect((await one.fx('apply', 'experiments', '--to', COMMAND, '--yes', '--allow-breaking')).code).toBe(1);
    const half = await look(one, COMMAND);
    expect(half.code).toBe(1);
    expect(half.out).toContain('was interrupted: the next fx apply finishes it first.');
  });
});

test.each([
  [[], 'Name one thing to look at'],
  [['public', '--to', 'public/fx'], 'Name one thing to look at'],
  [['--to', 'public/fx', '--url', 'https://a.example/'], '--url is of a page: a target is looked at without one'],
])('%j is refused in one sentence', async (args, sentence) => {
  const { code, out, err } = await project().fx('doctor', ...args);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(sentence);
});
