/** Reads what the server needs of fx.config.yaml. */

import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** The preview token of a configuration file: 16 hex digits, or null where there is no file or no valid token. */
export async function readPreviewToken(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    // Every value as it is written: 16 digits without a letter are a number otherwise.
    const config: unknown = parse(text, { schema: 'failsafe' });
    if (typeof config !== 'object' || config === null || !('previewToken' in config)) return null;
    const { previewToken } = config;
    return typeof previewToken === 'string' && /^[0-9a-f]{16}$/.test(previewToken) ? previewToken : null;
  } catch {
    return null; // a file that is being edited; drafts have no address until it is whole
  }
}
