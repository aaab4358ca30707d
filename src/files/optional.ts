/** Loads a package that is installed only where somebody needs it. */

import { codeOf } from './refusal.js';

/** Whether loading failed as a package is not installed, and for no other reason. */
export const isNotInstalled = (error: unknown): boolean => codeOf(error) === 'ERR_MODULE_NOT_FOUND';

/** @returns null where the package is not installed */
export async function loadOptional<T>(load: () => Promise<T>): Promise<T | null> {
  try {
    return await load();
  } catch (error) {
    if (isNotInstalled(error)) return null;
    throw error;
  }
}
