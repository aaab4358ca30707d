/**
 * Renders two components that read one experiment on a server, hydrated, rendered anew, and told of another variant.
 */

import { createElement, useEffect } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';

/** React, and what listens to it, have done by then what they do: nothing here waits for anything but them. */
const SETTLED_MS = 100;

/**
 * Plays, and prints as JSON how often a component was rendered.
 *
 * @param {{useKey: () => string | undefined, wrap: (children: object) => object, serve?: (children: object) => object,
 *   change: () => unknown, changeOther: () => unknown}} contender `serve` wraps what a server has decided; `change` gives the other
 *   variant, `changeOther` that of an experiment which nobody here reads
 */
export async function play({ useKey, wrap, serve = wrap, change, changeOther }) {
  let renders = 0;
  let shown = [];
  const Reader = () => {
    renders++;
    const key = useKey() ?? 'none';
    useEffect(() => void shown.push(key));
    return createElement('b', null, key);
  };
  const app = (around) => around([createElement(Reader, { key: 1 }), createElement(Reader, { key: 2 })]);
  const count = async (run) => {
    [renders, shown] = [0, []];
    await run();
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    return renders;
  };

  const html = renderToString(app(serve));
  const [served, errors] = [document.createElement('div'), []];
  served.innerHTML = html;
  let root;
  const hydrated = await count(() => {
    root = hydrateRoot(served, app(serve), { onRecoverableError: (error) => errors.push(`${error}`) });
  });
  root.unmount();

  const box = document.createElement('div');
  const mounted = await count(() => createRoot(box).render(app(wrap)));
  const first = box.textContent;
  const other = await count(changeOther);
  const changed = await count(change);
  process.stdout.write(
    JSON.stringify({ html, hydrated, mounted, other, changed, first, last: box.textContent, errors }),
  );
  process.exit(0);
}
