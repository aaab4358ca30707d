/**
 * Tests twenty tasks on seven kinds of sites: the YAML does the same for visitors, and undo gives the page back.
 * `FX_LONG=1` does all on each.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { compile } from '../../src/authoring/index.js';
import { expect, isLong } from '../harness/index.js';
import { closeLife, expectLife, undoAll } from './life.js';
import { difference, htmlOf, owned, picture } from './pictures.js';
import { open, startFolder, test, yamlIn } from './shop.js';
import { KINDS } from './sites/index.js';
import type { Places } from './sites/places.js';
import { TASKS, type Task } from './tasks.js';

for (const [at, kind] of KINDS.entries()) {
  // A seventh of them on each, all on one or another.
  const tasks = isLong ? TASKS.map((task) => [task]) : [TASKS.filter((_, index) => index % KINDS.length === at)];
  for (const some of tasks)
    test(`on ${kind.name}: ${some.map(({ name }) => name).join(', ')}`, async ({ page, context }) => {
      const folder = join(await mkdtemp(join(tmpdir(), 'fx-kind-')), 'site');
      await kind.make(folder);
      const edited = await startFolder(folder);
      // A page that scrolls smoothly is on its way while one aims.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await open(page, edited);
      const before = await htmlOf(page);
      await play(page, some, kind.at);
      const yaml = await yamlIn(page);
      const { problems } = await compile([{ path: 'edited.yaml', text: yaml }]);
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      // What cannot be seen, as the address of a link, is in no picture.
      expect(yaml.match(/^ {6}- op:|^ {4}css:/gm)?.length ?? 0).toBeGreaterThanOrEqual(some.length);
      const changed = await htmlOf(page);
      const shown = await picture(page);
      if (kind.isApp) await expectLife(page);
      await undoAll(page);
      if (kind.isApp) await closeLife(page);
      expect((await htmlOf(page)).replace('In the cart: 2', 'In the cart: 0')).toBe(before);
      await edited.close();

      const published = await startFolder(folder, yaml.replace(/^status: draft.*$/m, 'status: running'));
      const visitor = await context.newPage();
      await visitor.goto(`${published.url}/?fx=${/^id: (.*)$/m.exec(yaml)?.[1]}:treatment`);
      await expect
        .poll(async () => {
          const seen = await picture(visitor);
          const third = await context.newPage();
          const differs = await difference(third, shown, seen);
          await third.close();
          return differs;
        })
        .toBeLessThan(0.0005);
      if (!kind.isApp) expect(owned(await htmlOf(visitor))).toBe(owned(changed));
      await published.close();
      await rm(join(folder, '..'), { recursive: true });
    });
}

async function play(page: Page, tasks: readonly Task[], at: Places): Promise<void> {
  for (const { run } of tasks) await run(page, at);
}
