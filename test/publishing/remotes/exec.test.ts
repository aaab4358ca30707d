/** Tests a target to which a command carries files: in their order, again where it failed, and whole in the end. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { experiment, folder } from '../../cli/fx.js';
import { type Project, project } from '../../cli/target.js';
import { publisherOf, wasDone } from './places.js';

let there: string;
let one: Project;
beforeEach(() => {
  one = project();
  there = folder({});
  mkdirSync(join(there, 'site'));
  // What is kept of it lies in the working directory, as all that is fx's own.
  vi.spyOn(process, 'cwd').mockReturnValue(one.root);
  process.env.THERE = there;
});
afterEach(() => {
  vi.restoreAllMocks();
  delete process.env.THERE;
});
const UPLOAD = `exec:echo "$FX_ACTION $FX_NAME" >> "$THERE/log"; if [ "$FX_ACTION" = put ]; then cp "$FX_FILE" "$THERE/site/$FX_NAME"; else rm "$THERE/site/$FX_NAME"; fi`;
const log = (): string[] =>
  existsSync(join(there, 'log')) ? readFileSync(join(there, 'log'), 'utf8').trim().split('\n') : [];
const manifest = (): { enabled: boolean; revision: string } =>
  JSON.parse(readFileSync(join(there, 'site/manifest.json'), 'utf8')) as { enabled: boolean; revision: string };
const rename = (name: string): void => one.write('cta.yaml', experiment('cta').replace('name: cta', `name: ${name}`));

test('files are carried in their order, only those that changed, and all that is done with a target works', async () => {
  const publisher = publisherOf(one, UPLOAD);
  wasDone(await publisher.publish());
  const first = await publisher.expectWhole();
  expect(log().at(-1)).toBe('put state.json');
  expect(log().at(-2)).toBe('put manifest.json');
  expect(log().indexOf('put state.json')).toBeLessThan(log().indexOf('put container.js'));
  rmSync(join(there, 'log'));
  expect(wasDone(await publisher.publish())).toBe(false);
  expect(log()).toEqual([]);
  rename('Second');
  wasDone(await publisher.publish());
  expect(log()).not.toContain('put fx.js');
  wasDone(await publisher.toggle(false));
  expect(manifest().enabled).toBe(false);
  wasDone(await publisher.toggle(true));
  wasDone(await publisher.back());
  expect(manifest()).toMatchObject({ revision: first.revision, enabled: true });
});

test.each([
  ['fails', 'exit 3', 'it ended with 3: no such host'],
  ['is killed', 'kill -9 $$', 'it was ended by SIGKILL: no such host'],
])('a command that %s stops the publication, and the next one sends what is missing', async (_, end, reason) => {
  const fails = `if [ "$FX_NAME" = container.js ] && [ -e "$THERE/broken" ]; then echo no such host >&2; ${end}; fi; `;
  const broken = `exec:${fails}${UPLOAD.slice('exec:'.length)}`;
  writeFileSync(join(there, 'broken'), '');
  const publisher = publisherOf(one, broken);
  expect(await publisher.publish()).toMatchObject({
    ok: false,
    obstacle: { code: 'remote', reason: `for container.js ${reason}` },
  });
  expect(existsSync(join(there, 'site/manifest.json'))).toBe(false);
  rmSync(join(there, 'broken'));
  wasDone(await publisher.publish());
  const { revision } = await publisher.expectWhole();
  expect(manifest().revision).toBe(revision);
  expect(readdirSync(join(there, 'site'))).toContain('container.js');
});
