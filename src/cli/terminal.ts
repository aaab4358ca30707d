/** Talks to the terminal: data on stdout, messages on stderr, colour and questions only where a person looks. */

import colors from 'picocolors';
import { toJson } from '../authoring/index.js';
import { withProgram } from './program.js';
import { type DrawnProgress, startProgress } from './progress.js';

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
  /** How many characters fit on a line of stdout; endless in a file or a pipe. */
  readonly width: number;
  /** Writes to stdout, a newline added, with commands named as they are typed here. */
  data(text: string): void;
  /** Writes a file's text to stdout: the same wherever it is printed. */
  verbatim(text: string): void;
  /** Writes a message to stderr, a newline added. */
  say(text: string): void;
  /** Writes an object to stdout with `schema: "fx.<command>/1"`, keys sorted. */
  json(command: string, value: object): void;
  /**
   * Runs something and says on a terminal what it is about where it takes over a second; a log or a pipe gets none of
   * it.
   *
   * @param work is given what says something else from then on
   */
  busy<T>(label: string, work: (relabel: (label: string) => void) => Promise<T>): Promise<T>;
}

/** The parts of a process that make a terminal. */
export interface Streams {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How the program is called where this is printed. Default `fx`. */
  readonly program?: string;
}

interface Stream {
  readonly isTTY?: boolean;
  /** Of a file or a terminal: progress is drawn by another thread, which has no streams. */
  readonly fd?: number;
  /** How wide a terminal is, where that is known. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** What the command line says about output. */
export interface TerminalOptions {
  readonly json?: boolean | undefined;
  readonly color?: boolean | undefined;
}

/** The terminal of a process. */
export function createTerminal(
  { stdin, stdout, stderr, env, program = 'fx' }: Streams,
  options: TerminalOptions,
): Terminal {
  const mayColour = options.color !== false && !env.NO_COLOR && env.TERM !== 'dumb';
  const isJson = options.json === true;
  const paintFor = (stream: Stream): Paint => colors.createColors(mayColour && stream.isTTY === true);
  const hint = paintFor(stderr);
  let progress: DrawnProgress | null = null;
  const write = (stream: Stream, text: string): void => {
    const put = (): unknown => stream.write(`${tame(text, stream.isTTY === true)}\n`);
    if (progress && stream.isTTY === true) progress.aside(put);
    else put();
  };
  return {
    paint: paintFor(stdout),
    hint,
    isInteractive: stdin.isTTY === true && stderr.isTTY === true && !isJson,
    isJson,
    width: (stdout.isTTY === true && stdout.columns) || Number.POSITIVE_INFINITY,
    data: (text) => write(stdout, withProgram(text, program)),
    verbatim: (text) => write(stdout, text),
    say: (text) => write(stderr, withProgram(text, program)),
    json: (command, value) => stdout.write(`${escaped(toJson({ schema: `fx.${command}/1`, ...value }))}\n`),
    async busy(label, work) {
      const { fd, isTTY } = stderr;
      const isWatched = isTTY === true && fd !== undefined && !env.CI;
      // Work inside of work is said by the label of the outer.
      if (!isWatched || progress) return work(() => undefined);
      const isStill = env.TERM === 'dumb';
      const fitted = (text: string): string => fitLabel(text, stderr, hint, isStill);
      const drawn = startProgress({ fd, label: fitted(label), isStill }, () => stderr.write('\r\u001b[2K'));
      progress = drawn;
      try {
        return await work((next) => (isStill ? undefined : drawn.relabel(fitted(next))));
      } finally {
        drawn.stop();
        progress = null;
      }
    },
  };
}

/**
 * Replaces control characters in what is printed, in pipes too: a log is looked at on a terminal later. Line feeds and
 * tabs stay, and on a terminal the colours; nothing moves a cursor, writes to a clipboard or turns text round. A text
 * of strangers inside of a line goes through `inLine` before, so that its line feeds begin none.
 */
const tame = (text: string, hasColours: boolean): string => text.replace(hasColours ? UNCOLOURED : CONTROLS, '\ufffd');

// biome-ignore lint/suspicious/noControlCharactersInRegex: These are the characters that must not reach a terminal.
const CONTROLS = /(?!\n|\t)[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: The same, without what colours a text.
const UNCOLOURED = /(?!\n|\t|\u001b\[\d+m)[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** JSON says the same with these as escapes, and a terminal does not obey them. */
const escaped = (json: string): string =>
  json.replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** A line that breaks could not be taken back, so the label fits beside the picture. */
function fitLabel(label: string, stderr: Stream, { dim }: Paint, isStill: boolean): string {
  const text = tame(label, false).slice(0, Math.max((stderr.columns || 80) - 4, 0));
  return isStill ? text : dim(text);
}
