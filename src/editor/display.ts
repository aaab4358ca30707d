/** Shows the work as it is now: on the page, in the panel, and to the validator. */

import type { EditorDesk } from './desk.js';
import { keep } from './memory.js';
import type { Panel } from './panel.js';
import { createSaving, type Saving } from './saving.js';
import type { PageChange } from './sketch.js';
import { type Complaint, createStage, type Stage } from './stage.js';
import type { Studio } from './studio.js';

/** All that shows the work. */
export interface Display {
  readonly stage: Stage;
  readonly saving: Saving;
  /** The panel anew, where the page stays as it is. */
  show(): void;
  /** Everything anew: what the page shows, what the panel says, what the validator says. */
  refresh(): void;
  /** Another list of changes, which can be undone. */
  edit(edits: readonly PageChange[]): void;
  turn(step: 'undo' | 'redo'): void;
}

/**
 * Makes it.
 *
 * @param panel is asked for once there is something to show
 */
export function createDisplay(studio: Studio | null, desk: EditorDesk, panel: () => Panel): Display {
  let complaints: readonly Complaint[] = [];
  const stage = createStage((all) => {
    complaints = all;
    show();
  });
  const saving = createSaving(studio, desk, {
    onChanged: () => refresh(),
    onTold: () => show(),
    say: (text, isBad) => panel().say(text, isBad),
    ask: (part) => panel().ask(part),
  });
  const show = (): void => {
    const draft = desk.sketch();
    panel().show({
      edits: draft.edits,
      canUndo: draft.past.length > 0,
      canRedo: draft.future.length > 0,
      complaints,
      css: desk.css(),
      yaml: saving.yaml() ?? desk.yaml(),
      findings: saving.findings(),
      tab: desk.tab(),
      tabs: desk.tabs(),
      isUnsaved: studio ? desk.isUnsaved() : null,
    });
    keep(desk.kept());
  };
  const refresh = (): void => {
    stage.show(desk.ops());
    show();
    saving.check();
  };
  return {
    stage,
    saving,
    show,
    refresh,
    edit(edits) {
      desk.edit(edits);
      refresh();
    },
    turn(step) {
      desk[step]();
      refresh();
    },
  };
}
