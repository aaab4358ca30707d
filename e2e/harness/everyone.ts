/** Finds what keeps people from using a page. */

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Rules that the colours alone decide. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** What of a page is looked at, and how. */
export interface Look {
  /** The part of the page. Default: all of it. */
  readonly part?: string;
  /** Only its colours, where a test beside it has looked at all else of the same page. Default false. */
  readonly isColoursOnly?: boolean;
  readonly without?: readonly string[];
}

/** What axe finds on a page: what is wrong, and what it could not tell. */
export async function look(page: Page, { part, isColoursOnly = false, without = [] }: Look = {}) {
  // Otherwise each look opens a window of its own, for frames of other sites, of which there are none here.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).disableRules([...without]);
  if (part) axe.include(part);
  if (isColoursOnly) axe.withRules(COLOURS);
  return axe.analyze();
}

type Found = Awaited<ReturnType<typeof look>>['violations'];

/** One line for each fault: its rule, and the first element that has it. */
export const faultsIn = (violations: Found): string[] => violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);

/** One line for each fault of a page. */
export const barriers = async (page: Page, how?: Look): Promise<string[]> =>
  faultsIn((await look(page, how)).violations);
