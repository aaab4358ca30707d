/**
 * Measures any other built script, named in FX_BENCH_SCRIPT: Mojito's container, Amplitude's experiment tag, one of
 * your own.
 */

import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** `{n}` in a path stands for the number of experiments in it: without it a script is measured with one. */
const COUNT = '{n}';

/**
 * One contender for every path in FX_BENCH_SCRIPT, which are separated by commas.
 *
 * Its experiments have to do what `experiments.mjs` says: with one, change the headline of `/shop/item`.
 */
export function scripts(paths = process.env.FX_BENCH_SCRIPT ?? '') {
  return paths
    .split(',')
    .filter(Boolean)
    .map((path) => {
      const fileOf = (count) => path.replace(COUNT, `${count}`);
      if (!existsSync(fileOf(1))) throw new Error(`FX_BENCH_SCRIPT names ${fileOf(1)}, which is not there.`);
      const title = basename(path)
        .replace(/\.(min\.)?js$/, '')
        .replace(COUNT, '')
        .replace(/[^\w]+$/, '');
      return {
        name: title.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
        title,
        group: 'peer',
        suites: path.includes(COUNT) ? ['view', 'cost', 'scale'] : ['view', 'cost'],
        hasCount: (count) => existsSync(fileOf(count)),
        install: ({ experiments }) => ({
          head: '<script src="/script.js"></script>',
          routes: {
            '/script.js': { type: 'text/javascript', maxAgeS: 600, body: readFileSync(fileOf(experiments.length)) },
          },
        }),
        bundle: () => readFileSync(fileOf(1), 'utf8'),
        bundleTitle: `${title}, with one experiment`,
      };
    });
}
