/** Reads what the server needs of fx.config.yaml. */

import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

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
  try {
    // Every value as it is written: 16 digits without a letter are a number otherwise.
    const config: unknown = parse(text, { schema: 'failsafe' });
    if (typeof config !== 'object' || config === null) return NONE;
    const { previewToken, redirectOrigins }: { previewToken?: unknown; redirectOrigins?: unknown } = config;
    return {
      token: typeof previewToken === 'string' && /^[0-9a-f]{16}$/.test(previewToken) ? previewToken : null,
      redirectOrigins: Array.isArray(redirectOrigins) ? redirectOrigins.map(String) : [],
    };
  } catch {
    return NONE; // A file that is being edited: drafts have no address until it is whole.
  }
}
