/** Saves to Studio, and loses nothing where somebody else was faster. */

import type { EditorDesk } from './desk.js';
import { button, make } from './made.js';
import type { FiledTest, Studio, Unanswered } from './studio.js';

/** What saving tells. */
export interface SavingEvents {
  /** The work is another one: the page shows it. */
  onChanged(): void;
  say(text: string, isBad?: boolean): void;
  ask(part: HTMLElement | null): void;
}

/** The way to Studio; without one all of it does nothing. */
export interface Saving {
  save(): Promise<void>;
  /** What Studio has now: asks what to do where that is not what the work began with. */
  compareWith(now: FiledTest): void;
}

/** Makes it. */
export function createSaving(studio: Studio | null, desk: EditorDesk, events: SavingEvents): Saving {
  let isSaving = false;
  const compareWith = (now: FiledTest): void => {
    if (now.revision === desk.filed()?.revision) return;
    events.ask(
      conflictPart((keepsMine) => {
        desk.rebase(now, keepsMine);
        events.ask(null);
        events.onChanged();
        events.say(
          keepsMine ? 'Yours is on top of theirs: look at it, then save.' : 'This is theirs. Undo brings yours back.',
        );
      }),
    );
  };
  const refused = async (from: Studio, answer: Unanswered): Promise<void> => {
    const now = answer.code === 'CONFLICT' ? await from.read() : answer;
    events.say(now.ok ? 'Not saved yet.' : unansweredWords(now), true);
    if (now.ok) compareWith(now.value);
    else if (now.code === 'EDIT_SESSION_OVER') events.ask(comeInPart(from.address, desk.filed()));
  };
  const save = async (): Promise<void> => {
    if (!studio || !desk.filed() || isSaving) return;
    isSaving = true;
    events.say('Saving …');
    const answer = await saveAll(studio, desk);
    isSaving = false;
    if (answer) return refused(studio, answer);
    events.onChanged();
    events.say('Saved. Visitors see it once it is published in Studio.');
  };
  return { save, compareWith };
}

/** Every variant that says something else than Studio has, one after the other; null where all went well. */
async function saveAll(studio: Studio, desk: EditorDesk): Promise<Unanswered | null> {
  const keys = desk.unsaved();
  // Where it runs alone may have changed: that goes along with any variant.
  const any = desk.tab().isControl ? desk.tabs().find(({ isControl }) => !isControl) : desk.tab();
  for (const key of keys.length ? keys : [any?.key ?? '']) {
    const answer = await studio.save(desk.workOf(key), desk.filed()?.revision ?? '');
    if (!answer.ok) return answer;
    desk.setFiled(answer.value);
  }
  return null;
}

const conflictPart = (onDecide: (keepsMine: boolean) => void): HTMLElement =>
  make(
    'section',
    { role: 'alert' },
    make('h2', {}, 'Somebody else saved this meanwhile'),
    make('p', {}, 'Nothing of yours is lost. Where both changed the same, yours would stand.'),
    make(
      'div',
      { class: 'row' },
      button('Put mine on top of theirs', () => onDecide(true), { class: 'main' }),
      button('Take theirs', () => onDecide(false)),
    ),
  );

/** The way back through Studio, in the tab that holds the work. */
export function comeInPart(address: string, filed: FiledTest | null): HTMLElement {
  const url = new URL(`/experiments/${encodeURIComponent(filed?.experimentId ?? '')}/page?here`, address);
  return make(
    'section',
    { role: 'alert' },
    make('h2', {}, 'Come in again to save'),
    make('p', {}, 'What you did is kept in this tab until you come back.'),
    make('a', { class: 'button main', href: url.href }, 'Come in through Studio'),
  );
}

/** Why there is no answer, and what to do. */
export function unansweredWords({ code, message, problems }: Unanswered): string {
  const lines = problems.map((one) => `${one.path} ${one.message}`);
  const next =
    code === 'offline'
      ? 'If the page has a policy, it has to allow connect-src to it. Copy YAML works all the same.'
      : '';
  return [`${message.replace(/\.$/, '')}.`, ...lines, ...(next ? [next] : [])].join(' ');
}
