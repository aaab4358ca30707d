/**
 * Runs the client that is added to served pages: reloads when files changed, and shows the experiments' errors over
 * the page.
 */

/** What the stream says whenever something changed. */
interface State {
  /** Names the state of the files that pages are made of. */
  readonly build: string;
  /** Counts how often the problems became others. */
  readonly edition: number;
  /** What keeps the experiments from being used, with the lines of the file; none where all is well. */
  readonly problems: readonly string[];
}

const STYLE = `
  :host { all: initial; }
  section {
    position: fixed; inset: auto 0 0; z-index: 2147483647; box-sizing: border-box; max-height: 60vh; overflow: auto;
    padding: 20px 24px 24px; border-top: 4px solid #e0563f; background: #1d1f21; color: #f3f1ec;
    font: 15px/1.5 system-ui, sans-serif; color-scheme: dark;
  }
  header { display: flex; align-items: start; gap: 16px; }
  h2 { flex: 1; margin: 0 0 4px; font-size: 17px; }
  p { margin: 0 0 12px; color: #c9c5bb; }
  ul { margin: 0; padding: 0; list-style: none; }
  li { padding: 8px 0; border-top: 1px solid #3b3e41; font: 14px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
  button { border: 1px solid #8a8d90; border-radius: 4px; padding: 6px 14px; background: none; color: inherit; font: inherit; cursor: pointer; }
  button:focus-visible { outline: 3px solid #7db7f0; outline-offset: 2px; }
`;

start(new URL(import.meta.url).searchParams);

/** The overview lists the problems itself, those of one edition: there, nothing is shown over the page. */
function start(served: URLSearchParams): void {
  const edition = served.get('edition');
  let overlay: HTMLElement | null = null;
  const onState = (state: State): void => {
    if (state.build !== served.get('build') || (edition !== null && `${state.edition}` !== edition)) {
      location.reload();
      return;
    }
    overlay?.remove();
    overlay = edition === null && state.problems.length > 0 ? show(state.problems) : null;
  };
  let stop = listen(onState);
  // What holds a connection or a lock is not kept in the back/forward cache.
  window.addEventListener('pagehide', () => stop());
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) stop = listen(onState);
  });
}

/**
 * Listens for states until the returned function is called. A browser has six connections to a server, so of all open
 * tabs the one that holds the lock listens for the others; where there are no locks (plain http on a real host name)
 * each listens for itself.
 */
function listen(onState: (state: State) => void): () => void {
  if (!('locks' in navigator)) return connect(onState);
  const channel = new BroadcastChannel('fx-dev');
  const leaving = new AbortController();
  channel.addEventListener('message', ({ data }) => data !== 'hello' && onState(data));
  channel.postMessage('hello');
  const lead = (): Promise<void> =>
    new Promise((release) => {
      let last: State | null = null;
      channel.addEventListener('message', ({ data }) => data === 'hello' && last && channel.postMessage(last));
      const disconnect = connect(
        (state) => {
          last = state;
          channel.postMessage(state);
          onState(state);
        },
        // What a server that is gone said would make a page of the next one reload.
        () => {
          last = null;
        },
      );
      leaving.signal.addEventListener('abort', () => {
        disconnect();
        release();
      });
    });
  // Rejects when this tab goes before its turn came, as it should.
  navigator.locks.request('fx-dev', { signal: leaving.signal }, lead).catch(() => undefined);
  return () => {
    leaving.abort();
    channel.close();
  };
}

function connect(onState: (state: State) => void, onLost: () => void = () => undefined): () => void {
  const source = new EventSource('/fx/stream/dev');
  source.addEventListener('error', onLost);
  source.addEventListener('state', ({ data }) => onState(JSON.parse(data)));
  return () => source.close();
}

/** The overlay lives in a shadow tree and a constructed sheet: the page's styles and policy do not reach it. */
function show(problems: readonly string[]): HTMLElement {
  const host = document.createElement('fx-problems');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  const section = document.createElement('section');
  section.setAttribute('role', 'alert');
  section.tabIndex = 0; // so that a long list scrolls by keyboard
  const head = document.createElement('header');
  const close = child('button', 'Hide');
  close.addEventListener('click', () => host.remove());
  head.append(
    child(
      'h2',
      problems.length === 1 ? 'An experiment has an error' : `The experiments have ${problems.length} errors`,
    ),
    close,
  );
  const list = document.createElement('ul');
  list.append(...problems.map((problem) => child('li', problem)));
  section.append(head, child('p', 'This page runs the last files that were good.'), list);
  root.append(section);
  document.documentElement.append(host);
  return host;
}

function child(name: 'button' | 'h2' | 'li' | 'p', text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
