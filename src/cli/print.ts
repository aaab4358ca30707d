/** The terminal: data on stdout, messages on stderr, colour and questions only where a person looks. */

import colors from 'picocolors';

/** picocolors' functions, or the same ones that do nothing. */
export type Paint = ReturnType<typeof colors.createColors>;

/** What a command writes to. */
export interface Terminal {
  /** Paints what goes to stdout. */
  readonly paint: Paint;
  /** Paints what goes to stderr. */
  readonly hint: Paint;
  /** Whether somebody can be asked: stdin and stderr are a terminal, and `--json` was not given. */
  readonly isInteractive: boolean;
  /** Whether `--json` was given. */
  readonly isJson: boolean;
  /** Writes to stdout, a newline added. */
  data(text: string): void;
  /** Writes a message to stderr, a newline added. */
  say(text: string): void;
  /** Writes an object to stdout with `schema: "fx.<command>/1"`, keys sorted. */
  json(command: string, value: object): void;
  /** Runs something and says what it is about where it takes over a second. */
  busy<T>(label: string, work: () => Promise<T>): Promise<T>;
}

/** What of the process the terminal is made of. */
export interface Streams {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** What the command line says about it. */
export interface TerminalOptions {
  readonly json?: boolean | undefined;
  readonly color?: boolean | undefined;
}

/** A reason why a command ends with exit code 1: one sentence that says where, what, and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    message: string,
    /** For machines: what kind of refusal it is. */
    readonly code = 'refused',
    /** What `--json` shows besides. */
    readonly details: object = {},
  ) {
    super(message);
  }
}

const PATIENCE_MS = 1000;
const FRAME_MS = 100;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;

/** The terminal of a process. */
export function createTerminal({ stdin, stdout, stderr, env }: Streams, options: TerminalOptions): Terminal {
  const mayColour = options.color !== false && !env.NO_COLOR && env.TERM !== 'dumb';
  const isJson = options.json === true;
  const paintFor = (stream: Stream): Paint => colors.createColors(mayColour && stream.isTTY === true);
  const hint = paintFor(stderr);
  const write = (stream: Stream, text: string) => stream.write(`${stream.isTTY ? tame(text) : text}\n`);
  return {
    paint: paintFor(stdout),
    hint,
    isInteractive: stdin.isTTY === true && stderr.isTTY === true && !isJson,
    isJson,
    data: (text) => write(stdout, text),
    say: (text) => write(stderr, text),
    json: (command, value) => stdout.write(`${toJson({ schema: `fx.${command}/1`, ...value })}\n`),
    async busy(label, work) {
      const stop = stderr.isTTY ? spin(stderr, label, hint) : announce(stderr, label);
      try {
        return await work();
      } finally {
        stop();
      }
    },
  };
}

/**
 * Events and pages are written by anybody: of control characters only line feeds, tabs and colours reach a terminal, none that
 * moves its cursor, writes to its clipboard or turns text round.
 */
const tame = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
  text.replace(/(?!\n|\t|\u001b\[\d+m)[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');

/** JSON with sorted keys, two spaces deep: the same value gives the same text. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) => (isPlain(held) ? sortKeys(held) : held), 2);
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sortKeys = (value: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

function announce(stderr: Stream, label: string): () => void {
  const timer = setTimeout(() => stderr.write(`${label} …\n`), PATIENCE_MS);
  return () => clearTimeout(timer);
}

function spin(stderr: Stream, label: string, { dim }: Paint): () => void {
  let frame = 0;
  let timer = setTimeout(function turn() {
    stderr.write(`\r${FRAMES[frame++ % FRAMES.length]} ${dim(label)} `);
    timer = setTimeout(turn, FRAME_MS);
  }, PATIENCE_MS);
  return () => {
    clearTimeout(timer);
    if (frame > 0) stderr.write('\r\u001b[2K');
  };
}

/** Rows as columns, two spaces apart; those named in `right` lean right. Colours do not count. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths: number[] = [];
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, widthOf(cell));
  return rows
    .map((row) =>
      row
        .map((cell, at) => pad(cell, widths[at] ?? 0, right.includes(at)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what colours a terminal begins with one
const widthOf = (text: string): number => [...text.replace(/\u001b\[\d+m/g, '')].length;

function pad(text: string, width: number, isRight: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return isRight ? space + text : text + space;
}

/** `1 file`, `2 files`. */
export const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

/** `12.3%`. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** As an argument of a shell: in quotes where it has to be. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
