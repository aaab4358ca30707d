/** Tests what Studio names and offers: experiments by their names, and a branch only where there are branches. */

import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DRAFT, makeFolder, startStudio } from './studio.js';

test('histories name an experiment as people do, and one whose file is gone by its id', async () => {
  const root = makeFolder({ 'experiments/cta.yaml': DRAFT, 'experiments/other.yaml': DRAFT.replace('cta', 'other') });
  const studio = await startStudio(root);
  onTestFinished(() => studio.close());
  const owner = await studio.enter();
  for (const id of ['cta', 'other'])
    expect((await owner.post('/api/experiment.start', { experimentId: id })).status).toBe(200);
  rmSync(join(root, 'experiments/other.yaml'));
  for (const path of ['/', '/history']) {
    const page = await (await owner.get(path)).text();
    expect(page).toContain('<a href="/experiments/cta">Call to action</a>');
    expect(page).toContain('started other');
    expect(page).not.toContain('href="/experiments/other"');
  }
});

test.each([
  ['in git', true],
  ['without git', false],
])('a folder %s offers to save to a branch: %s', async (_, isGit) => {
  const root = makeFolder();
  if (isGit) execFileSync('git', ['init', '-q'], { cwd: root });
  const studio = await startStudio(root);
  onTestFinished(() => studio.close());
  const page = await (await (await studio.enter()).get('/experiments/cta/edit')).text();
  expect(page.match(/<button name="branch"/g)?.length ?? 0).toBe(isGit ? 1 : 0);
});
