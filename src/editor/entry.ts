/** Opens the editor, as the bundle `dist/fx.editor.js`, once the page rests: nothing is touched while it hydrates. */

import { keepPreview } from '../tag/rehearsal.js';
import { type Arrivals, watchArrivals } from './arrivals.js';
import type { Validator } from './checking.js';
import { devValidator } from './development.js';
import { type Beginning, openEditor } from './editor.js';
import { forgetSketch, recallFiled } from './memory.js';
import { enterStudio, forgetSession } from './studio.js';

/** No change for so long is rest, milliseconds. */
const REST_MS = 300;
/** A page that never rests is edited all the same after this, milliseconds. */
const PATIENCE_MS = 5000;
/** Set on the window, so that the bundle that is loaded twice opens once. */
const OPEN = Symbol.for('fx-editor');
const PARAMETER = 'fx-edit';

const DECIDED_WORDS = 'Your server has put a variant into this page: changes may not fit the page without it.';

function whenAtRest(run: () => void): void {
  const done = (): void => {
    observer.disconnect();
    clearTimeout(rest);
    clearTimeout(patience);
    run();
  };
  const observer = new MutationObserver(() => {
    clearTimeout(rest);
    rest = setTimeout(done, REST_MS);
  });
  let rest = setTimeout(done, REST_MS);
  const patience = setTimeout(done, PATIENCE_MS);
  observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
}

/**
 * The token works once, so that one that stays in an address, in the history or in a report of the page
 * is worth nothing.
 */
function takeToken(): string | null {
  const url = new URL(location.href);
  const token = url.searchParams.get(PARAMETER);
  if (token === null) return null;
  url.searchParams.delete(PARAMETER);
  history.replaceState(history.state, '', url);
  return token;
}

/** Whether the server has put a variant into this page. A server that knows the parameter puts in none. */
const isDecided = (): boolean => /:[^,]/.test(document.documentElement.dataset.rendered ?? '');

/** Whether this page was asked for bare, or comes of a redirect, which could come again and again. */
const wasAsked = (): boolean =>
  performance
    .getEntriesByType('navigation')
    .some((one) => (one as PerformanceNavigationTiming).redirectCount > 0 || one.name.includes(`${PARAMETER}=`));

/**
 * Loads the page again with the parameter, which a reload had lost, so that the server puts in no variant.
 * The tab still has its session.
 */
function askBare(): void {
  const url = new URL(location.href);
  url.searchParams.set(PARAMETER, '');
  location.replace(url);
}

/** With the Studio that the tag's own attribute names; nothing else names one. */
async function beginAt(address: string, token: string | null, arrivals: Arrivals): Promise<Beginning> {
  const onLeave = (isOver: boolean): void => {
    if (isOver) {
      forgetSketch();
      forgetSession();
      keepPreview('');
    }
    end();
  };
  const entered = await enterStudio(address, token);
  const read = entered.ok ? await entered.value.read() : entered;
  if (entered.ok && read.ok) {
    const studio = entered.value;
    const validator: Validator = (desk) => studio.check(desk.workOf(desk.tab().key));
    const notice = isDecided() ? DECIDED_WORDS : '';
    return { studio, validator, filed: read.value, address, overview: null, arrivals, notice, onLeave };
  }
  const why = read.ok ? '' : read.message.replace(/\.$/, '');
  const notice = `${why}. You can change the page all the same, and copy the YAML.`;
  // What was done here before the session was over is not thrown away.
  return { studio: null, validator: null, filed: recallFiled(), address, overview: null, arrivals, notice, onLeave };
}

/** What the element of the editor's own script says. */
interface Surroundings {
  /** Where Studio is. */
  readonly address: string | undefined;
  /** Where `fx dev` validates. */
  readonly check: URL | null;
}

function surroundingsOf(script: Document['currentScript']): Surroundings {
  const { check, studio } = script?.dataset ?? {};
  return {
    address: studio,
    check: check !== undefined && script instanceof HTMLScriptElement ? new URL(check, script.src) : null,
  };
}

const scope = window as unknown as Record<symbol, unknown>;
const end = (): void => {
  delete scope[OPEN];
};

function main({ address, check }: Surroundings): void {
  if (scope[OPEN]) return;
  scope[OPEN] = true;
  const arrivals = watchArrivals();
  if (!address) {
    const onLeave = (isOver: boolean): void => {
      if (isOver) forgetSketch();
      end();
    };
    const validator = check && devValidator(check);
    const overview = check && new URL('.', check).href;
    whenAtRest(() =>
      openEditor({ studio: null, validator, filed: null, address: null, overview, arrivals, notice: '', onLeave }),
    );
    return;
  }
  const token = takeToken();
  if (token === null && isDecided() && !wasAsked()) {
    askBare();
    return;
  }
  const beginning = beginAt(address, token || null, arrivals);
  whenAtRest(() => void beginning.then(openEditor));
}

const surroundings = surroundingsOf(document.currentScript);
const start = (): void => main(surroundings);
if (document.readyState === 'complete') start();
else window.addEventListener('load', start, { once: true });
