/** Tests a target whose address holds a secret: it is whole where fx needs it, and in no word that fx says. */

import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project, TOKEN } from './target.js';

const SECRET = 's3cret';
/** Nobody listens there. */
const AWAY = `git+https://me:${SECRET}@127.0.0.1:1/x.git#pages`;
/** Takes every file, and remembers it below .fx. */
const TAKES = `exec:true https://me:${SECRET}@cdn.example/fx`;

/** A project with a target of that address. */
const named = (address: string) => {
  const made = project();
  const config = `previewToken: '${TOKEN}'\ntargets: {live: ${JSON.stringify(address)}}\n`;
  writeFileSync(join(made.root, 'fx.config.yaml'), config);
  return made;
};

test.each([['plan'], ['apply', '--yes'], ['off'], ['on'], ['list'], ['rollback', '--yes']])(
  'fx %s says which target cannot be reached, and not its secret',
  async (...words) => {
    const { fx } = named(AWAY);
    const { code, out, err } = await fx(...words);
    expect(code).toBe(1);
    expect(err).toContain('git+https://…@127.0.0.1:1/x.git#pages could not be reached');
    expect(out + err).not.toContain(SECRET);
  },
);

test.each([['git+https://me:s3cret@host:port/x.git#pages'], ['https://me:s3cret@host/x']])(
  'an address that is none is refused without its secret: %s',
  async (address) => {
    for (const { out, err } of [await named(address).fx('plan'), await project().fx('off', '--to', address)]) {
      expect(err).toContain('//…@host');
      expect(out + err).not.toContain(SECRET);
    }
  },
);

test('publishing, switching and going back say no secret, and neither does their JSON', async () => {
  const { fx } = named(TAKES);
  for (const words of [
    ['plan'],
    ['plan', '--json'],
    ['apply', '--yes', '--json'],
    ['apply', '--yes'],
    ['plan'],
    ['off'],
    ['plan'],
    ['off', '--json'],
    ['on'],
    ['list'],
    ['rollback', '--yes'],
  ]) {
    const { out, err } = await fx(...words);
    expect(out + err).not.toContain(SECRET);
    expect(out + err).not.toBe('');
  }
});

test('the command that a person is asked to type holds no secret', async () => {
  const { fx } = project();
  for (const words of [
    ['plan', '--to', TAKES],
    ['apply', '--to', TAKES],
    ['pause', 'cta', '--to', TAKES],
  ]) {
    const { out, err } = await fx(...words);
    expect(err).toContain('//…@cdn.example');
    expect(out + err).not.toContain(SECRET);
  }
});

test('a saved plan holds the whole address, for its owner alone, and is carried out', async () => {
  const { fx, root } = named(TAKES);
  expect((await fx('plan', '-o', 'plan.json')).code).toBe(0);
  const file = join(root, 'plan.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ schema: 'fx.plan/1', target: TAKES });
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  const { code, out, err } = await fx('apply', 'plan.json');
  expect(code, err).toBe(0);
  expect(out + err).not.toContain(SECRET);
  const late = await fx('apply', 'plan.json');
  expect(late.err).toContain('was published to since plan.json was made');
  expect(late.err).not.toContain(SECRET);
});

test('a target of the configuration is found by its address as it is shown, as in the JSON of a plan', async () => {
  const { fx, root } = named(TAKES);
  const { out } = await fx('plan', '--json');
  writeFileSync(join(root, 'plan.json'), out);
  const { code, err } = await fx('apply', 'plan.json');
  expect(code, err).toBe(0);
  expect((await fx('off', '--to', JSON.parse(out).target)).code).toBe(0);
});
