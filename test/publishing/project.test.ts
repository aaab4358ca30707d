/** Tests how a directory of experiments is opened, and what it ends with where it cannot be. */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openProject, planFor, validOf } from '../../src/publishing/index.js';
import { project } from '../cli/target.js';
import { quiet } from './doing.js';

test('experiments with errors are an obstacle with their files and problems', async () => {
  const { root, target } = project({ 'cta.yaml': 'id: cta\nname: cta\nvariants: 7\n' });
  const directory = join(root, 'experiments');
  const obstacle = { code: 'invalid', directory, problems: [expect.objectContaining({ severity: 'error' })] };
  expect(await planFor(quiet, directory, { directory: target, isNamed: true })).toMatchObject({ ok: false, obstacle });
  const opened = await openProject(quiet, directory);
  expect(opened.ok && validOf(opened.value)).toMatchObject({ ok: false, obstacle });
});

test('a directory that is not there is an obstacle of files, with their sentence', async () => {
  expect(await openProject(quiet, '/nowhere/at/all')).toMatchObject({
    ok: false,
    obstacle: { code: 'files', refusal: { message: expect.stringContaining('nowhere') } },
  });
});
