/** The editor's bundle, `dist/fx.editor.js`: opens once the page has come to rest, so that nothing is touched while it hydrates. */

import { openEditor } from './editor.js';

/** No change for so long is rest, milliseconds. */
const REST_MS = 300;
/** A page that never rests is edited all the same after this, milliseconds. */
const PATIENCE_MS = 5000;

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

const start = (): void => whenAtRest(openEditor);
if (document.readyState === 'complete') start();
else window.addEventListener('load', start, { once: true });
