/** Examines one page: everything that there is to say about fx on it, in the order in which it is read. */

import { createMatcher, readDocument } from '../markup/index.js';
import { checkCollector } from './collector.js';
import { checkServerCookie } from './cookies.js';
import type { Check } from './finding.js';
import type { LoadedPage } from './page.js';
import { checkPermissions, permissionsOf, policiesOf } from './permission.js';
import { checkAbsence, checkPlacement } from './placement.js';
import { checkExperiments, runsHere } from './prospect.js';
import { checkQueuePolicy, checkQueueToCome } from './queue.js';
import { checkRendered } from './rendered.js';
import { scoreSelectors } from './scores.js';
import { checkSelectors } from './selectors.js';
import { findTag } from './tag.js';

/** What is known besides the page. */
export interface Examination {
  /** The text of a manifest in place of the tag's own; null where the tag's own counts. */
  readonly manifest: string | null;
  /** The time at which schedules are looked at, milliseconds since the epoch. */
  readonly now: number;
}

/** Examines a page. */
export async function diagnose(page: LoadedPage, { manifest, now }: Examination): Promise<Check[]> {
  const { elements } = readDocument(page.html);
  const { tag, count } = await findTag(page, elements, manifest);
  const policies = policiesOf(page, elements);
  if (!tag) return [...checkAbsence(elements), ...checkQueueToCome(page, policies)];
  const permissions = permissionsOf(page, elements, tag, policies);
  const here = runsHere(tag, page.url, now);
  const match = createMatcher(elements);
  return [
    ...checkPlacement(page, elements, tag, count),
    ...checkPermissions(page, elements, tag, policies, permissions),
    ...checkQueuePolicy(page, elements, policies),
    ...checkServerCookie(page),
    ...checkRendered(page, elements, tag),
    ...(await checkCollector(page, tag, now)),
    ...checkExperiments(tag, page, permissions, now),
    ...checkSelectors(here, match),
    ...scoreSelectors(here, (selector) => match(selector)?.length === 0),
  ];
}
