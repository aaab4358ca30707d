/** Tests `fx sql`: what of a target stands in its statements. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

test('a table that takes a later phase of the target for a first one is refused, and counts where it does not', async () => {
  const { root, fx, manifest, publish, write } = project();
  await publish();
  write('cta.yaml', reweighted);
  await publish('--allow-breaking');
  const [{ phase = '' } = {}] = manifest().experiments;
  const results = (isLater: number, ...more: readonly string[]) => {
    const rows = [
      'kind,experiment,phase,variant,day,since_ms,until_ms,is_later,subjects',
      `phase,cta,${phase},,,1793577600000,1794787200000,${isLater},`,
      `arm,cta,${phase},control,20759,,,,1000`,
      `arm,cta,${phase},treatment,20759,,,,1000`,
    ];
    writeFileSync(join(root, 'counts.csv'), rows.join('\n'));
    return fx('results', 'experiments', '--from', 'counts.csv', '--experiment', 'cta', ...more);
  };
  const refused = await results(0, '--to', 'public/fx');
  const order = `the table takes ${phase} for a first phase, the target for a later one`;
  expect([refused.code, refused.out, refused.err]).toEqual([
    1,
    '',
    expect.stringContaining(`counts.csv cannot be read: line 2: ${order}: make it anew with fx sql --to.`),
  ]);
  expect([(await results(1, '--to', 'public/fx')).code, (await results(0)).code]).toEqual([0, 0]);
});
