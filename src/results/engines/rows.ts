/** Writes of an event what is counted as a few bytes, and reads it back. */

import type { Pen } from './buckets.js';

interface Base {
  /** The visitor, or the subject where the host gave none: whose clock it is. */
  readonly browser: string;
  readonly subject: string;
  /** Milliseconds since the epoch, by the browser's clock until that is corrected. */
  timeMs: number;
  /** `received - sentAt`, NaN where the collector wrote none. */
  readonly skewMs: number;
}

/** Somebody saw a variant. Texts are numbers of a dictionary. */
export interface ExposureRow extends Base {
  readonly is: 'exposure';
  readonly experiment: number;
  readonly phase: number;
  readonly variant: number;
  readonly facts: number;
  readonly isSticky: boolean;
  readonly id: number;
  /** Who the subject is within this phase: itself, or who its visitor signed in as. */
  unit: string;
  /** Whether somebody saw another variant in the same browser. */
  isCrossed: boolean;
}

/** Somebody did something that a metric counts. */
export interface ConversionRow extends Base {
  readonly is: 'conversion';
  readonly name: number;
  readonly value: number;
  readonly id: number;
}

/** Something went wrong. */
export interface FailureRow extends Base {
  readonly is: 'failure';
  readonly experiment: number;
  readonly code: number;
  readonly selector: number;
  readonly id: number;
}

/** Nothing that is counted, but the clock of a browser. */
export interface ClockRow extends Base {
  readonly is: 'clock';
}

export type Row = ExposureRow | ConversionRow | FailureRow | ClockRow;

const KINDS = ['exposure', 'conversion', 'failure', 'clock'] as const;

/** Bits of the second byte. */
const HOSTED = 1;
const STICKY = 2;
const OTHER_UNIT = 4;
const CROSSED = 8;

/** Bytes of a row besides its texts. */
const FIXED = 64;

/** The most bytes that a row takes. */
export const bytesOf = ({ subject }: Base, browser: string, unit = ''): number =>
  FIXED + 3 * (browser.length + subject.length + unit.length);

/** Appends a row, as one of another browser where that is given. */
export function writeRow(pen: Pen, row: Row, browser = row.browser): void {
  const isHosted = browser !== row.subject;
  const isOther = row.is === 'exposure' && row.unit !== row.subject;
  const { bytes } = pen;
  bytes[pen.at++] = KINDS.indexOf(row.is);
  bytes[pen.at++] =
    (isHosted ? HOSTED : 0) |
    (isOther ? OTHER_UNIT : 0) |
    (row.is === 'exposure' ? (row.isSticky ? STICKY : 0) | (row.isCrossed ? CROSSED : 0) : 0);
  writeText(pen, browser);
  if (isHosted) writeText(pen, row.subject);
  writeNumber(pen, row.timeMs);
  writeNumber(pen, row.skewMs);
  if (row.is === 'exposure') {
    writeWhole(pen, row.experiment);
    writeWhole(pen, row.phase);
    writeWhole(pen, row.variant);
    writeWhole(pen, row.facts);
    writeNumber(pen, row.id);
    if (isOther) writeText(pen, row.unit);
  } else if (row.is === 'conversion') {
    writeWhole(pen, row.name);
    writeNumber(pen, row.value);
    writeNumber(pen, row.id);
  } else if (row.is === 'failure') {
    writeWhole(pen, row.experiment);
    writeWhole(pen, row.code);
    writeWhole(pen, row.selector);
    writeNumber(pen, row.id);
  }
}

function writeText(pen: Pen, text: string): void {
  const length = pen.bytes.write(text, pen.at + 2, 'utf8');
  pen.bytes[pen.at] = length & 0xff;
  pen.bytes[pen.at + 1] = length >> 8;
  pen.at += 2 + length;
}

function writeNumber(pen: Pen, value: number): void {
  pen.at = pen.bytes.writeDoubleLE(value, pen.at);
}

function writeWhole(pen: Pen, value: number): void {
  pen.at = pen.bytes.writeUInt32LE(value, pen.at);
}

/** Calls back with every row of a bucket. */
export function eachRow(bytes: Buffer, onRow: (row: Row) => void): void {
  let at = 0;
  const text = (): string => {
    const start = at + 2;
    at = start + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
    return bytes.toString('utf8', start, at);
  };
  const number = (): number => {
    at += 8;
    return bytes.readDoubleLE(at - 8);
  };
  const whole = (): number => {
    at += 4;
    return bytes.readUInt32LE(at - 4);
  };
  while (at < bytes.length) {
    const is = KINDS[bytes[at] ?? 0] ?? 'clock';
    const flags = bytes[at + 1] ?? 0;
    at += 2;
    const browser = text();
    const subject = flags & HOSTED ? text() : browser;
    const [timeMs, skewMs] = [number(), number()];
    // Each field by itself: of millions of rows, spreading a base into each is a tenth of the time.
    if (is === 'exposure')
      onRow({
        is,
        browser,
        subject,
        timeMs,
        skewMs,
        experiment: whole(),
        phase: whole(),
        variant: whole(),
        facts: whole(),
        id: number(),
        isSticky: !!(flags & STICKY),
        isCrossed: !!(flags & CROSSED),
        unit: flags & OTHER_UNIT ? text() : subject,
      });
    else if (is === 'conversion')
      onRow({ is, browser, subject, timeMs, skewMs, name: whole(), value: number(), id: number() });
    else if (is === 'failure')
      onRow({
        is,
        browser,
        subject,
        timeMs,
        skewMs,
        experiment: whole(),
        code: whole(),
        selector: whole(),
        id: number(),
      });
    else onRow({ is, browser, subject, timeMs, skewMs });
  }
}
