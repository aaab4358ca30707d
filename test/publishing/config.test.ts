/** Tests the configuration: what is read of it, which field is wrong, and the target that it names. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Config, chooseTarget, loadConfig } from '../../src/publishing/index.js';
import { readServeSettings } from '../../src/serve/settings.js';
import { project } from '../cli/target.js';

test.each([
  ['previewToken', 'previewToken: short\n'],
  ['targets', "previewToken: '0123456789abcdef'\ntargets: [public]\n"],
  ['targets', "previewToken: '0123456789abcdef'\ntargets: {live: ''}\n"],
  ['redirectOrigins', "previewToken: '0123456789abcdef'\nredirectOrigins: [https://shop.example/path]\n"],
  ['segments', "previewToken: '0123456789abcdef'\nsegments: user.tier\n"],
  ['segments', "previewToken: '0123456789abcdef'\nsegments: [user.tier, [page.kind]]\n"],
  ['segments', "previewToken: '0123456789abcdef'\nsegments: [a, b, c, d, e, f]\n"],
  ['segments', "previewToken: '0123456789abcdef'\nsegments: ['user tier']\n"],
])('a configuration with a wrong %s says which field that is', async (field, text) => {
  const { root } = project();
  writeFileSync(join(root, 'fx.config.yaml'), text);
  expect(await loadConfig(join(root, 'experiments'))).toEqual({
    ok: false,
    obstacle: { code: 'config', path: join(root, 'fx.config.yaml'), field },
  });
});

test('a word of tag: that nothing knows is named, with the nearest that is known', async () => {
  const { root } = project();
  const path = join(root, 'fx.config.yaml');
  writeFileSync(path, "previewToken: '0123456789abcdef'\ntag: [collect, concent]\n");
  expect(await loadConfig(join(root, 'experiments'))).toEqual({
    ok: false,
    obstacle: { code: 'tag', path, word: 'concent', nearest: 'consent' },
  });
});

test('a target is the one that was named, the only one there is, or a question', async () => {
  const { root } = project();
  const config = (targets: string): Promise<unknown> => {
    writeFileSync(join(root, 'fx.config.yaml'), `previewToken: '0123456789abcdef'\ntargets: ${targets}\n`);
    return loadConfig(join(root, 'experiments'));
  };
  const chosen = async (to: string | undefined, targets: string): Promise<unknown> => {
    const attempt = (await config(targets)) as Awaited<ReturnType<typeof loadConfig>>;
    return attempt.ok ? chooseTarget(to, attempt.value) : attempt;
  };
  const live = join(root, 'public/fx');
  expect(await chosen(undefined, '{live: public/fx}')).toEqual({ ok: true, value: { directory: live, isNamed: true } });
  expect(await chosen('live', '{live: public/fx}')).toEqual({ ok: true, value: { directory: live, isNamed: true } });
  expect(await chosen(live, '{live: public/fx}')).toEqual({ ok: true, value: { directory: live, isNamed: true } });
  expect(await chosen('else', '{live: public/fx}')).toEqual({ ok: true, value: { directory: 'else', isNamed: false } });
  expect(await chosen(undefined, '{live: a, test: b}')).toMatchObject({
    ok: false,
    obstacle: { code: 'usage', names: ['live', 'test'] },
  });
  const [one, two] = ['exec:put ftp://a@host/', 'exec:put ftp://b@host/'];
  expect(await chosen('exec:put ftp://…@host/', `{live: '${one}'}`)).toEqual({
    ok: true,
    value: { directory: one, isNamed: true },
  });
  expect(await chosen('exec:put ftp://…@host/', `{live: '${one}', test: '${two}'}`)).toMatchObject({
    ok: false,
    obstacle: { code: 'usage', names: ['live', 'test'] },
  });
  expect(await chosen(two, `{live: '${one}', test: '${two}'}`)).toEqual({
    ok: true,
    value: { directory: two, isNamed: true },
  });
});

test('a folder as Windows writes it, or an address without its slashes, is no target', async () => {
  const { root } = project();
  const load = (to: string): ReturnType<typeof loadConfig> => {
    writeFileSync(join(root, 'fx.config.yaml'), `previewToken: '0123456789abcdef'\ntargets: {live: '${to}'}\n`);
    return loadConfig(join(root, 'experiments'));
  };
  const fault = (address: string, found: string): object => ({ code: 'address', address, fault: found });
  expect(await load('public\\fx')).toMatchObject({ ok: false, obstacle: fault('public\\fx', 'backslash') });
  expect(await load('s3:/bucket/fx')).toMatchObject({ ok: false, obstacle: fault('s3:/bucket/fx', 'kind') });
  const sound = await load('public/fx');
  if (!sound.ok) throw new Error('public/fx is a target');
  expect(chooseTarget('public\\fx', sound.value)).toEqual({ ok: false, obstacle: fault('public\\fx', 'backslash') });
  expect(chooseTarget('s3:/bucket', sound.value)).toEqual({ ok: false, obstacle: fault('s3:/bucket', 'kind') });
});

test('segments are facts that a container is composed for, and targets elsewhere stay as they are written', async () => {
  const { root } = project();
  const read = async (text: string): Promise<unknown> => {
    writeFileSync(join(root, 'fx.config.yaml'), `previewToken: '0123456789abcdef'\n${text}`);
    const config = await loadConfig(join(root, 'experiments'));
    return config.ok ? config.value : config;
  };
  expect(await read('segments: [user.tier, page.kind]\n')).toMatchObject({
    segments: ['user.tier', 'page.kind'],
    tag: null,
  });
  expect(await read('segments: [user.tier, page.kind]\ntag: [collect]\n')).toMatchObject({
    tag: { words: new Set(['collect', 'segments']), attributes: { segments: 'user.tier,page.kind' } },
  });
  expect(await read('tag: [collect]\n')).toMatchObject({ segments: [], tag: { words: new Set(['collect']) } });
  expect(await read('targets: {live: s3://site/fx, here: public/fx}\n')).toMatchObject({
    targets: { live: 's3://site/fx', here: join(root, 'public/fx') },
  });
});

const read = async (text: string): Promise<unknown> => {
  const { root } = project();
  writeFileSync(join(root, 'fx.config.yaml'), text);
  const attempt = await loadConfig(join(root, 'experiments'));
  if (attempt.ok) return attempt.value;
  return attempt.obstacle.code === 'files' ? attempt.obstacle.refusal : attempt.obstacle;
};

test('a field that is none keeps nobody from anything, and is told of with its line and what is meant', async () => {
  const config = await read("previewToken: '0123456789abcdef'\ntarget: {live: a}\nserve:\n  gitt: false\n");
  expect(config).toMatchObject({
    token: '0123456789abcdef',
    targets: {},
    warnings: [
      { severity: 'warning', line: 2, path: 'target', message: 'is not a known field; did you mean targets?' },
      { severity: 'warning', line: 4, path: 'serve.gitt', message: 'is not a known field; did you mean git?' },
    ],
  });
  expect(chooseTarget(undefined, config as Config)).toMatchObject({
    obstacle: { code: 'usage', warnings: [{ path: 'target' }, { path: 'serve.gitt' }] },
  });
});

test('a file that is no YAML is refused with its line, and not for the token that is in it', async () => {
  expect(String(await read("previewToken: '0123456789abcdef'\n  targets: {\n"))).toMatch(/fx\.config\.yaml: line \d /);
});

const warned = (config: unknown): string => (config as Config).warnings.map(({ message }) => message).join('\n');

test('all that fx serve reads is known, and nothing else', async () => {
  const fieldsOf = async (text: string): Promise<string[]> => {
    const { root } = project();
    writeFileSync(join(root, 'fx.config.yaml'), `previewToken: '0123456789abcdef'\n${text}\n`);
    const refused: unknown = await readServeSettings(join(root, 'experiments')).catch((error: unknown) => error);
    return /must be one of (.*)\.$/.exec(String(refused))?.[1]?.split(', ').sort() ?? [];
  };
  const known = async (text: string): Promise<string[]> =>
    /the fields here are (.*)$/
      .exec(warned(await read(`previewToken: '0123456789abcdef'\n${text}\n`)))?.[1]
      ?.split(', ')
      .sort() ?? [];
  for (const text of ['serve: {0000000: a}', 'serve: {oidc: {0000000: a}}', 'results: {0000000: a}']) {
    expect(await known(text)).not.toEqual([]);
    expect(await known(text)).toEqual(await fieldsOf(text));
  }
  const kinds = ['http', 'clickhouse', 'postgres', 'parquet'];
  const sinks = await Promise.all(kinds.map((kind) => fieldsOf(`serve: {sinks: [{${kind}: a, 0000000: a}]}`)));
  expect(await known('serve: {sinks: [{0000000: a}]}')).toEqual([...new Set(sinks.flat())].sort());
});
