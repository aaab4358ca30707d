/**
 * Runs in pages built with a framework: plays of what ops keep of their own accord, beside a twin of the page without
 * fx.
 */

import type { Manifest } from '../../src/core/index.js';
import { createModel } from './model.js';
import { settled, visible } from './plain.js';
import type { Outcome } from './play.js';
import { SCENE, type Scene, type Stage } from './scene.js';

/**
 * What happens to the page: the app renders, by itself or because the visitor presses or types, or writes past its
 * framework; or another address is gone to, before or after the app has rendered it.
 */
export type KeptStep =
  | { readonly render: Partial<Scene> }
  | { readonly press: string; readonly render: Partial<Scene> }
  | { readonly type: string; readonly render: Partial<Scene> }
  | { readonly write: 'text' | 'title' | 'color' | 'class'; readonly selector: string; readonly value: string }
  | { readonly on: readonly string[]; readonly render?: Partial<Scene> };

export interface KeptPlay {
  readonly manifest: Manifest;
  readonly steps: readonly KeptStep[];
}

declare global {
  interface Window {
    playKept(plays: readonly KeptPlay[]): Promise<Outcome[]>;
    /** Real input of a mouse or a keyboard. */
    hand(key: string | undefined, x: number, y: number): Promise<void>;
  }
}

export const exposeKept = (stage: Stage): void => {
  window.playKept = async (plays) => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.src = location.href;
    await new Promise((resolve) => frame.addEventListener('load', resolve));
    const twin = frame.contentWindow as unknown as Window;
    const outcomes: Outcome[] = [];
    for (const play of plays)
      outcomes.push(
        await perform(stage, twin, play).catch((error) => {
          for (const one of [stage, twin.stage]) one.abandon();
          return { difference: '', failures: [...stage.complaints.splice(0), `thrown: ${error}`] };
        }),
      );
    frame.remove();
    return outcomes;
  };
};

const rootOf = (view: Window): Element => view.document.getElementById('root') as Element;

const perform = async (stage: Stage, twin: Window, { manifest, steps }: KeptPlay): Promise<Outcome> => {
  const failures: string[] = [];
  let views = 0;
  const go = (ids: readonly string[]): void => history.replaceState(null, '', `?-${ids.join('-')}-&${views++}`);
  const render = async (change: Partial<Scene>): Promise<void> => {
    await stage.render(change);
    await twin.stage.render(change);
  };
  go([]);
  await render(SCENE);
  await settled();
  const client = window.createClient(manifest, { subjectId: 'someone' });
  client.on('failure', ({ code, selector, message }) => {
    if (!/timeout|yielded/.test(code)) failures.push(`${code} ${selector ?? message}`);
  });
  const model = createModel(manifest, rootOf(twin));
  // A render that changes nothing, or nothing that ops depend on, has not shown the page that was gone to.
  let isChanged = false;
  const rendered = new MutationObserver(() => {
    isChanged = true;
  });
  const begun = new Set<string>();
  const watch = (): void => {
    const attributeFilter = attributesOf(manifest, begun);
    rendered.observe(rootOf(twin), { subtree: true, childList: true, characterData: true, attributeFilter });
  };
  let isRendered = false;
  let difference = '';
  let on: readonly string[] = [];
  for (const [index, step] of [...steps, { on: [] }].entries()) {
    rendered.takeRecords();
    isChanged = false;
    const pressed = 'press' in step ? await press(step.press, step.render, render) : undefined;
    if ('type' in step) await type(step.type, step.render, render);
    else if ('write' in step) writeBoth([window, twin], step);
    else if ('on' in step) {
      on = step.on;
      go(on);
      watch();
      if (step.render) await render(step.render);
      // Most of it was told while the render was waited for.
      isRendered = isChanged || rendered.takeRecords().length > 0;
      for (const id of on) begun.add(id);
    } else if (!('press' in step)) await render(step.render);
    await settled();
    // A navigation that nothing was rendered for is begun in the second frame.
    if ('on' in step) await settled();
    model.see(on, {
      isView: 'on' in step,
      isRendered,
      isInput: 'type' in step || !!pressed,
      lost: pressed === undefined ? null : twin.document.querySelector(pressed),
    });
    const wanted = visible(model.expected(on));
    const seen = visible(rootOf(window));
    if (seen !== wanted) difference = `step ${index} ${JSON.stringify(step)}:\n${seen}\ninstead of\n${wanted}`;
    if (difference || stage.complaints.length || failures.length) break;
  }
  client.dispose();
  rendered.disconnect();
  for (const one of [stage, twin.stage]) one.leave();
  return { difference, failures: [...failures, ...stage.complaints.splice(0)] };
};

/** The attributes that say of which element it is, and those that the ops of experiments that began depend on. */
const attributesOf = ({ experiments }: Manifest, begun: ReadonlySet<string>): string[] => [
  ...['class', 'id', 'key', 'data-id', 'data-key', 'aria-rowindex'],
  ...experiments
    .filter(({ id }) => begun.has(id))
    .flatMap(({ variants }) => variants[1]?.domOps ?? [])
    .flatMap((op) => (op.op === 'setAttr' ? [op.name] : op.op === 'setStyle' || op.op === 'remove' ? ['style'] : [])),
];

/**
 * Presses what can be pressed, and says where where that makes the app write its classes anew; else the app renders by
 * itself.
 */
const press = async (
  selector: string,
  change: Partial<Scene>,
  render: (change: Partial<Scene>) => Promise<void>,
): Promise<string | undefined> => {
  const element = document.querySelector(selector);
  element?.scrollIntoView({ block: 'center' });
  const { left = 0, top = 0, width = 0, height = 0 } = element?.getBoundingClientRect() ?? {};
  const [x, y] = [left + width / 2, top + height / 2];
  if (!element?.contains(document.elementFromPoint(x, y))) return render(change).then(() => undefined);
  await byHand('click', change, render, undefined, x, y);
  return selector;
};

const type = async (
  key: string,
  change: Partial<Scene>,
  render: (change: Partial<Scene>) => Promise<void>,
): Promise<void> => {
  const input = document.querySelector<HTMLElement>('#free');
  input?.focus();
  await (input ? byHand('keydown', change, render, key, 0, 0) : render(change));
};

/** Renders inside the handler of an event that the visitor makes. */
const byHand = async (
  event: 'click' | 'keydown',
  change: Partial<Scene>,
  render: (change: Partial<Scene>) => Promise<void>,
  key: string | undefined,
  x: number,
  y: number,
): Promise<void> => {
  const done = new Promise<void>((resolve, reject) => {
    document.addEventListener(event, () => render(change).then(resolve, reject), { once: true });
  });
  await window.hand(key, x, y);
  await done;
};

type Write = Extract<KeptStep, { write: string }>;

const writeBoth = (views: readonly Window[], step: Write): void => {
  const elements = views.map((view) => rootOf(view).querySelector<HTMLElement>(step.selector));
  // Where fx has taken the page's own text out, only its own is left: what is written over that says nothing about the
  // page.
  if (step.write === 'text' && !ownText(elements[0])) return;
  for (const element of elements) if (element) write(element, step);
};

const write = (element: HTMLElement, { value, write: what }: Write): void => {
  if (what === 'title') element.title = value;
  else if (what === 'color') element.style.color = value;
  else if (what === 'class') element.classList.toggle(value);
  else {
    // What a framework holds is written over, as translators do it, and never replaced.
    const text = ownText(element);
    if (text) text.nodeValue = value;
  }
};

/** The first text of the page's own: what follows an element that `replaceHTML` has put in belongs to fx. */
const ownText = (element: HTMLElement | null | undefined): Text | undefined =>
  [...(element?.childNodes ?? [])].find(
    (node): node is Text =>
      node.nodeType === Node.TEXT_NODE && !(node as Text).previousElementSibling?.matches('u[data-fx-of]'),
  );
