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
  readonly _isCounted: boolean;
  /** The engine's own id, where the host gave another subject. */
  readonly visitor: string | undefined;
  /** Reads what is kept; calls back at once where the storage answers at once. */
  open(onOpen: () => void): void;
  identify(subject: unknown): void;
  _keep(experiment: Experiment, verdict: EngineVerdict): void;
  /** Takes the variant of an experiment back. */
  _take(experiment: Experiment, key: string, error: unknown, isPersistent: boolean): void;
  /** Gives back everything that was taken. */
  _giveBack(): void;
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
    ledger._update({ subject, _assignments: parseAssignments(sticky, subject) });
  };
  return {
    get _isCounted() {
      const { _isPreview: isPreview, isReady, _isOver: isOver } = ledger;
      // An id that is lost with the program would count one person again and again.
      return isReady && !isOver && !isPreview && own !== DENIED && (given !== undefined || !book._isBroken);
    },
    get visitor() {
      return given === undefined ? undefined : own;
    },
    open(onOpen) {
      book.open((kept) => {
        if (ledger._isOver) return;
        const visitor = parseVisitor(kept.visitor);
        own = kept.visitor === DENIED ? DENIED : (visitor?.id ?? createId());
        if (!visitor && own !== DENIED)
          book._write('visitor', formatVisitor({ id: own, made: ledger.now(), domain: '' }));
        sticky = kept.sticky;
        taken = readTaken(kept.taken);
        ledger._update({ _taken: taken });
        use();
        onOpen();
      });
    },
    identify(subject) {
      given = readSubject(subject);
      if (ledger.isReady) use();
    },
    _keep(experiment, { variant, reason }) {
      if (!variant || ledger._isPreview || experiment.sticky === false || !/^(assigned|sticky)$/.test(reason)) return;
      const { _known: known, _assignments: assignments, subject } = ledger.state;
      const added = addMark(assignments, markAssignment(experiment, variant), known);
      if (added === assignments) return;
      ledger._update({ _assignments: added });
      sticky = formatAssignments(added, subject);
      book._write('sticky', sticky);
    },
    _take(experiment, key, error, isPersistent) {
      const mark = { [experiment.id]: chanceOf(experiment) };
      ledger._update({ _taken: { ...ledger.state._taken, ...mark } });
      if (isPersistent) {
        taken = { ...taken, ...mark };
        book._write('taken', JSON.stringify(taken));
      }
      ledger._emit({ type: 'rollback', experiment: experiment.id, variant: key, reason: fitText(`${error}`, 1000) });
    },
    _giveBack() {
      taken = {};
      ledger._update({ _taken: taken });
      book._write('taken', '{}');
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
