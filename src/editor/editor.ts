/** The editor: pick on the real page, change it, and save it to Studio or take the YAML along. */

import type { Op } from '../core/index.js';
import { createAim } from './aim.js';
import type { Arrivals } from './arrivals.js';
import { waitFor } from './arrivals.js';
import { createEditorDesk } from './desk.js';
import { dress, shield } from './host.js';
import { keep, recall } from './memory.js';
import { type MoveTarget, moveOps } from './move.js';
import { type MoveWish, pastNeighbours } from './moves.js';
import { createPanel, type Panel } from './panel.js';
import { createPicker } from './picker.js';
import { createSaving } from './saving.js';
import { selectionOf } from './selection.js';
import { type PageChange, put } from './sketch.js';
import { type Complaint, createStage } from './stage.js';
import type { FiledTest, Studio } from './studio.js';
import { DEVICES, deviceOf, placesOf } from './where.js';
import { showAt } from './widths.js';
import { withSheet } from './work.js';

/** The name of the editor's element; two are never on a page. */
export const HOST = 'fx-editor';
/** What fx put in is marked with it: what is picked there means the element around it. */
const MADE = '[data-fx-of]';

/** What the editor begins with. */
export interface Beginning {
  /** Studio with the experiment that is edited; null: the work ends in YAML that is copied. */
  readonly at: { readonly studio: Studio; readonly filed: FiledTest } | null;
  readonly arrivals: Arrivals;
  /** What should be said first, as why there is no Studio. */
  readonly notice: string;
  /** Told that somebody is done, or goes on in another window. */
  readonly onLeave: (isOver: boolean) => void;
}

/** Opens the editor on this page; does nothing where it is open. */
export function openEditor({ arrivals, at, notice, onLeave }: Beginning): void {
  if (document.querySelector(HOST)) return;
  const host = document.createElement(HOST);
  const root = host.attachShadow({ mode: 'closed' });
  const kept = recall(at?.filed.experimentId ?? '');
  const desk = createEditorDesk(at?.filed ?? null, kept, placesOf(location.pathname));
  let complaints: readonly Complaint[] = [];
  let picking: { readonly wish: MoveWish; readonly element: Element; readonly selector: string } | null = null;
  const movesMade = new WeakMap<Element, { readonly steps: number; readonly ops: readonly Op[] }>();

  const hover = createAim('hover');
  const picked = createAim('picked');
  const stage = createStage((all) => {
    complaints = all;
    show();
  });
  const saving = createSaving(at?.studio ?? null, desk, {
    onChanged: () => refresh(),
    onTold: () => show(),
    say: (text, isBad) => panel?.say(text, isBad),
    ask: (part) => panel?.ask(part),
  });
  const show = (): void => {
    const draft = desk.sketch();
    panel?.show({
      edits: draft.edits,
      canUndo: draft.past.length > 0,
      canRedo: draft.future.length > 0,
      complaints,
      css: desk.css(),
      yaml: saving.yaml() ?? desk.yaml(),
      findings: saving.findings(),
      tab: desk.tab(),
      tabs: desk.tabs(),
      isUnsaved: at ? desk.isUnsaved() : null,
    });
    keep(desk.kept());
  };
  /** Everything anew: what the page shows, what the panel says, what the validator says. */
  const refresh = (): void => {
    stage.show(desk.ops());
    show();
    saving.check();
  };
  const edit = (edits: readonly PageChange[]): void => {
    desk.edit(edits);
    refresh();
  };
  const move = (element: Element, selector: string, destination: MoveTarget | null, steps = 0): void => {
    const before = movesMade.get(element)?.ops.map((op) => JSON.stringify(op)) ?? [];
    const rest = desk.sketch().edits.filter(({ op }) => !before.includes(JSON.stringify(op)));
    const moving = destination && stage.bare(() => moveOps(element, selector, destination));
    if (destination && !moving) {
      panel?.say('An element cannot go into itself.', true);
      return;
    }
    movesMade.set(element, { steps, ops: moving?.ops ?? [] });
    edit((moving?.ops ?? []).reduce<readonly PageChange[]>(put, rest));
    panel?.say(moving?.words ?? 'It is where it was.');
  };
  const startPicking = (): void => {
    picker.start();
    panel?.picking(true);
    // From now on keys are the picker's, which hears only what is not the panel's.
    if (root.activeElement instanceof HTMLElement) root.activeElement.blur();
  };
  const wishMove = (element: Element, wish: MoveWish, selector: string): void => {
    if (wish !== 'up' && wish !== 'down') {
      picking = { wish, element, selector };
      startPicking();
      panel?.say('Now pick the element that it goes to.');
      return;
    }
    const steps = (movesMade.get(element)?.steps ?? 0) + (wish === 'up' ? -1 : 1);
    const destination = stage.bare(() => pastNeighbours(element, steps));
    if (steps && !destination) panel?.say(`It is the ${wish === 'up' ? 'first' : 'last'} already.`);
    else move(element, selector, destination, steps);
  };
  const select = (element: Element): void => {
    const target = element.closest(MADE)?.parentElement ?? element;
    picked.around(target);
    const part = selectionOf(
      target,
      {
        onChoose: select,
        onTry: (op) => stage.show([...desk.ops(put(desk.sketch().edits, op))]),
        onMake: (op) => {
          edit(put(desk.sketch().edits, op));
          panel?.say('Changed. Hold to compare shows the page as it was.');
        },
        onMove: (wish, selector) => wishMove(target, wish, selector),
      },
      stage.bare,
      { waitForMs: waitFor(arrivals(target)) },
    );
    panel?.select(part);
    part.querySelector<HTMLElement>('form textarea, form input')?.focus();
  };
  const picker = createPicker(host, {
    onAim: (element) => hover.around(element),
    onPick: (element) => {
      panel?.picking(false);
      const wished = picking;
      picking = null;
      if (!wished || wished.wish === 'up' || wished.wish === 'down') return select(element);
      const target = element.closest(MADE)?.parentElement ?? element;
      move(wished.element, wished.selector, { target, position: wished.wish });
    },
    onLeave: () => {
      picking = null;
      panel?.picking(false);
      panel?.focus();
    },
  });
  const leave = (isOver = true): void => {
    picker.stop();
    saving.stop();
    stage.leave();
    hover.around(null);
    picked.around(null);
    unshield();
    host.remove();
    onLeave(isOver);
  };
  const turn = (step: 'undo' | 'redo'): void => {
    desk[step]();
    refresh();
  };
  let panel: Panel | null = null;
  panel = createPanel(
    {
      title: at?.filed.name ?? 'fx editor',
      where: desk.where(),
      places: desk.places(),
      device: desk.device(),
      devices: [
        ...(at && deviceOf(at.filed.rule) === 'same' ? [{ value: 'same' as const, words: 'As its file says' }] : []),
        ...DEVICES.map(({ device, words }) => ({ value: device, words })),
      ],
      names: at ? null : desk.names(),
    },
    {
      onPick: () => {
        picking = null;
        if (picker.isOn()) picker.stop();
        else startPicking();
        panel?.picking(picker.isOn());
      },
      onUndo: () => turn('undo'),
      onRedo: () => turn('redo'),
      onCompare: stage.compare,
      onEdits: edit,
      onSheet: (css) => edit(withSheet(desk.sketch().edits, css)),
      onShow: (key) => {
        picker.stop();
        panel?.picking(false);
        panel?.select(null);
        picked.around(null);
        desk.choose(key);
        refresh();
      },
      onWidth: (width) => {
        keep(desk.kept());
        const came = showAt(width);
        if (came === 'opened') leave(false);
        if (came === 'blocked') panel?.say('This browser opens no window: allow it for this site.', true);
      },
      onWhere: (where) => {
        desk.setWhere(where);
        refresh();
      },
      onDevice: (device) => {
        desk.setDevice(device);
        refresh();
      },
      onName: (name) => {
        desk.setName(name);
        show();
      },
      onVariant: (variant) => {
        desk.setVariant(variant);
        show();
      },
      onCopy: () => void copy(root, (text) => panel?.say(text)),
      onSave: () => void saving.save(),
      onLeave: () => leave(),
    },
  );
  dress(root);
  root.append(panel.node, hover.node, picked.node);
  const unshield = shield(host, { undo: () => turn('undo'), redo: () => turn('redo'), compare: stage.compare });
  document.documentElement.append(host);
  refresh();
  if (kept) panel.say('The changes of before are here again.');
  if (notice) panel.say(notice, true);
  if (at && kept) saving.compareWith(at.filed);
  if (desk.tab().hasCode) panel.say('This variant has code of its own, which does not run here.');
}

/** Copies the YAML; where the browser does not allow it, selects it, so that the usual keys do. */
async function copy(root: ShadowRoot, say: (text: string) => void): Promise<void> {
  const area = root.querySelector<HTMLTextAreaElement>('textarea[readonly]');
  if (!area) return;
  try {
    await navigator.clipboard.writeText(area.value);
    say('Copied. Save it as a .yaml file in your folder of experiments: fx dev and Studio then link to its preview.');
  } catch {
    const details = area.closest('details');
    if (details) details.open = true;
    area.focus();
    area.select();
    say('This browser does not let pages copy here: press Ctrl+C, or Cmd+C.');
  }
}
