/** Declares what the smoke tests ask of an engine, whoever drives it. */

/** A tab. */
export interface Tab {
  goto(url: string, options?: { readonly waitUntil?: 'domcontentloaded' | 'load' }): Promise<unknown>;
  reload(): Promise<unknown>;
  /** Evaluates an expression, or a function that needs nothing of what is around it. */
  evaluate(expression: string): Promise<unknown>;
  evaluate<R>(run: () => R | Promise<R>): Promise<R>;
  /** Reads something of the first element that matches. */
  read<R>(selector: string, read: (element: Element) => R): Promise<R>;
  close(): Promise<void>;
  /** Moves the mouse to the middle of the first element that matches, and clicks, as a visitor does. */
  click(selector: string): Promise<void>;
  /** The same at a point of the window, for what no selector reaches. */
  clickAt(x: number, y: number): Promise<void>;
  /** Types in place of all that stands in the field which has the focus. */
  retype(text: string): Promise<void>;
}

/** One visitor, with nothing stored. */
export interface Person {
  readonly tab: Tab;
  /** Another tab of the same visitor. */
  open(): Promise<Tab>;
  /** Those of the page that is shown. */
  cookies(): Promise<readonly { readonly name: string; readonly value: string }[]>;
  leave(): Promise<void>;
}

export interface Engine {
  readonly name: string;
  /** A new visitor; `onError` is told what nobody caught on a page, `onWarning` what fx said in the console. */
  arrive(onError: (text: string) => void, onWarning: (text: string) => void): Promise<Person>;
  close(): Promise<void>;
}

/** What stands before everything on a page of an engine that does not tell of errors: it keeps them. */
export const NOTING = `<script>
  if (!window.noted) {
    noted = [];
    addEventListener('error', ({ message }) => message && noted.push('error ' + message));
    addEventListener('unhandledrejection', ({ reason }) => noted.push('error ' + reason));
    const { warn } = console;
    console.warn = (...texts) => { noted.push('warning ' + texts); warn.apply(console, texts); };
  }
</script>`;
