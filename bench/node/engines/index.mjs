/** Lists who decides in Node, in the order of the table. */

import { amplitude } from './amplitude.mjs';
import { floor } from './floor.mjs';
import { fx, fxOnce } from './fx.mjs';
import { growthbook } from './growthbook.mjs';
import { optimizely } from './optimizely.mjs';
import { statsig } from './statsig.mjs';
import { unleash } from './unleash.mjs';

/**
 * @typedef {{name: string, title: string, package?: string, create: () => Promise<{decide: (id: string) => string,
 *   close?: () => unknown}>}} Engine `decide` gives the key of the variant, anything else where a subject is out
 */

/** @type {readonly Engine[]} */
export const engines = [floor, fx, fxOnce, amplitude, unleash, growthbook, optimizely, statsig];
