/** The editor: pick on the real page, change it, take the YAML along. */

import type { Op } from '../core/index.js';
import { createAim } from './aim.js';
import { LOOK } from './look.js';
import { make } from './made.js';
import { forgetSketch, keep, recall } from './memory.js';
import { createPanel, type Panel } from './panel.js';
import { createPicker } from './picker.js';
import { selectionOf } from './selection.js';
import { emptySketch, opsOf, type PageChange, put, redone, type Sketch, undone, withChanges } from './sketch.js';
import { type Complaint, createStage } from './stage.js';
import { placesOf, type Where } from './where.js';
import { idFrom, yamlOf } from './yaml.js';

/** The name of the editor's element; two are never on a page. */
const HOST = 'fx-editor';
/** What fx put in is marked with it: what is picked there means the element around it. */
const MADE = '[data-fx-of]';

/** Opens the editor on this page; does nothing where it is open. */
export function openEditor(): void {
  if (document.querySelector(HOST)) return;
  const host = document.createElement(HOST);
  const root = host.attachShadow({ mode: 'closed' });
  const places = placesOf(location.pathname);
  const kept = recall();
  const wish = {
    name: kept?.name ?? `Change of ${document.title || location.pathname}`,
    variant: kept?.variant ?? 'treatment',
    where: places.find(({ where }) => where === kept?.where)?.where ?? ('here' as Where),
  };
  let draft: Sketch = { ...emptySketch, edits: kept?.edits ?? [] };
  let complaints: readonly Complaint[] = [];

  const hover = createAim('hover');
  const picked = createAim('picked');
  const stage = createStage((all) => {
    complaints = all;
    show();
  });
  const show = (): void => {
    const trigger = places.find(({ where }) => where === wish.where)?.trigger ?? { kind: 'auto' };
    const ops = opsOf(draft.edits);
    panel?.show({
      edits: draft.edits,
      canUndo: draft.past.length > 0,
      canRedo: draft.future.length > 0,
      complaints,
      yaml: yamlOf({ id: idFrom(wish.name), name: wish.name, variant: idFrom(wish.variant), trigger }, ops),
    });
    keep({ edits: draft.edits, ...wish });
  };
  const change = (next: Sketch): void => {
    draft = next;
    stage.show(opsOf(draft.edits));
    show();
  };
  const edit = (edits: readonly PageChange[]): void => change(withChanges(draft, edits));
  const select = (element: Element): void => {
    const target = element.closest(MADE)?.parentElement ?? element;
    picked.around(target);
    const part = selectionOf(
      target,
      {
        onChoose: select,
        onTry: (op: Op) => stage.show(opsOf(put(draft.edits, op))),
        onMake: (op: Op) => {
          edit(put(draft.edits, op));
          panel?.say('Changed. Hold to compare shows the page as it was.');
        },
      },
      stage.bare,
    );
    panel?.select(part);
    part.querySelector<HTMLElement>('form textarea, form input')?.focus();
  };
  const picker = createPicker(host, {
    onAim: (element) => hover.around(element),
    onPick: (element) => {
      panel?.picking(false);
      select(element);
    },
    onLeave: () => panel?.picking(false),
  });
  const leave = (): void => {
    picker.stop();
    stage.leave();
    forgetSketch();
    hover.around(null);
    picked.around(null);
    host.remove();
  };
  let panel: Panel | null = null;
  panel = createPanel(
    { ...wish, places },
    {
      onPick: () => {
        if (picker.isOn()) picker.stop();
        else picker.start();
        panel?.picking(picker.isOn());
      },
      onUndo: () => change(undone(draft)),
      onRedo: () => change(redone(draft)),
      onCompare: stage.compare,
      onEdits: edit,
      onWhere: (where) => {
        wish.where = where;
        show();
      },
      onName: (name) => {
        wish.name = name;
        show();
      },
      onVariant: (variant) => {
        wish.variant = variant;
        show();
      },
      onCopy: () => void copy(root, (text) => panel?.say(text)),
      onLeave: leave,
    },
  );
  dress(root);
  root.append(panel.node, hover.node, picked.node);
  shield(host, { undo: () => change(undone(draft)), redo: () => change(redone(draft)) });
  document.documentElement.append(host);
  change(draft);
  if (kept?.edits.length) panel.say('The changes of before are here again.');
}

/** Styles by a constructed sheet, which no policy of a page forbids; by an element where a browser has none. */
function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LOOK);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(make('style', {}, LOOK));
  }
}

/** What is typed and clicked in the panel is not the page's. */
function shield(host: HTMLElement, { undo, redo }: { undo(): void; redo(): void }): void {
  for (const type of [
    'keydown',
    'keyup',
    'keypress',
    'click',
    'mousedown',
    'mouseup',
    'pointerdown',
    'pointerup',
    'focusin',
    'submit',
    'input',
    'change',
  ])
    host.addEventListener(type, (event) => {
      event.stopPropagation();
      if (!(event instanceof KeyboardEvent) || type !== 'keydown' || !(event.ctrlKey || event.metaKey)) return;
      const inner = event.composedPath()[0];
      // In a field the keys undo what was typed there.
      if (
        event.key.toLowerCase() !== 'z' ||
        (inner instanceof HTMLElement && /^(?:input|textarea)$/.test(inner.localName))
      )
        return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    });
}

/** Copies the YAML; where the browser does not allow it, selects it, so that the usual keys do. */
async function copy(root: ShadowRoot, say: (text: string) => void): Promise<void> {
  const area = root.querySelector<HTMLTextAreaElement>('textarea[readonly]');
  if (!area) return;
  try {
    await navigator.clipboard.writeText(area.value);
    say('Copied. Save it as a file in your directory of experiments.');
  } catch {
    const details = area.closest('details');
    if (details) details.open = true;
    area.focus();
    area.select();
    say('This browser does not let pages copy here: press Ctrl+C, or Cmd+C.');
  }
}
