/** Loads a package that is installed only where somebody needs it. */

import { codeOf } from './refusal.js';

/** @returns null where the package is not installed */
export async function loadOptional<T>(load: () => Promise<T>): Promise<T | null> {
  try {
    return await load();
  } catch (error) {
    if (codeOf(error) === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}
