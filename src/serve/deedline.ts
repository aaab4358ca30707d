/** Reads one line of the record, as far as its place and its moment are asked for. */

/** What a line says, as far as it is looked at here. */
export interface DeedLine {
  readonly id: string;
  readonly at: string;
  readonly what: string;
  readonly experiment?: string;
  readonly branch?: string;
  readonly state: string;
}

/** Null for what is no deed: its process ended while writing it. */
export function parseDeedLine(line: string): DeedLine | null {
  try {
    const value = JSON.parse(line) as Partial<DeedLine> | null;
    return typeof value?.id === 'string' && typeof value.what === 'string' ? (value as DeedLine) : null;
  } catch {
    return null; // half a line says nothing
  }
}
