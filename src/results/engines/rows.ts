/** Writes of an event what is counted as a few bytes, and reads it back. */

import { type Buckets, bucketOf, hashText, type Pen } from './buckets.js';

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
const FIXED = 72;
/**
 * Where in a row stand its length (at its begin), the hash of its browser, its kind and flags, and the browser's name
 * behind its length.
 */
export const HASH = 4;
const KIND = 8;
const FLAGS = 9;
export const BROWSER = 10;
export const NAME = 12;

/** Appends a row to its bucket, as one of another browser where that is given. */
export function writeRow(buckets: Buckets, row: Row, browser = row.browser): void {
  const isHosted = browser !== row.subject;
  const isOther = row.is === 'exposure' && row.unit !== row.subject;
  const hash = hashText(browser);
  const characters = browser.length + (isHosted ? row.subject.length : 0) + (isOther ? row.unit.length : 0);
  const pen = buckets.pen(bucketOf(hash), FIXED + 3 * characters);
  const start = pen.at;
  pen.view.setInt32(start + HASH, hash, true);
  pen.bytes[start + KIND] = KINDS.indexOf(row.is);
  pen.bytes[start + FLAGS] =
    (isHosted ? HOSTED : 0) |
    (isOther ? OTHER_UNIT : 0) |
    (row.is === 'exposure' ? (row.isSticky ? STICKY : 0) | (row.isCrossed ? CROSSED : 0) : 0);
  pen.at = start + BROWSER;
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
  pen.view.setUint32(start, pen.at - start, true);
}

/** Of the few characters of an id, a loop is faster than the call that encodes them. */
function writeText(pen: Pen, text: string): void {
  const { bytes, at } = pen;
  let length = 0;
  for (; length < text.length; length++) {
    const code = text.charCodeAt(length);
    if (code > 0x7f) break;
    bytes[at + 2 + length] = code;
  }
  if (length < text.length) length = bytes.write(text, at + 2, 'utf8');
  pen.view.setUint16(at, length, true);
  pen.at = at + 2 + length;
}

function writeNumber(pen: Pen, value: number): void {
  pen.view.setFloat64(pen.at, value, true);
  pen.at += 8;
}

function writeWhole(pen: Pen, value: number): void {
  pen.view.setUint32(pen.at, value, true);
  pen.at += 4;
}

/** The row that begins here. */
export function rowAt(bytes: Buffer, view: DataView, start: number, browser: string): Row {
  let at = start + NAME + view.getUint16(start + BROWSER, true);
  const text = (): string => {
    const begin = at + 2;
    at = begin + view.getUint16(at, true);
    return bytes.toString('utf8', begin, at);
  };
  const number = (): number => {
    at += 8;
    return view.getFloat64(at - 8, true);
  };
  const whole = (): number => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const is = KINDS[bytes[start + KIND] as number] as Row['is'];
  const flags = bytes[start + FLAGS] as number;
  const subject = flags & HOSTED ? text() : browser;
  const [timeMs, skewMs] = [number(), number()];
  // Each field by itself: of millions of rows, spreading a base into each is a tenth of the time.
  if (is === 'exposure')
    return {
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
    };
  if (is === 'conversion')
    return { is, browser, subject, timeMs, skewMs, name: whole(), value: number(), id: number() };
  if (is === 'clock') return { is, browser, subject, timeMs, skewMs };
  // A failure is seldom.
  const base = { browser, subject, timeMs, skewMs };
  return { is, ...base, experiment: whole(), code: whole(), selector: whole(), id: number() };
}
