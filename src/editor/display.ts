/** Shows the work as it is now: on the page, in the panel, and to the validator. */

import { createChecking, type Validator } from './checking.js';
import type { EditorDesk } from './desk.js';
import { keep } from './memory.js';
import type { Panel } from './panel.js';
import { comeInPart, createSaving, type Saving, unansweredWords } from './saving.js';
import type { PageChange } from './sketch.js';
import { type Complaint, createStage, type Stage } from './stage.js';
import type { Studio } from './studio.js';

/** All that shows the work. */
export interface Display {
  readonly stage: Stage;
  readonly saving: Saving;
  /** The panel anew and the validator asked, where the page stays as it is. */
  show(): void;
  /** Everything anew: what the page shows, what the panel says, what the validator says. */
  refresh(): void;
  /** Says what was done, and what is next where there is something to take along. */
  tell(words: string): void;
  /** Another list of changes, which can be undone. */
  edit(edits: readonly PageChange[], words?: string): void;
  turn(step: 'undo' | 'redo'): void;
  /** Nothing of it is shown or asked any more. */
  leave(): void;
}

/** Who checks the work, and who saves it; null where nobody does. */
export interface Outside {
  readonly studio: Studio | null;
  readonly validator: Validator | null;
}

/**
 * Makes it.
 *
 * @param panel is asked for once there is something to show
 */
export function createDisplay({ studio, validator }: Outside, desk: EditorDesk, panel: () => Panel): Display {
  let complaints: readonly Complaint[] = [];
  const stage = createStage((all) => {
    complaints = all;
    draw();
  });
  const saving = createSaving(studio, desk, {
    onChanged: () => refresh(),
    say: (text, isBad) => panel().say(text, isBad),
    ask: (part) => panel().ask(part),
  });
  const checking = createChecking(validator, desk, (answer) => {
    if (!answer.ok) panel().say(unansweredWords(answer), true);
    if (!answer.ok && studio && answer.code === 'EDIT_SESSION_OVER')
      panel().ask(comeInPart(studio.address, desk.filed()));
    draw();
  });
  const draw = (): void => {
    const draft = desk.sketch();
    panel().show({
      edits: draft.edits,
      canUndo: draft.past.length > 0,
      canRedo: draft.future.length > 0,
      complaints,
      css: desk.css(),
      yaml: checking.yaml() ?? desk.yaml(),
      findings: checking.findings(),
      tab: desk.tab(),
      tabs: desk.tabs(),
      isUnsaved: studio ? desk.isUnsaved() : null,
    });
    keep(desk.kept());
  };
  const show = (): void => {
    draw();
    checking.check();
  };
  const refresh = (): void => {
    stage.show(desk.ops());
    show();
  };
  const tell = (words: string): void => {
    const isNext = studio ? desk.isUnsaved() : desk.sketch().edits.length;
    panel().say(isNext ? `${words} Next: ${studio ? 'Save' : 'Copy YAML'}.` : words);
  };
  return {
    stage,
    saving,
    show,
    refresh,
    tell,
    edit(edits, words = 'Changed.') {
      desk.edit(edits);
      refresh();
      tell(words);
    },
    turn(step) {
      desk[step]();
      refresh();
      tell(step === 'undo' ? 'Taken back.' : 'Done again.');
    },
    leave() {
      checking.stop();
      stage.leave();
    },
  };
}
