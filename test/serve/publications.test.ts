/** Tests a target elsewhere, as Studio publishes to it and shows it. */

import { execFileSync } from 'node:child_process';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder, RUNNING, startStudio } from './studio.js';

test('the reason of a publication that moves or breaks stands in the commit of its target', async () => {
  const root = makeFolder({ 'experiments/price.yaml': RUNNING });
  const origin = join(root, 'site.git');
  execFileSync('git', ['init', '-q', '--bare', origin]);
  const address = `git+file://${origin}#pages:fx`;
  writeFileSync(join(root, 'fx.config.yaml'), `previewToken: '0123456789abcdef'\ntargets:\n  live: ${address}\n`);
  const studio = await startStudio(root);
  onTestFinished(() => studio.close());
  const owner = await studio.enter();
  expect((await owner.post('/api/publish', {})).status).toBe(200);
  writeFileSync(join(root, 'experiments/price.yaml'), RUNNING.replace('name: Price\n', 'name: Price\nsalt: another\n'));
  expect(await (await owner.post('/api/publish', {})).json()).toMatchObject({ code: 'BREAKING' });
  const reason = '-m The draw was unfair.';
  expect((await owner.post('/api/publish', { allowBreaking: true, reason })).status).toBe(200);
  const said = execFileSync('git', ['-C', origin, 'log', '--format=%B', 'pages'], { encoding: 'utf8' });
  expect(said.trim().split(/\n+/)).toEqual(['Publish experiments', reason, 'Publish experiments']);
});

test('a target elsewhere is not fetched anew for each page, and shows at once what was changed here', async () => {
  const root = makeFolder();
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const origin = join(root, 'site.git');
  execFileSync('git', ['init', '-q', '--bare', origin]);
  const address = `git+file://${origin}#pages:fx`;
  const studio = await startStudio(
    makeFolder({
      'experiments/price.yaml': RUNNING,
      'fx.config.yaml': `previewToken: '0123456789abcdef'\ntargets:\n  live: ${address}\n`,
    }),
  );
  onTestFinished(() => studio.close());
  const owner = await studio.enter();
  const isOff = async (): Promise<boolean> => (await (await owner.get('/history')).text()).includes('action="/on"');
  expect(await (await owner.post('/api/publish', {})).json()).toMatchObject({ target: address, enabled: true });
  expect(await isOff()).toBe(false);
  expect(await (await owner.post('/api/off', {})).json()).toMatchObject({ enabled: false });
  renameSync(origin, `${origin}.away`);
  expect(await isOff()).toBe(true);
  renameSync(`${origin}.away`, origin);
  expect(await (await owner.post('/api/on', {})).json()).toMatchObject({ enabled: true });
  expect(await isOff()).toBe(false);
});
