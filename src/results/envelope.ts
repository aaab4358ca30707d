/** Finds the events in a line, whatever a web server or a platform wrapped around them. */

import { type EventReader, type EventReading, type FxEvent, isTime } from '../core/index.js';
import { clockInText, readNumber, toMs, writtenTime } from './clocks.js';
import { fieldOf } from './rowtable.js';

/** An event, and the two clocks that set its time right; null where the line does not have them. */
export interface ReadEvent {
  readonly event: FxEvent;
  /** The collector's clock when it arrived. */
  readonly received: number | null;
  /** The browser's clock when it was sent. */
  readonly sentAt: number | null;
  /** How many events the browser had to give up, where the line says so with this one. */
  readonly dropped: number;
  /** Of an amount, where the line names one; no event that fx makes does. */
  readonly currency?: string | undefined;
}

/** The most characters of the name of a currency; others are none. */
export const LONGEST_CURRENCY = 16;

/** What a line held. */
export interface LineReading {
  readonly events: readonly ReadEvent[];
  /** How many events the browser had to give up. */
  readonly dropped: number;
  /** Events that are none, of a batch whose others are. */
  readonly refused: number;
  /** Why there is no event, or why the first refused one is none; null where all is well. */
  readonly fault: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

const nothing = (fault: string): LineReading => ({ events: [], dropped: 0, refused: 1, fault });

/** Reads one line. */
export function readLine(line: string, read: EventReader): LineReading {
  const value = parse(line);
  if (value === undefined) return readText(line, read);
  return readValue(value, null, 0, read);
}

/** Where a request's body stands: nginx, CloudFront functions, API gateways, log shippers, journald, Loki, Splunk. */
const BODIES = [
  ...['body', 'request_body', 'requestBody', 'rawBody', 'message', 'Message', 'MESSAGE', 'msg', 'log', 'line', '_raw'],
  ...['textPayload', 'data', 'payload', 'json', 'content', 'customDimensions'],
];
/** What is wrapped around it may be wrapped itself. */
const NESTED = [
  ...['jsonPayload', 'event', 'Records', 'records', 'Logs', 'logs', 'logEvents', 'hits', '_source', 'properties'],
  ...['attributes', 'result', 'results', 'rows', 'value'],
];
/** When the collector got it. */
const CLOCKS = [
  'received',
  'msec',
  'time',
  'timestamp',
  'TimestampMs',
  'EventTimestampMs',
  'EdgeStartTimestamp',
  'time_iso8601',
  '@timestamp',
  '__REALTIME_TIMESTAMP',
  'ts',
];
/** Of each value that holds another one; Elasticsearch has five around a text. */
const DEEPEST = 7;
const TYPES: readonly unknown[] = ['exposure', 'conversion', 'failure'];

function readValue(value: unknown, outer: number | null, depth: number, read: EventReader): LineReading {
  if (Array.isArray(value))
    return depth < DEEPEST
      ? join(value.map((one) => readValue(one, outer, depth + 1, read)))
      : nothing('it is wrapped too deeply');
  if (typeof value === 'string') {
    const inner = parse(value) ?? parse(fromBase64(value));
    return typeof inner === 'object' && depth < DEEPEST
      ? readValue(inner, outer, depth + 1, read)
      : nothing('it holds no JSON object');
  }
  if (typeof value !== 'object' || value === null) return nothing('it is no JSON object');
  const fields = named(value as Fields);
  if (Array.isArray(fields.events) && 'v' in fields) return readBatchOf(fields, clockIn(fields) ?? outer, read);
  if (TYPES.includes(fields.type) && 'id' in fields) return readSingle(fields, outer, read);
  const clock = clockIn(fields) ?? outer;
  if (depth < DEEPEST)
    for (const name of [...BODIES, ...NESTED]) {
      const held = fields[name];
      if (typeof held !== 'string' && (typeof held !== 'object' || held === null)) continue;
      const found = readValue(held, clock, depth + 1, read);
      if (found.events.length || found.dropped || name === 'body') return found;
    }
  return nothing(isAccessLog(fields) ? NO_BODY : sentence(read(fields) as Unread));
}

/** Databases fold the names of columns, or write them with underscores. Names that they left alone stay as they are. */
const named = (fields: Fields): Fields =>
  ('TYPE' in fields && 'ID' in fields) || FOLDED_NAMES.some((name) => name in fields)
    ? { ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [fieldOf(name), value])), ...fields }
    : fields;
const FOLDED_NAMES = ['sent_at', 'is_new', 'sentat', 'isnew'];

const join = (all: readonly LineReading[]): LineReading => ({
  events: all.flatMap(({ events }) => events),
  dropped: all.reduce((sum, { dropped }) => sum + dropped, 0),
  refused: all.reduce((sum, { refused }) => sum + refused, 0),
  fault: all.find(({ fault }) => fault !== null)?.fault ?? null,
});

/** One odd event in a batch is left out; the others count. */
function readBatchOf({ events, sentAt, dropped }: Fields, received: number | null, read: EventReader): LineReading {
  const found = join(
    (events as readonly unknown[]).map((one) => readSingle({ ...(one as Fields), sentAt }, received, read)),
  );
  const lost = lostIn(dropped);
  return { ...found, dropped: lost, events: found.events.map((one, at) => ({ ...one, dropped: at ? 0 : lost })) };
}

const lostIn = (dropped: unknown): number => {
  const lost = readNumber(dropped);
  return lost !== null && lost > 0 && Number.isSafeInteger(lost) ? lost : 0;
};

function readSingle(fields: Fields, outer: number | null, read: EventReader): LineReading {
  const strict = read(fields);
  const reading = strict.ok ? strict : read(sound(fields));
  if (!reading.ok) return nothing(sentence(reading));
  const received = fields.received === undefined ? outer : toMs(fields.received);
  const sentAt = timeOf(fields.sentAt);
  if (fields.received != null && received === null) return nothing('received is no time between 2000 and 2100');
  if (fields.sentAt != null && !isTime(sentAt)) return nothing('sentAt is no time between 2000 and 2100');
  const dropped = lostIn(fields.dropped);
  return {
    events: [{ event: reading.event, received, sentAt, dropped, currency: currencyIn(fields) }],
    dropped,
    refused: 0,
    fault: null,
  };
}

function currencyIn({ currency }: Fields): string | undefined {
  const isName = typeof currency === 'string' && currency.length > 0 && currency.length <= LONGEST_CURRENCY;
  return isName ? currency : undefined;
}

/** What a table in between made of an event: whole numbers as text, null for what is missing, columns left out. */
function sound(fields: Fields): Fields {
  const { at, value, isNew, ...rest } = fields;
  const held = Object.entries(rest).filter(([, one]) => one !== null && one !== undefined);
  return {
    revision: '',
    path: '/',
    ...(fields.type === 'failure' && { message: '', stack: '' }),
    ...Object.fromEntries(held),
    at: timeOf(at) ?? at,
    ...(value != null && { value: readNumber(value) ?? value }),
    ...(isNew != null && { isNew: isNew === 'true' ? true : isNew === 'false' ? false : isNew }),
  };
}

/** A time of the browser, which is in milliseconds where it is a number. */
const timeOf = (value: unknown): number | null =>
  readNumber(value) ?? (typeof value === 'string' ? writtenTime(value) : null);

const clockIn = (fields: Fields): number | null => {
  for (const name of CLOCKS) {
    const clock = fields[name] === undefined ? null : toMs(fields[name]);
    if (clock !== null) return clock;
  }
  return null;
};

const NO_BODY =
  'it is a line of an access log, which holds no bodies of requests (docs/collecting.md says how to log them)';

/** Cloudflare's and CloudFront's logs of requests. */
const isAccessLog = (fields: Fields): boolean =>
  ['ClientRequestURI', 'ClientRequestPath', 'cs-uri-stem', 'sc-status', 'request_uri', 'RayID'].some(
    (name) => name in fields,
  );

function parseEscaped(text: string): unknown {
  const byte = (_: string, hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));
  const plain = text.includes('\\x22') ? text.replace(/\\x([0-9A-Fa-f]{2})/g, byte) : text;
  return parse(plain) ?? parse(plain.replace(/\\(["\\])/g, '$1'));
}

/** A line that is no JSON: an escaped body in the log of a server, several objects without line feeds, or neither. */
function readText(line: string, read: EventReader): LineReading {
  const [text] = /\{(?:\\x22|\\"|")v(?:\\x22|\\"|"):\s*1,.*\}/.exec(line) ?? [];
  if (text !== undefined) {
    // Where the log writes objects of its own, the last bracket is one of theirs.
    const value = parseEscaped(text) ?? parseEscaped(text.slice(0, text.lastIndexOf('}', text.length - 2) + 1));
    if (value !== undefined) return readValue(value, clockInText(line), 1, read);
  }
  if (line.startsWith('{') && /\}\s*\{/.test(line)) {
    const parts = line
      .replace(/\}\s*\{(?="(?:id|v|type|at|subject|received|body)")/g, '}\n{')
      .split('\n')
      .map(parse);
    if (parts.length > 1 && parts.every((part) => part !== undefined))
      return join(parts.map((part) => readValue(part, null, 1, read)));
  }
  const behind = readBehind(line, read);
  if (behind?.events.length) return behind;
  if (
    /^#(Version|Fields|Software|Date)/.test(line) ||
    /"(GET|POST|OPTIONS|HEAD|PUT) [^"]*" \d{3} /.test(line) ||
    line.split('\t').length > 10
  )
    return nothing(NO_BODY);
  return nothing(/^\s*[[{]/.test(line) ? 'it is JSON that does not end, or is not sound' : 'it is no JSON');
}

/**
 * An object behind what a shipper put before it: a time, a name, a container, labels such as `{app="web"}`; in a cell
 * of a table its quotes are doubled.
 */
function readBehind(line: string, read: EventReader): LineReading | null {
  const from = line.search(/\{\s*"/);
  if (from < 1) return null;
  const text = line.slice(from, line.lastIndexOf('}') + 1);
  const value = parse(text) ?? parse(text.replaceAll('""', '"'));
  return value === undefined ? null : readValue(value, clockInText(line.slice(0, from)), 1, read);
}

const fromBase64 = (text: string): string =>
  /^[A-Za-z0-9+/\s]+={0,2}$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : '';

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // said by the caller, who knows what else it may be
  }
}

type Unread = Extract<EventReading, { readonly ok: false }>;

/** Which field is wrong. */
function sentence({ fault: { field, kind, range } }: Unread): string {
  if (kind === 'word') return `${field} is none of ${range.replaceAll('|', ', ')}`;
  if (kind === 'time') return `${field} is no time between 2000 and 2100 in milliseconds`;
  if (kind === 'text') return `${field} is no text of ${range.replace('-', ' to ')} characters`;
  if (kind === 'amount') return `${field} is no number within ±1e12`;
  return `${field} is not what it must be`;
}
