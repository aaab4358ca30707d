/** Notes how each part of a wave was carried over, and where a person is needed. */

import type { KeptScript, Translated } from './report.js';
import type { Remark, Wave } from './wave.js';

/** As in the report. */
export interface Notes {
  readonly carried: string[];
  readonly translated: Translated[];
  readonly scripts: KeptScript[];
  readonly needs: Remark[];
}

/** The name of the file that a field names, or the field's own. */
export const nameOf = ({ raw }: Wave, field: string): string => raw.parts.get(field) ?? field;

/** Something in the wave's own file that needs a person. */
export function need({ raw }: Wave, path: readonly string[], message: string, needs: Remark[]): void {
  needs.push({ file: raw.file, line: raw.lineOf(path), message });
}
