/** Tests `fx sql`: what of a target stands in its statements. */

import { expect, test } from 'vitest';
import { project, reweighted } from './target.js';

test('which phases followed another one is read from the target that --to names', async () => {
  const { fx, manifest, publish, write } = project();
  await publish();
  write('cta.yaml', reweighted);
  await publish('--allow-breaking');
  const [{ phase = '' } = {}] = manifest().experiments;
  const isTold = ({ out }: { readonly out: string }): boolean =>
    out.includes(`experiment = 'cta' AND phase IN ('${phase}')`);
  const sql = ['sql', '--dir', 'experiments', '--dialect', 'sqlite'];
  expect(phase).not.toBe('');
  expect(isTold(await fx(...sql, '--to', 'public/fx'))).toBe(true);
  expect(isTold(await fx(...sql))).toBe(false);
  const gone = await fx(...sql, '--to', 'nowhere');
  expect([gone.code, gone.out, gone.err]).toEqual([1, '', expect.stringContaining('nowhere is no target')]);
});
