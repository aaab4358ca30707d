/** Keeps who the subject is, what they were given, and what was taken back from them. */

import {
  addMark,
  DENIED,
  type Experiment,
  fitText,
  formatAssignments,
  formatVisitor,
  markAssignment,
  parseAssignments,
  parseVisitor,
  readSubject,
} from '../../core/index.js';
import { createBook } from './book.js';
import { chanceOf, type EngineVerdict } from './decider.js';
import { makeId } from './host.js';
import type { Ledger } from './ledger.js';
import { createMemoryStorage } from './storage.js';
import type { EngineOptions } from './types.js';

export interface Keeper {
  /** Whether events may name this subject. */
  readonly isCounted: boolean;
  /** The engine's own id, where the host gave another subject. */
  readonly visitor: string | undefined;
  /** Reads what is kept; calls back at once where the storage answers at once. */
  open(onOpen: () => void): void;
  identify(subject: unknown): void;
  keep(experiment: Experiment, verdict: EngineVerdict): void;
  /** Takes the variant of an experiment back. */
  take(experiment: Experiment, key: string, error: unknown, isPersistent: boolean): void;
  /** Gives back everything that was taken. */
  giveBack(): void;
}

export function createKeeper(ledger: Ledger, options: EngineOptions): Keeper {
  const { createId = makeId } = options;
  const book = createBook(options.storage ?? createMemoryStorage(), (error) => ledger.fail(error, 'storage'));
  let own = '';
  let given = readSubject(options.subject);
  /** As the storage has it. */
  let sticky = '';
  let taken: Readonly<Record<string, string>> = {};

  const use = (): void => {
    const subject = own === DENIED ? own : (given ?? own);
    ledger.update({ subject, assignments: parseAssignments(sticky, subject) });
  };
  return {
    get isCounted() {
      const { isPreview, isReady, isOver } = ledger;
      // An id that is lost with the program would count one person again and again.
      return isReady && !isOver && !isPreview && own !== DENIED && (given !== undefined || !book.isBroken);
    },
    get visitor() {
      return given === undefined ? undefined : own;
    },
    open(onOpen) {
      book.open((kept) => {
        if (ledger.isOver) return;
        const visitor = parseVisitor(kept.visitor);
        own = kept.visitor === DENIED ? DENIED : (visitor?.id ?? createId());
        if (!visitor && own !== DENIED)
          book.write('visitor', formatVisitor({ id: own, made: ledger.now(), domain: '' }));
        sticky = kept.sticky;
        taken = readTaken(kept.taken);
        ledger.update({ taken });
        use();
        onOpen();
      });
    },
    identify(subject) {
      given = readSubject(subject);
      if (ledger.isReady) use();
    },
    keep(experiment, { variant, reason }) {
      if (!variant || ledger.isPreview || experiment.sticky === false || !/^(assigned|sticky)$/.test(reason)) return;
      const { known, assignments, subject } = ledger.state;
      const added = addMark(assignments, markAssignment(experiment, variant), known);
      if (added === assignments) return;
      ledger.update({ assignments: added });
      sticky = formatAssignments(added, subject);
      book.write('sticky', sticky);
    },
    take(experiment, key, error, isPersistent) {
      const mark = { [experiment.id]: chanceOf(experiment) };
      ledger.update({ taken: { ...ledger.state.taken, ...mark } });
      if (isPersistent) {
        taken = { ...taken, ...mark };
        book.write('taken', JSON.stringify(taken));
      }
      ledger.emit({ type: 'rollback', experiment: experiment.id, variant: key, reason: fitText(`${error}`, 1000) });
    },
    giveBack() {
      taken = {};
      ledger.update({ taken });
      book.write('taken', '{}');
    },
  };
}

function readTaken(text: string): Readonly<Record<string, string>> {
  try {
    const held: unknown = JSON.parse(text || '{}');
    return Object.fromEntries(Object.entries(held ?? {}).filter(([, mark]) => typeof mark === 'string'));
  } catch {
    // Silence is right: what others wrote takes nothing back.
    return {};
  }
}
