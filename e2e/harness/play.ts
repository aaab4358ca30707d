/** Runs in pages built with a framework: plays what a spec has written against fx, and says where the page is not as it should be. */

import type { Manifest, Op } from '../../src/core/index.js';
import type { Client, Options } from '../../src/tag/api.js';
import { SCENE, type Scene, type Stage } from './scene.js';

/** A state of the page, at once followed by the next where it is `brief`, or the experiments that the address is in; the others are undone. */
export type Step = { readonly render: Partial<Scene>; readonly brief?: boolean } | { readonly on: readonly string[] };

export interface Play {
  /** Their triggers look for `-<id>-` in the address. */
  readonly manifest: Manifest;
  readonly steps: readonly Step[];
}

/** How a play went. */
export interface Outcome {
  /** What was seen and what was expected, after the first step where these differ. */
  readonly difference: string;
  /** `conflict #target` and so on. */
  readonly failures: readonly string[];
}

declare global {
  interface Window {
    stage: Stage;
    play(plays: readonly Play[]): Promise<Outcome[]>;
    createClient(manifest: Manifest, options: Partial<Options>): Client;
  }
}

/** Gives a page to its spec: rendered where no server has, else hydrated, unless it is to wait for `stage.hydrate()`. */
export const expose = (stage: Stage): void => {
  window.stage = stage;
  window.play = async (plays) => {
    const outcomes: Outcome[] = [];
    for (const play of plays) {
      outcomes.push(
        await perform(stage, play).catch((error) => {
          // a framework that has thrown once is no longer of use
          stage.abandon();
          return { difference: '', failures: [...stage.complaints.splice(0), `thrown: ${error}`] };
        }),
      );
    }
    return outcomes;
  };
  const root = document.getElementById('root');
  if (!root?.firstChild) void stage.render({});
  else if (root.dataset.hydrate !== 'later') void stage.hydrate();
};

/** As long as fx may take to see what happened: it looks at once, or in the next frame. */
const settled = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

const perform = async (stage: Stage, { manifest, steps }: Play): Promise<Outcome> => {
  const failures: string[] = [];
  const go = (ids: readonly string[]): void => history.replaceState(history.state, '', `?-${ids.join('-')}-`);
  go([]);
  await stage.render(SCENE);
  const client = window.createClient(manifest, { subjectId: 'someone' });
  // that nothing came for a selector which means every match is said at the end of a view, and is no fault
  client.on('failure', ({ code, selector, message }) => {
    if (code !== 'timeout') failures.push(`${code} ${selector ?? message}`);
  });
  let on: readonly string[] = [];
  let difference = '';
  for (const [index, step] of [...steps, { on: [] }].entries()) {
    if ('on' in step) {
      on = step.on;
      go(on);
    } else {
      await stage.render(step.render);
      if (step.brief) continue;
    }
    await settled();
    const expected = await stage.fresh();
    for (const { id, variants } of manifest.experiments)
      if (on.includes(id)) for (const op of variants[1]?.domOps ?? []) apply(expected, op);
    const seen = visible(document.getElementById('root') as Element);
    const wanted = visible(expected);
    if (seen !== wanted) difference = `step ${index} ${JSON.stringify(step)}:\n${seen}\ninstead of\n${wanted}`;
    if (difference || stage.complaints.length) break;
  }
  client.dispose();
  stage.leave();
  return { difference, failures: [...failures, ...stage.complaints.splice(0)] };
};

/** An op in the plainest words. */
const apply = (root: Element, op: Op): void => {
  if (op.op === 'injectCSS') return;
  const matches = [...root.querySelectorAll<HTMLElement>(op.selector)];
  for (const element of op.all ? matches : matches.slice(0, 1)) {
    if (op.op === 'replaceText') element.textContent = op.value;
    else if (op.op === 'replaceHTML') element.innerHTML = op.value;
    else if (op.op === 'setAttr') element.setAttribute(op.name, op.value);
    else if (op.op === 'addClass') element.classList.add(...op.value.split(' '));
    else if (op.op === 'removeClass') element.classList.remove(...op.value.split(' '));
    else if (op.op === 'setStyle') element.style.setProperty(op.name, op.value);
    else if (op.op === 'injectHTML') element.insertAdjacentHTML(op.position, op.value);
    else element.style.setProperty('display', 'none', 'important');
  }
};

/** What there is to see of an element: how it is spelt, how fx marks its own, and what is out of sight, means nothing to a visitor. */
const visible = (root: Element): string => {
  const copy = root.cloneNode(true) as Element;
  for (const box of copy.querySelectorAll('fx-text')) box.replaceWith(...box.childNodes);
  for (const element of copy.querySelectorAll<HTMLElement>('*')) {
    if (element.style.display === 'none') element.remove();
    if (element.hasAttribute('style')) element.setAttribute('style', element.style.cssText);
    const all = [...element.attributes].map(({ name, value }) => [name, value.split(/;? /).sort().join(' ')] as const);
    for (const [name] of all) element.removeAttribute(name);
    for (const [name, value] of all.sort()) if (value && name !== 'data-fx-of') element.setAttribute(name, value);
  }
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
  copy.normalize();
  return copy.innerHTML;
};
