/** Tells what fx has said of a page so far. */

import type { Page } from '@playwright/test';
import type { Collector } from './collector.js';
import { painted } from './frames.js';
import { client } from './fx.js';

/** The failures of a page, as `conflict h1`: what fx sees of the last change, it has seen by then. */
export async function told(page: Page, collector: Collector): Promise<string[]> {
  await painted(page);
  const name = `end ${collector.conversions().length}`;
  await (await client(page)).evaluate((fx, eventName) => fx.track(eventName), name);
  await collector.until(() => collector.conversions().some((one) => one.name === name));
  return collector.failures().map(({ code, selector }) => `${code} ${selector}`);
}
