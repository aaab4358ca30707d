/** Runs the editor: people pick on the real page, change it, and save it to Studio or take the YAML along. */

import type { Arrivals } from './arrivals.js';
import { copyYaml } from './copy.js';
import { createEditorDesk, type EditorDesk } from './desk.js';
import { createDisplay, type Display, type Outside } from './display.js';
import { dress, shield } from './host.js';
import { keep, recall } from './memory.js';
import { stayOnTop } from './ontop.js';
import { createPanel, type Panel, type PanelEvents, type PanelStart } from './panel.js';
import { createPicking } from './picking.js';
import { comeInPart } from './saving.js';
import type { FiledTest } from './studio.js';
import { DEVICES, deviceOf, placesOf } from './where.js';
import { showAt } from './widths.js';
import { withSheet } from './work.js';

/** The name of the editor's element; two are never on a page. */
const HOST = 'fx-editor';

/** What the editor begins with. */
export interface Beginning extends Outside {
  /** The experiment of Studio that is edited; null: one is made here, which ends in YAML that is copied. */
  readonly filed: FiledTest | null;
  readonly arrivals: Arrivals;
  /** Where Studio would let somebody in who has no session; null where the page names none. */
  readonly address: string | null;
  /** Where `fx dev` links to previews of what is saved; null on other sites. */
  readonly overview: string | null;
  /** What should be said first, as why there is no Studio. */
  readonly notice: string;
  /** Told that somebody is done, or goes on in another window. */
  readonly onLeave: (isOver: boolean) => void;
}

/** Opens the editor on this page; does nothing where it is open. */
export function openEditor(beginning: Beginning): void {
  const { address, arrivals, filed, notice, onLeave, overview, ...outside } = beginning;
  if (document.querySelector(HOST)) return;
  const host = document.createElement(HOST);
  const root = host.attachShadow({ mode: 'closed' });
  const kept = recall(filed?.experimentId ?? '');
  const desk = createEditorDesk(filed, kept, placesOf(location.pathname));
  const display = createDisplay(outside, desk, () => panel);
  const picking = createPicking({ host, root, desk, display, arrivals, panel: () => panel });
  const leave = (isOver = true): void => {
    picking.release();
    display.leave();
    unshield();
    hide();
    onLeave(isOver);
  };
  const panel: Panel = createPanel(startOf(desk, filed), {
    ...draftEvents(desk, display),
    onPick: picking.toggle,
    onOpen: ({ op }) => picking.open(op),
    onShow(key) {
      picking.release();
      desk.choose(key);
      display.refresh();
      panel.say(desk.tab().hasCode ? CODE_WORDS : '');
    },
    onWidth(width) {
      keep(desk.kept());
      const came = showAt(width);
      if (came === 'opened') leave(false);
      if (came === 'blocked') panel.say(BLOCKED_WORDS, true);
    },
    onCopy: () => void copyYaml(root, panel.say, overview),
    onSave: () => void display.saving.save(),
    onLeave: () => leave(),
  });
  dress(root);
  root.append(panel.node, ...picking.frames);
  const unshield = shield(host, root, {
    undo: () => display.turn('undo'),
    redo: () => display.turn('redo'),
    compare: display.stage.compare,
    escape: picking.end,
  });
  const hide = stayOnTop(host, panel.node, () => {
    leave(false);
    openEditor({ ...beginning, filed: desk.filed() });
  });
  display.refresh();
  if (kept) panel.say('The changes of before are here again.');
  if (notice) panel.say(notice, true);
  if (address && filed && !outside.studio) panel.ask(comeInPart(address, filed));
  if (filed && kept && outside.studio) display.saving.compareWith(filed);
  if (desk.tab().hasCode) panel.say(CODE_WORDS);
}

const BLOCKED_WORDS = 'This browser opens no window: allow it for this site.';
const CODE_WORDS = 'This variant has code of its own, which does not run here.';

const startOf = (desk: EditorDesk, filed: FiledTest | null): PanelStart => ({
  title: filed?.name ?? 'fx editor',
  settings: desk.settings(),
  places: desk.places(),
  devices: [
    ...(filed && deviceOf(filed.rule) === 'same' ? [{ value: 'same' as const, words: 'As its file says' }] : []),
    ...DEVICES.map(({ device, words }) => ({ value: device, words })),
  ],
  hasNames: !filed,
});

/** What changes the draft, and can be seen at once. */
const draftEvents = (desk: EditorDesk, { edit, show, stage, tell, turn }: Display) =>
  ({
    onUndo: () => turn('undo'),
    onRedo: () => turn('redo'),
    onCompare: stage.compare,
    onEdits: edit,
    onSheet: (css) => edit(withSheet(desk.sketch().edits, css)),
    onSet(settings) {
      desk.set(settings);
      show();
    },
    onIsSet: () => tell('Changed.'),
  }) satisfies Partial<PanelEvents>;
