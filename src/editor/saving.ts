/** Saves to Studio, tells at once what the validator says, and loses nothing where somebody else was faster. */

import type { EditorDesk } from './desk.js';
import { button, make } from './made.js';
import type { FiledTest, Studio, StudioRemark, Unanswered } from './studio.js';

/** What saving tells. */
export interface SavingEvents {
  /** The work is another one: the page shows it. */
  onChanged(): void;
  /** The validator has said something. */
  onTold(): void;
  say(text: string, isBad?: boolean): void;
  ask(part: HTMLElement | null): void;
}

/** The way to Studio; without one all of it does nothing. */
export interface Saving {
  /** Asks what the validator says, once nothing has changed for a moment. */
  check(): void;
  findings(): readonly StudioRemark[];
  /** The file as it would be; undefined where nobody has told. */
  yaml(): string | undefined;
  save(): Promise<void>;
  /** What Studio has now: asks what to do where that is not what the work began with. */
  compareWith(now: FiledTest): void;
  stop(): void;
}

const REST_MS = 400;

/** Makes it. */
export function createSaving(studio: Studio | null, desk: EditorDesk, events: SavingEvents): Saving {
  let findings: readonly StudioRemark[] = [];
  let yaml: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  let isSaving = false;

  const check = (): void => {
    clearTimeout(timer);
    if (studio && !desk.tab().isControl) timer = setTimeout(() => void tell(studio), REST_MS);
  };
  const tell = async (from: Studio): Promise<void> => {
    const turn = ++asked;
    const answer = await from.check(desk.workOf(desk.tab().key));
    // Somebody has changed more since: the next answer is about that.
    if (turn !== asked) return;
    findings = answer.ok ? answer.value.problems : [];
    yaml = answer.ok ? answer.value.yaml : undefined;
    if (!answer.ok) events.say(sentence(answer), true);
    events.onTold();
  };
  const compareWith = (now: FiledTest): void => {
    if (now.revision === desk.filed()?.revision) return;
    const decide = (keepsMine: boolean) => (): void => {
      desk.rebase(now, keepsMine);
      events.ask(null);
      events.onChanged();
      events.say(
        keepsMine ? 'Yours is on top of theirs: look at it, then save.' : 'This is theirs. Undo brings yours back.',
      );
    };
    events.ask(
      make(
        'section',
        { role: 'alert' },
        make('h2', {}, 'Somebody else saved this meanwhile'),
        make('p', {}, 'Nothing of yours is lost. Where both changed the same, yours would stand.'),
        make(
          'div',
          { class: 'row' },
          button('Put mine on top of theirs', decide(true), { class: 'main' }),
          button('Take theirs', decide(false)),
        ),
      ),
    );
  };
  const save = async (): Promise<void> => {
    const filed = desk.filed();
    if (!studio || !filed || isSaving) return;
    isSaving = true;
    events.say('Saving …');
    // Where it runs alone may have changed: that goes along with any variant.
    const first = desk.tab().isControl
      ? (filed.variants.find(({ isControl }) => !isControl)?.key ?? '')
      : desk.tab().key;
    const keys = desk.unsaved();
    for (const key of keys.length ? keys : [first]) {
      const answer = await studio.save(desk.workOf(key), desk.filed()?.revision ?? '');
      if (answer.ok) {
        desk.setFiled(answer.value);
        continue;
      }
      isSaving = false;
      await refused(studio, answer);
      return;
    }
    isSaving = false;
    events.onChanged();
    events.say('Saved. Visitors see it once it is published in Studio.');
  };
  const refused = async (from: Studio, answer: Unanswered): Promise<void> => {
    const now = answer.code === 'CONFLICT' ? await from.read() : answer;
    events.say(now.ok ? 'Not saved yet.' : sentence(now), true);
    if (now.ok) compareWith(now.value);
  };
  return {
    check,
    findings: () => (desk.tab().isControl ? [] : findings),
    yaml: () => yaml,
    save,
    compareWith,
    stop: () => clearTimeout(timer),
  };
}

function sentence({ code, message, problems }: Unanswered): string {
  const lines = problems.map((one) => `${one.path} ${one.message}`);
  const next = {
    offline: 'If the page has a policy, it has to allow connect-src to it. Copy YAML works all the same.',
    EDIT_SESSION_OVER: 'What you did is kept in this tab.',
  }[code];
  return [`${message.replace(/\.$/, '')}.`, ...lines, ...(next ? [next] : [])].join(' ');
}
