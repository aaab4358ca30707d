/**
 * Checks what hardly ever comes to targets elsewhere: files that go, stores that tell little, tools that fail in odd
 * ways.
 */

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { carryOut, type Notice, openTarget, planFor, toggle, type Voice } from '../../../src/publishing/index.js';
import { experiment, folder } from '../../cli/fx.js';
import { type Project, project } from '../../cli/target.js';
import { nameS3, type S3Server } from '../../stores/s3server.js';
import { type Publisher, publisherOf, wasDone } from './places.js';

/** Whether the package that signs requests is installed. */
const signer = vi.hoisted(() => ({ isInstalled: true, isBroken: false }));
vi.mock('../../../src/files/optional.js', async (original) => {
  const { loadOptional } = await original<typeof import('../../../src/files/optional.js')>();
  return {
    loadOptional: async (load: () => Promise<unknown>) => {
      if (signer.isBroken) throw new SyntaxError('Unexpected token');
      return signer.isInstalled ? loadOptional(load) : null;
    },
  };
});

let one: Project;
beforeEach(() => {
  one = project();
  vi.spyOn(process, 'cwd').mockReturnValue(one.root);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Publishes with previews, then without: their files belong to nobody any more. */
async function publishWithoutPreviews(publisher: Publisher): Promise<void> {
  wasDone(await publisher.publish());
  rmSync(join(one.root, 'fx.config.yaml'));
  one.write('cta.yaml', experiment('cta').replace('name: cta', 'name: Second'));
  wasDone(await publisher.publish());
}
const isPreview = (name: string): boolean => /(^|\/)preview\.[0-9a-f]{16}\.js(on)?$/.test(name);

describe('an object store', () => {
  const ADDRESS = 's3://site/fx';
  let store: S3Server;
  let publisher: Publisher;
  beforeEach(async () => {
    store = await nameS3();
    publisher = publisherOf(one, ADDRESS);
  });
  afterEach(() => store.close());

  test('deletes what belongs to nobody any more, also where somebody did that already', async () => {
    store.gate = ({ method }) => (method === 'DELETE' ? 404 : null);
    await publishWithoutPreviews(publisher);
    expect([...store.objects.keys()].filter(isPreview)).toHaveLength(2);
    store.gate = () => null;
    one.write('cta.yaml', experiment('cta'));
    wasDone(await publisher.publish());
    expect([...store.objects.keys()].filter(isPreview)).toEqual([]);
    await publisher.expectWhole();
  }, 60_000);

  test('that lets nobody delete is told in its own word', async () => {
    store.gate = ({ method }) => (method === 'DELETE' ? 403 : null);
    await expect(publishWithoutPreviews(publisher)).rejects.toThrow('it answered 403 SlowDown');
  }, 60_000);

  test('without a file that its list still names is read as one without that file', async () => {
    wasDone(await publisher.publish());
    store.gate = ({ method, key }) => {
      if (method === 'GET' && key === 'fx/container.js') store.objects.delete(key);
      return null;
    };
    const target = wasDone(await openTarget(ADDRESS));
    target.letGo();
    expect(target.drift).toEqual(['container.js']);
  });

  test('that tells no version of what it stores is not written to: nobody would see who wrote last', async () => {
    const silent = { code: 'remote', reason: expect.stringContaining('it tells no ETag') as string };
    store.isSilent = true;
    expect(await publisher.publish()).toMatchObject({ ok: false, obstacle: silent });
    expect([...store.objects.keys()].filter((key) => /\/(manifest|state)\.json$/.test(key))).toEqual([]);
    store.isSilent = false;
    wasDone(await publisher.publish());
    store.isSilent = true;
    expect(await publisher.toggle(false)).toMatchObject({ ok: false, obstacle: silent });
  });

  test('is asked with the token of a session, where there is one', async () => {
    vi.stubEnv('AWS_SESSION_TOKEN', 'of-this-session');
    wasDone(await publisher.publish());
    expect(store.objects.get('fx/manifest.json')?.headers['x-amz-security-token']).toBe('of-this-session');
  });

  test('whose lists write quotes as numbers is not fetched again, either', async () => {
    mkdirSync(join(one.root, '.fx'));
    store.quote = '&#34;';
    wasDone(await publisher.publish());
    wasDone(await openTarget(ADDRESS)).letGo();
    const fetched: string[] = [];
    store.gate = ({ method, key }) => {
      if (method === 'GET' && key !== '') fetched.push(key);
      return null;
    };
    wasDone(await openTarget(ADDRESS)).letGo();
    expect(fetched).toEqual([]);
  });

  test('is read as it is where nothing can be kept of it on this disk', async () => {
    mkdirSync(join(one.root, '.fx'));
    writeFileSync(join(one.root, '.fx/targets'), 'in the way');
    wasDone(await publisher.publish());
    await publisher.expectWhole();
  });

  test('with a damaged record goes off all the same', async () => {
    wasDone(await publisher.publish());
    store.objects.set('fx/state.json', { bytes: Buffer.from('{'), headers: {} });
    const said: Notice[] = [];
    wasDone(await toggle(ADDRESS, false, (notice) => said.push(notice)));
    expect(said).toMatchObject([{ code: 'off-anyway', obstacle: { code: 'state' } }]);
    expect(store.objects.get('fx/manifest.json')?.bytes.toString()).toContain('"enabled":false');
  });

  test('needs a package that signs requests, and says which line installs it', async () => {
    signer.isInstalled = false;
    const reason = 'aws4fetch is not installed: npm install aws4fetch puts it beside fx';
    expect(await openTarget(ADDRESS)).toMatchObject({ obstacle: { code: 'remote', reason } });
    signer.isInstalled = true;
  });

  test('is no reason where the package that signs is broken', async () => {
    signer.isBroken = true;
    await expect(openTarget(ADDRESS)).rejects.toThrow('Unexpected token');
    signer.isBroken = false;
  });

  test('behind a proxy: an answer without a code is told as it is', async () => {
    store.gate = () => ({ status: 418, body: '<html>' });
    const reason = 'it answered 418';
    expect(await openTarget(ADDRESS)).toMatchObject({ ok: false, obstacle: { code: 'remote', reason } });
  });

  test('at an address that is none is told so', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_S3', 'store:9000');
    const reason = 'AWS_ENDPOINT_URL_S3 must be an address such as https://store.example.com, not store:9000';
    expect(await openTarget(ADDRESS)).toMatchObject({ ok: false, obstacle: { code: 'remote', reason } });
  });
});

describe('a branch', () => {
  let origin: string;
  let address: string;
  beforeEach(() => {
    origin = join(folder({}), 'site.git');
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', origin]);
    address = `git+file://${origin}#pages`;
  });
  const names = (): string[] =>
    execFileSync('git', ['-C', origin, 'ls-tree', '--name-only', 'pages'], { encoding: 'utf8' }).trim().split('\n');
  /** Puts a git before the real one that does something else for one command. */
  const instead = (command: string, script: string): void => {
    const bin = folder({
      git: `#!/bin/sh\ncase " $* " in *" ${command} "*) ${script};; esac\nPATH="${process.env.PATH}" exec git "$@"\n`,
    });
    chmodSync(join(bin, 'git'), 0o755);
    vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  };

  test('without a folder holds the files at its top, and loses those that belong to nobody any more', async () => {
    const publisher = publisherOf(one, address);
    wasDone(await publisher.publish());
    expect(names()).toContain('manifest.json');
    expect(names().filter(isPreview)).toHaveLength(2);
    await publishWithoutPreviews(publisher);
    expect(names().filter(isPreview)).toEqual([]);
    await publisher.expectWhole();
  }, 60_000);

  test('that somebody published to between a plan and its publication refuses that one', async () => {
    const voice: Voice = { say: () => undefined, busy: (_, work) => work() };
    const plan = wasDone(await planFor(voice, join(one.root, 'experiments'), { directory: address, isNamed: true }));
    const two = project({ 'other.yaml': experiment('other') });
    wasDone(await publisherOf(two, address).publish());
    expect(await carryOut(plan, { say: () => undefined })).toEqual({
      ok: false,
      obstacle: { code: 'moved', directory: address },
    });
    expect(execFileSync('git', ['-C', origin, 'show', 'pages:manifest.json'], { encoding: 'utf8' })).toContain('other');
  }, 60_000);

  test('that cannot be pushed to at all is told in the last words of git', async () => {
    instead('push', 'echo "a hint" >&2; echo "the line went dead" >&2; exit 128');
    expect(await publisherOf(one, address).publish()).toMatchObject({
      obstacle: { code: 'remote', reason: 'it ended with 128: the line went dead' },
    });
  });

  test('needs git, and says so where there is none', async () => {
    vi.stubEnv('PATH', folder({}));
    expect(await openTarget(address)).toMatchObject({ obstacle: { code: 'remote', reason: 'spawn git ENOENT' } });
  });

  test('is fetched again where what was kept of it is damaged', async () => {
    mkdirSync(join(one.root, '.fx'));
    const publisher = publisherOf(one, address);
    wasDone(await publisher.publish());
    await publisher.expectWhole();
    const [shelf = ''] = readdirSync(join(one.root, '.fx/targets'));
    writeFileSync(join(one.root, '.fx/targets', shelf, 'seen/manifest.json'), '{"not": "it"}');
    await publisher.expectWhole();
  }, 60_000);
});

describe('a command', () => {
  let there: string;
  beforeEach(() => {
    there = folder({});
    vi.stubEnv('THERE', there);
  });
  const UPLOAD = 'exec:if [ "$FX_ACTION" = put ]; then cp "$FX_FILE" "$THERE/$FX_NAME"; else rm "$THERE/$FX_NAME"; fi';

  test('is told to delete what belongs to nobody any more', async () => {
    await publishWithoutPreviews(publisherOf(one, UPLOAD));
    expect(existsSync(join(there, 'manifest.json'))).toBe(true);
    expect(readdirSync(there).filter(isPreview)).toEqual([]);
  }, 60_000);

  test('has not carried what lies here as a link that leads nowhere', async () => {
    wasDone(await publisherOf(one, UPLOAD).publish());
    const [shelf = ''] = readdirSync(join(one.root, '.fx/targets'));
    symlinkSync('nowhere', join(one.root, '.fx/targets', shelf, 'files/fx.0123456789abcdef.js'));
    expect(wasDone(await openTarget(UPLOAD)).isUnfinished).toBe(false);
  });
});
