/** Measures how long pages of Studio take with 1,000 experiments, beside a server that answers the same bytes. */

import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../stats.mjs';
import { ask, beside, end, startFxServe, startSaying } from './serving.mjs';

const COUNT = 1000;
const RUNS = 30;
const QUICK_RUNS = 10;

export const studio = {
  name: 'studio',
  title: 'Studio',
  needs: [],
  async run({ args, say }) {
    const runs = args.isQuick ? QUICK_RUNS : RUNS;
    const own = await startFxServe(Object.fromEntries(Array.from({ length: COUNT }, (_, index) => fileOf(index))));
    try {
      const rows = [];
      const add = (name, title, row) => rows.push({ name, title, ...row });
      const of = (path) => ({ ...own, url: `${own.said.url}${path}`, turns: runs });
      const touch = () => appendFileSync(join(own.root, 'experiments/experiment-7.yaml'), '# Looked at.\n');
      say(`the list of ${COUNT} experiments`);
      add('first', 'the list, as the first page after the start', await time({ ...of('/experiments'), turns: 1 }));
      add('list', 'the list', await time(of('/experiments')));
      add('searched', 'the list, searched', await time(of('/experiments?q=experiment+77')));
      add('changed', 'the list, after a file was changed', await time({ ...of('/experiments'), before: touch }));
      say('other pages');
      add('today', 'Today', await time(of('/')));
      add('one', 'one experiment', await time(of('/experiments/experiment-7')));
      add('api', '`experiment.list` of the API', await time(of('/api/experiment.list?limit=1000')));
      say('the bytes of the list, from memory');
      const page = join(own.root, 'list.html');
      writeFileSync(page, await bodyOf(of('/experiments')));
      const { child, said } = await startSaying([beside('same.mjs'), page], own.root);
      add('bare', 'node:http, the bytes of the list from memory', await time({ ...of('/'), child, url: said.url }));
      await end(child);
      return { count: COUNT, rows };
    } finally {
      await own.stop();
    }
  },
};

/** Medians over requests that come one after another, from the first byte out to the last one in. */
async function time({ child, url, headers, turns, before = () => undefined }) {
  const wall = [];
  const cpu = [];
  let bytes = 0;
  for (let turn = 0; turn < turns; turn++) {
    before();
    const used = await ask(child, 'usage');
    const startedAt = performance.now();
    bytes = (await bodyOf({ url, headers })).byteLength;
    wall.push(performance.now() - startedAt);
    cpu.push((await ask(child, 'usage')).cpuMs - used.cpuMs);
  }
  return { ms: median(wall), cpuMs: median(cpu), bytes, runs: turns };
}

async function bodyOf({ url, headers }) {
  const response = await fetch(url, { headers });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}.`);
  return Buffer.from(await response.arrayBuffer());
}

const STATUSES = ['running', 'draft', 'paused', 'archived'];

function fileOf(index) {
  const id = `experiment-${index}`;
  const file = {
    id,
    name: `Experiment ${index} of the house`,
    hypothesis: `If we say it in ${index} words, more people look at a product, because they read them.`,
    status: STATUSES[index % STATUSES.length],
    owners: [`owner${index % 20}@example.com`],
    tags: [`tag-${index % 30}`],
    trigger: { kind: 'urlMatch', pattern: `/page/${index}` },
    variants: [
      { key: 'control', name: 'As it is' },
      {
        key: 'changed',
        name: 'Changed',
        domOps: [{ op: 'replaceText', selector: `[data-part="${index}"]`, value: `Text ${index}` }],
      },
    ],
    metrics: [{ key: 'orders', name: 'Orders', kind: 'conversion', eventName: 'purchase', isPrimary: true }],
  };
  // JSON is YAML
  return [`${id}.yaml`, `${JSON.stringify(file, null, 2)}\n`];
}
