/**
 * Holds what the tests of `fx results` have in common: a folder with experiments and events, and what is told of them.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setup } from '../../src/cli/commands/results.js';
import type { Result } from '../../src/results/index.js';
import { dated, type Row } from '../docs/known.js';
import { experiment, folder, run } from './fx.js';

const METRICS = `metrics:
  - { key: orders, name: Orders, kind: conversion, eventName: purchase, isPrimary: true }
  - { key: times, name: Times, kind: count, eventName: purchase }
  - { key: revenue, name: Revenue, kind: sum, eventName: purchase }
`;
export const CTA = experiment('cta', METRICS);

export const lines = (rows: readonly (Row | string)[]): string =>
  rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(dated(row))}\n`).join('');

/** A folder with experiments and what a collector wrote. */
export const site = (rows: readonly (Row | string)[], files: Record<string, string> = { 'cta.yaml': CTA }): string => {
  const root = folder(Object.fromEntries(Object.entries(files).map(([name, text]) => [`experiments/${name}`, text])));
  writeFileSync(join(root, 'events.ndjson'), lines(rows));
  return root;
};
export const results = (root: string, ...args: string[]) =>
  run(setup, [join(root, 'experiments'), '--events', join(root, 'events.ndjson'), ...args]);

export interface Told {
  readonly schema: string;
  readonly lines: number;
  readonly repeated: number;
  readonly unread: number;
  readonly firstUnread: string | null;
  readonly experiments: readonly (Result & {
    readonly since: string;
    readonly until: string;
    readonly status: string;
  })[];
}
export const told = async (root: string, ...args: string[]): Promise<Told> =>
  JSON.parse((await results(root, ...args, '--json')).out) as Told;
