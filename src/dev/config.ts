/** Reads what the server needs of fx.config.yaml. */

import { readFile } from 'node:fs/promises';
import { isToken, parseConfig } from '../authoring/checks.js';

/** What a development server takes from a configuration. */
export interface DevConfig {
  /** The preview token: 16 hex digits, or null where there is no file or no valid token. */
  readonly token: string | null;
  /** Other sites that variants may redirect to. */
  readonly redirectOrigins: readonly string[];
}

const NONE: DevConfig = { token: null, redirectOrigins: [] };

/** Reads a configuration file. What is missing or malformed counts as not there: other commands say what is wrong. */
export async function readDevConfig(file: string): Promise<DevConfig> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return NONE;
  const { previewToken, redirectOrigins } = parseConfig(text);
  return {
    token: isToken(previewToken) ? previewToken : null,
    redirectOrigins: Array.isArray(redirectOrigins) ? redirectOrigins.map(String) : [],
  };
}
